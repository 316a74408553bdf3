//! `selected(list, value)`: whether a choice is among those selected; a blank list contains only the blank.

use super::Arguments;
use super::words;
use crate::error::Eval;
use crate::number::is_space;
use crate::value::Operand;

pub(super) fn evaluate<'a>(arguments: &Arguments<'_, 'a>) -> Eval<Operand<'a>> {
    let (list, value) = (arguments.text(0)?, arguments.text(1)?);
    let value = value.trim_matches(is_space);
    let mut words = words(&list).peekable();
    let found = if words.peek().is_none() { value.is_empty() } else { words.any(|word| word == value) };
    Ok(Operand::Boolean(found))
}
