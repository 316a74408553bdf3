//! `exp(number)`: the exponential function, from `libm` so that every build gives the same bits.

use super::Arguments;
use crate::error::Eval;
use crate::value::Operand;

pub(super) fn evaluate<'a>(arguments: &Arguments<'_, 'a>) -> Eval<Operand<'a>> {
    let number = arguments.number(0)?;
    Ok(Operand::Number(libm::exp(number)))
}
