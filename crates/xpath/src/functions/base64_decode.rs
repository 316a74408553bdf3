//! `base64-decode(text)`: reads base 64.

use super::Arguments;
use super::base64::decode;
use crate::error::Eval;
use crate::number::is_space;
use crate::value::Operand;

pub(super) fn evaluate<'a>(arguments: &Arguments<'_, 'a>) -> Eval<Operand<'a>> {
    let text = arguments.text(0)?;
    let decoded = decode(text.trim_matches(is_space).as_bytes()).and_then(|bytes| String::from_utf8(bytes).ok());
    Ok(Operand::owned(decoded.unwrap_or_default()))
}
