//! `boolean(value)`: the value as true or false; nodes count by their existence, blank or not (see DECISIONS.md).

use super::Arguments;
use crate::error::Eval;
use crate::value::Operand;

pub(super) fn evaluate<'a>(arguments: &Arguments<'_, 'a>) -> Eval<Operand<'a>> {
    arguments.boolean(0).map(Operand::Boolean)
}
