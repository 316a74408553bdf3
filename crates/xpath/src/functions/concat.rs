//! `concat(value or nodes, …)`: joins texts; nodes contribute every one of theirs, as in ODK's web clients (see DECISIONS.md).

use super::Arguments;
use crate::error::Eval;
use crate::value::Operand;

pub(super) fn evaluate<'a>(arguments: &Arguments<'_, 'a>) -> Eval<Operand<'a>> {
    arguments.joined(0, "").map(Operand::owned)
}
