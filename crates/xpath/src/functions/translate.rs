//! `translate(text, from, to)`: replaces characters one by one.

use super::Arguments;
use crate::error::Eval;
use crate::value::Operand;

pub(super) fn evaluate<'a>(arguments: &Arguments<'_, 'a>) -> Eval<Operand<'a>> {
    let (text, from, to) = (arguments.text(0)?, arguments.text(1)?, arguments.text(2)?);
    let to: Vec<char> = to.chars().collect();
    let replace = |c: char| match from.chars().position(|known| known == c) {
        Some(place) => to.get(place).copied(),
        None => Some(c),
    };
    Ok(Operand::owned(text.chars().filter_map(replace).collect::<String>()))
}
