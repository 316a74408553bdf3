//! `coalesce(value, value, …)`: the first value that is not blank.

use super::Arguments;
use crate::error::Eval;
use crate::value::Operand;

pub(super) fn evaluate<'a>(arguments: &Arguments<'_, 'a>) -> Eval<Operand<'a>> {
    let last = arguments.len() - 1;
    for index in 0..last {
        let value = first_value(arguments, index)?;
        if !is_blank(&value) {
            return Ok(value);
        }
    }
    first_value(arguments, last)
}

/// The argument, of nodes only the first.
fn first_value<'a>(arguments: &Arguments<'_, 'a>, index: usize) -> Eval<Operand<'a>> {
    Ok(match arguments.operand(index)? {
        Operand::Nodes(nodes) => {
            let world = arguments.scope.world;
            nodes.first().map_or(Operand::text(""), |node| Operand::Text(world.text(*node)))
        }
        value => value,
    })
}

fn is_blank(value: &Operand<'_>) -> bool {
    match value {
        Operand::Text(text) => text.is_empty(),
        Operand::Number(number) => number.is_nan(),
        Operand::Nodes(nodes) => nodes.is_empty(),
        Operand::Boolean(_) | Operand::Days { .. } => false,
    }
}
