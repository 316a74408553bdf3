//! `version()`: the version of the form.

use super::Arguments;
use crate::error::Eval;
use crate::value::Operand;

pub(super) fn evaluate<'a>(arguments: &Arguments<'_, 'a>) -> Eval<Operand<'a>> {
    arguments.given(arguments.scope.world.version(), "the version of the form").map(Operand::text)
}
