//! `position(node?)`: the place of a node; the form with an argument is ODK's, for the number of a repeat.

use super::Arguments;
use crate::error::Eval;
use crate::evaluate::Scope;
use crate::value::Operand;
use crate::world::Node;

pub(super) fn evaluate<'a>(arguments: &Arguments<'_, 'a>) -> Eval<Operand<'a>> {
    if arguments.len() == 0 {
        return Ok(Operand::Number(arguments.scope.position as f64));
    }
    let nodes = arguments.nodes(0)?;
    let place = nodes.first().map_or(f64::NAN, |node| place(arguments.scope, *node));
    Ok(Operand::Number(place))
}

fn place(scope: &Scope<'_, '_>, node: Node) -> f64 {
    let world = scope.world;
    if let Some(place) = world.place(node) {
        return place as f64;
    }
    let mut siblings = Vec::new();
    if let Some(parent) = world.parent(node) {
        world.children(parent, &mut siblings);
    }
    scope.take_found(siblings.len());
    let before = siblings.iter().take_while(|sibling| **sibling != node);
    let same_name = before.filter(|sibling| world.kind(**sibling) == world.kind(node) && world.name(**sibling) == world.name(node));
    (same_name.count() + 1) as f64
}
