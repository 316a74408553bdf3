//! `translate(text, from, to)`: replaces characters one by one.

use std::collections::BTreeMap;

use super::Arguments;
use crate::error::Eval;
use crate::value::Operand;

pub(super) fn evaluate<'a>(arguments: &Arguments<'_, 'a>) -> Eval<Operand<'a>> {
    let (text, from, to) = (arguments.text(0)?, arguments.text(1)?, arguments.text(2)?);
    let to = to.chars().map(Some).chain(std::iter::repeat(None));
    // Of a character that stands twice the first one counts.
    let mut replaced: BTreeMap<char, Option<char>> = BTreeMap::new();
    for (known, by) in from.chars().zip(to) {
        replaced.entry(known).or_insert(by);
    }
    let replace = |c: char| replaced.get(&c).copied().unwrap_or(Some(c));
    Ok(Operand::owned(text.chars().filter_map(replace).collect::<String>()))
}
