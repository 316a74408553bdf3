//! `floor(number)`: rounds down.

use super::Arguments;
use crate::error::Eval;
use crate::value::Operand;

pub(super) fn evaluate<'a>(arguments: &Arguments<'_, 'a>) -> Eval<Operand<'a>> {
    let number = arguments.number(0)?;
    Ok(Operand::Number(libm::floor(number)))
}
