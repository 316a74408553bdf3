//! `pulldata(instance, column, key column, key)`: one value of a table from outside; empty where nothing is found.
//!
//! ODK's short spelling of `instance(id)/root/item[key column = key]/column`, of the first row that has the key.

use super::Arguments;
use crate::error::Eval;
use crate::value::Operand;
use crate::world::Node;

/// How many cells or rows are passed by in one step.
const NODES_PER_STEP: usize = 16;

pub(super) fn evaluate<'a>(arguments: &Arguments<'_, 'a>) -> Eval<Operand<'a>> {
    let [id, column, key_column, key] = [arguments.text(0)?, arguments.text(1)?, arguments.text(2)?, arguments.text(3)?];
    let scope = arguments.scope;
    let world = scope.world;
    let below = |node: Node| {
        let mut nodes = Vec::new();
        world.children(node, &mut nodes);
        scope.take_found(1 + nodes.len() / NODES_PER_STEP);
        nodes
    };
    let cell = |row: Node, column: &str| below(row).into_iter().find(|cell| world.name(*cell) == column);
    let mut rows = world.instance(&id).into_iter().flat_map(below).flat_map(below);
    let found = rows.find(|row| cell(*row, &key_column).is_some_and(|cell| world.text(cell) == key));
    Ok(found.and_then(|row| cell(row, &column)).map_or(Operand::text(""), |cell| Operand::Text(world.text(cell))))
}
