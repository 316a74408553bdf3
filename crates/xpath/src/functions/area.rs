//! `area(line or nodes)`: the area inside a line of places, to a hundredth of a square metre.

use super::Arguments;
use super::geo;
use crate::error::Eval;
use crate::value::Operand;

pub(super) fn evaluate<'a>(arguments: &Arguments<'_, 'a>) -> Eval<Operand<'a>> {
    let points = arguments.points(0)?;
    Ok(Operand::Number(geo::hundredths(geo::area(&points))))
}
