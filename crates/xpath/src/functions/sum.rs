//! `sum(nodes)`: adds the numbers of all nodes, in document order.

use super::Arguments;
use crate::error::Eval;
use crate::value::Operand;

pub(super) fn evaluate<'a>(arguments: &Arguments<'_, 'a>) -> Eval<Operand<'a>> {
    let numbers = arguments.nodes(0)?.into_iter().map(|node| arguments.scope.number_of(node));
    Ok(Operand::Number(numbers.sum::<f64>() + 0.0))
}
