//! `contains(text, part)`: whether a text contains another.

use super::Arguments;
use crate::error::Eval;
use crate::value::Operand;

pub(super) fn evaluate<'a>(arguments: &Arguments<'_, 'a>) -> Eval<Operand<'a>> {
    Ok(Operand::Boolean(arguments.text(0)?.contains(&*arguments.text(1)?)))
}
