//! `random()`: a random number, as the world gives it.

use super::Arguments;
use crate::error::Eval;
use crate::value::Operand;

pub(super) fn evaluate<'a>(arguments: &Arguments<'_, 'a>) -> Eval<Operand<'a>> {
    arguments.random().map(Operand::Number)
}
