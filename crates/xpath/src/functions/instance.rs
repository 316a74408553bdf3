//! `instance(id)`: the root of another tree; no nodes where there is none of that name.

use super::Arguments;
use crate::error::Eval;
use crate::value::Operand;

pub(super) fn evaluate<'a>(arguments: &Arguments<'_, 'a>) -> Eval<Operand<'a>> {
    let id = arguments.text(0)?;
    Ok(Operand::Nodes(arguments.scope.world.instance(&id).into_iter().collect()))
}
