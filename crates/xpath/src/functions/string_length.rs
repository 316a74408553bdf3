//! `string-length(text?)`: counts Unicode code points; without an argument, of the context node.

use super::Arguments;
use crate::error::Eval;
use crate::value::Operand;

pub(super) fn evaluate<'a>(arguments: &Arguments<'_, 'a>) -> Eval<Operand<'a>> {
    Ok(Operand::Number(arguments.text_or_context(0)?.chars().count() as f64))
}
