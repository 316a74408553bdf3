//! `indexed-repeat(field, repeat, index, …)`: a field of another instance of a repeat.

use super::Arguments;
use crate::ast::Expr;
use crate::error::Eval;
use crate::evaluate::Scope;
use crate::value::Operand;
use crate::world::{Node, World};

pub(super) fn evaluate<'a>(arguments: &Arguments<'_, 'a>) -> Eval<Operand<'a>> {
    let mut scope = *arguments.scope;
    for pair in arguments.call.arguments[1..].chunks_exact(2) {
        // The index is seen from where the expression stands, the repeat from inside the one before it.
        let index = arguments.scope.number(&pair[1])?;
        let Some(node) = scope.chosen(&pair[0], index)? else {
            return Ok(Operand::Nodes(Vec::new()));
        };
        scope = Scope { node, current: node, position: 1, size: 1, ..scope };
    }
    let mut nodes = scope.nodes(arguments.expr(0)?)?;
    nodes.retain(|node| is_inside(scope.world, *node, scope.node));
    Ok(Operand::Nodes(nodes))
}

impl<'a> Scope<'a> {
    /// The index-th of an expression's nodes that lie inside the context node's repeat, if it is one already chosen.
    fn chosen(&self, repeat: &'a Expr, index: f64) -> Eval<Option<Node>> {
        let nodes = self.nodes(repeat)?;
        let place = index as usize;
        Ok(if place >= 1 && place as f64 == index { nodes.get(place - 1).copied() } else { None })
    }
}

fn is_inside(world: &dyn World, node: Node, container: Node) -> bool {
    std::iter::successors(Some(node), |node| world.parent(*node)).any(|node| node == container)
}
