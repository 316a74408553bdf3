//! `string(value?)`: the value as text; without an argument, the context node's.

use super::Arguments;
use crate::error::Eval;
use crate::value::Operand;

pub(super) fn evaluate<'a>(arguments: &Arguments<'_, 'a>) -> Eval<Operand<'a>> {
    arguments.text_or_context(0).map(Operand::Text)
}
