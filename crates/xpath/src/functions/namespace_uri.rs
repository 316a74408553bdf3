//! `namespace-uri(nodes?)`: a node's namespace.

use super::Arguments;
use crate::error::Eval;
use crate::value::Operand;

pub(super) fn evaluate<'a>(arguments: &Arguments<'_, 'a>) -> Eval<Operand<'a>> {
    let node = arguments.node_or_context(0)?;
    Ok(Operand::text(node.map_or("", |node| arguments.scope.world.namespace(node))))
}
