//! `name(nodes?)`: a node's name with its prefix.

use super::Arguments;
use crate::error::Eval;
use crate::value::Operand;

pub(super) fn evaluate<'a>(arguments: &Arguments<'_, 'a>) -> Eval<Operand<'a>> {
    let Some(node) = arguments.node_or_context(0)? else {
        return Ok(Operand::text(""));
    };
    let world = arguments.scope.world;
    Ok(match world.prefix_of(node) {
        Some(prefix) => Operand::owned(format!("{prefix}:{}", world.name(node))),
        None => Operand::text(world.name(node)),
    })
}
