//! `geofence(place, line)`: whether a place lies inside a closed line; a line that is not closed encloses nothing.

use super::Arguments;
use super::geo;
use crate::error::Eval;
use crate::value::Operand;

pub(super) fn evaluate<'a>(arguments: &Arguments<'_, 'a>) -> Eval<Operand<'a>> {
    let inside = match (arguments.points(0)?.as_slice(), arguments.points(1)?) {
        ([place], line) => geo::encloses(&line, *place),
        _ => false,
    };
    Ok(Operand::Boolean(inside))
}
