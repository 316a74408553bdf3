//! `today()`: today, as the world says.

use super::Arguments;
use crate::error::Eval;
use crate::value::Operand;

pub(super) fn evaluate<'a>(arguments: &Arguments<'_, 'a>) -> Eval<Operand<'a>> {
    arguments.given(arguments.scope.world.today(), "today's date").map(Operand::text)
}
