//! `now()`: now, as the world says.

use super::Arguments;
use crate::error::Eval;
use crate::value::Operand;

pub(super) fn evaluate<'a>(arguments: &Arguments<'_, 'a>) -> Eval<Operand<'a>> {
    arguments.given(arguments.scope.world.now(), "a clock").map(Operand::text)
}
