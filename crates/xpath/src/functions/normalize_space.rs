//! `normalize-space(text?)`: tidies white space; without an argument, of the context node.

use super::Arguments;
use crate::error::Eval;
use crate::number::is_space;
use crate::value::Operand;

pub(super) fn evaluate<'a>(arguments: &Arguments<'_, 'a>) -> Eval<Operand<'a>> {
    let text = arguments.text_or_context(0)?;
    let words: Vec<&str> = text.split(is_space).filter(|word| !word.is_empty()).collect();
    Ok(Operand::owned(words.join(" ")))
}
