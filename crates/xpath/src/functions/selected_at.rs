//! `selected-at(list, index)`: one of the choices selected.

use super::Arguments;
use super::words;
use crate::error::Eval;
use crate::value::Operand;

pub(super) fn evaluate<'a>(arguments: &Arguments<'_, 'a>) -> Eval<Operand<'a>> {
    let list = arguments.text(0)?;
    let index = libm::trunc(arguments.number(1)?);
    let word = if index >= 0.0 { words(&list).nth(index as usize) } else { None };
    Ok(Operand::owned(word.unwrap_or_default()))
}
