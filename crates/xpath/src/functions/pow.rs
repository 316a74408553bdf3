//! `pow(base, exponent)`: a power, from `libm` so that every build gives the same bits.

use super::Arguments;
use crate::error::Eval;
use crate::value::Operand;

pub(super) fn evaluate<'a>(arguments: &Arguments<'_, 'a>) -> Eval<Operand<'a>> {
    Ok(Operand::Number(libm::pow(arguments.number(0)?, arguments.number(1)?)))
}
