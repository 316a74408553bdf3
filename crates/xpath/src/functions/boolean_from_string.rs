//! `boolean-from-string(text)`: reads a truth that is kept as text.

use super::Arguments;
use crate::error::Eval;
use crate::value::Operand;

pub(super) fn evaluate<'a>(arguments: &Arguments<'_, 'a>) -> Eval<Operand<'a>> {
    let text = arguments.text(0)?;
    Ok(Operand::Boolean(text == "1" || text.eq_ignore_ascii_case("true")))
}
