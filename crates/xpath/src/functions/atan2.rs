//! `atan2(y, x)`: the angle of a point, from `libm` so that every build gives the same bits.

use super::Arguments;
use crate::error::Eval;
use crate::value::Operand;

pub(super) fn evaluate<'a>(arguments: &Arguments<'_, 'a>) -> Eval<Operand<'a>> {
    Ok(Operand::Number(libm::atan2(arguments.number(0)?, arguments.number(1)?)))
}
