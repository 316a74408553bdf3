//! `exp(number)`: the exponential function, from `libm` so that every build gives the same bits.

use super::Arguments;
use crate::error::Eval;
use crate::value::Operand;

pub(super) fn evaluate<'a>(arguments: &Arguments<'_, 'a>) -> Eval<Operand<'a>> {
    let number = arguments.number(0)?;
    // `libm` is one bit off here, where everyone knows the digits.
    let power = if number == 1.0 { std::f64::consts::E } else { libm::exp(number) };
    Ok(Operand::Number(power))
}
