//! `number(value?)`: the value as a number; without an argument, the context node's.

use super::Arguments;
use crate::error::Eval;
use crate::value::Operand;

pub(super) fn evaluate<'a>(arguments: &Arguments<'_, 'a>) -> Eval<Operand<'a>> {
    if arguments.len() == 0 {
        return Ok(Operand::Number(
            arguments.scope.number_of(arguments.scope.node),
        ));
    }
    arguments.number(0).map(Operand::Number)
}
