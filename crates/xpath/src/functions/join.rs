//! `join(separator, value or nodes, …)`: joins texts with a separator.

use super::Arguments;
use crate::error::Eval;
use crate::value::Operand;

pub(super) fn evaluate<'a>(arguments: &Arguments<'_, 'a>) -> Eval<Operand<'a>> {
    let separator = arguments.text(0)?;
    arguments.joined(1, &separator).map(Operand::owned)
}
