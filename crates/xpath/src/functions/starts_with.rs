//! `starts-with(text, part)`: whether a text starts with another.

use super::Arguments;
use crate::error::Eval;
use crate::value::Operand;

pub(super) fn evaluate<'a>(arguments: &Arguments<'_, 'a>) -> Eval<Operand<'a>> {
    Ok(Operand::Boolean(arguments.text(0)?.starts_with(&*arguments.text(1)?)))
}
