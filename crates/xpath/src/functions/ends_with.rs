//! `ends-with(text, part)`: whether a text ends with another.

use super::Arguments;
use crate::error::Eval;
use crate::value::Operand;

pub(super) fn evaluate<'a>(arguments: &Arguments<'_, 'a>) -> Eval<Operand<'a>> {
    Ok(Operand::Boolean(arguments.text(0)?.ends_with(&*arguments.text(1)?)))
}
