//! `distance(line or nodes, …)`: the length of a line of places, to a hundredth of a metre.

use super::Arguments;
use super::geo;
use crate::error::Eval;
use crate::value::Operand;

pub(super) fn evaluate<'a>(arguments: &Arguments<'_, 'a>) -> Eval<Operand<'a>> {
    let mut points = Vec::new();
    for index in 0..arguments.len() {
        points.extend(arguments.points(index)?);
    }
    Ok(Operand::Number(geo::hundredths(geo::distance(&points))))
}
