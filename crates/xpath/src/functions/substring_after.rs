//! `substring-after(text, part)`: the text after another.

use super::Arguments;
use crate::error::Eval;
use crate::value::Operand;

pub(super) fn evaluate<'a>(arguments: &Arguments<'_, 'a>) -> Eval<Operand<'a>> {
    let (text, part) = (arguments.text(0)?, arguments.text(1)?);
    Ok(Operand::owned(text.split_once(&*part).map_or("", |(_, after)| after)))
}
