//! `count-non-empty(nodes)`: counts nodes that are not blank.

use super::Arguments;
use crate::error::Eval;
use crate::value::Operand;

pub(super) fn evaluate<'a>(arguments: &Arguments<'_, 'a>) -> Eval<Operand<'a>> {
    let nodes = arguments.nodes(0)?;
    let filled = nodes.iter().filter(|node| !arguments.scope.world.text(**node).is_empty());
    Ok(Operand::Number(filled.count() as f64))
}
