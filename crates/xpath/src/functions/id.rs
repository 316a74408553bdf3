//! `id(value or nodes)`: elements by their `id`; the ids are separated by white space.

use super::Arguments;
use crate::error::Eval;
use crate::number::is_space;
use crate::value::Operand;

pub(super) fn evaluate<'a>(arguments: &Arguments<'_, 'a>) -> Eval<Operand<'a>> {
    let ids = arguments.joined(0, " ")?;
    let scope = arguments.scope;
    let mut nodes = ids.split(is_space).filter_map(|id| scope.world.element_by_id(scope.node, id)).collect();
    scope.in_document_order(&mut nodes);
    Ok(Operand::Nodes(nodes))
}
