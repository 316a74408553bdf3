//! `pi()`: π as a double.

use super::Arguments;
use crate::error::Eval;
use crate::value::Operand;

pub(super) fn evaluate<'a>(_arguments: &Arguments<'_, 'a>) -> Eval<Operand<'a>> {
    Ok(Operand::Number(std::f64::consts::PI))
}
