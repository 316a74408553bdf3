//! `indexed-repeat(field, repeat, index, …)`: a field of another instance of a repeat.

use super::Arguments;
use crate::ast::Expr;
use crate::error::Eval;
use crate::evaluate::Scope;
use crate::value::Operand;
use crate::world::{Node, World};

pub(super) fn evaluate<'a>(arguments: &Arguments<'_, 'a>) -> Eval<Operand<'a>> {
    let outer = arguments.scope;
    let mut scope = *outer;
    let mut inside = None;
    for pair in outermost_first(outer, &arguments.call.arguments[1..])? {
        // The index is seen from where the expression stands, the repeat from inside the one before it.
        let index = outer.number(&pair[1])?;
        let instances = nodes_inside(&scope, &pair[0], inside)?;
        let Some(node) = nth(&instances, index) else {
            return Ok(Operand::Nodes(Vec::new()));
        };
        scope = Scope { node, current: node, position: 1, size: 1, ..scope };
        inside = Some(node);
    }
    Ok(Operand::Nodes(nodes_inside(&scope, arguments.expr(0)?, inside)?))
}

/// The repeats with their indices, the outer ones first, however they are written.
fn outermost_first<'a>(scope: &Scope<'_, 'a>, arguments: &'a [Expr]) -> Eval<Vec<&'a [Expr]>> {
    let mut pairs = Vec::new();
    for pair in arguments.chunks_exact(2) {
        let first = scope.nodes(&pair[0])?.into_iter().next();
        let depth = first.map_or(0, |node| std::iter::successors(Some(node), |node| scope.world.parent(*node)).count());
        let place = pairs.iter().position(|(other, _)| *other > depth).unwrap_or(pairs.len());
        pairs.insert(place, (depth, pair));
    }
    Ok(pairs.into_iter().map(|(_, pair)| pair).collect())
}

/// The nodes of an expression that lie inside a node: an absolute path names those of every instance.
fn nodes_inside<'a>(scope: &Scope<'_, 'a>, expr: &'a Expr, container: Option<Node>) -> Eval<Vec<Node>> {
    let mut nodes = scope.nodes(expr)?;
    if let Some(container) = container {
        nodes.retain(|node| is_inside(scope.world, *node, container));
    }
    Ok(nodes)
}

fn is_inside(world: &dyn World, node: Node, container: Node) -> bool {
    std::iter::successors(Some(node), |node| world.parent(*node)).any(|node| node == container)
}

fn nth(nodes: &[Node], index: f64) -> Option<Node> {
    let place = index as usize;
    (place >= 1 && place as f64 == index).then(|| nodes.get(place - 1).copied()).flatten()
}
