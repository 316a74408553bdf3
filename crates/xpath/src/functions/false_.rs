//! `false()`: false.

use super::Arguments;
use crate::error::Eval;
use crate::value::Operand;

pub(super) fn evaluate<'a>(_arguments: &Arguments<'_, 'a>) -> Eval<Operand<'a>> {
    Ok(Operand::Boolean(false))
}
