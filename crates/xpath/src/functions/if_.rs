//! `if(condition, then, else)`: one of two values.

use super::Arguments;
use crate::error::Eval;
use crate::value::Operand;

pub(super) fn evaluate<'a>(arguments: &Arguments<'_, 'a>) -> Eval<Operand<'a>> {
    let chosen = if arguments.boolean(0)? { 1 } else { 2 };
    arguments.operand(chosen)
}
