//! `intersects(line)`: whether a line of places crosses or touches itself, as ODK Collect asks of traces and shapes.

use super::Arguments;
use super::crossing::crosses_itself;
use crate::error::Eval;
use crate::value::Operand;

pub(super) fn evaluate<'a>(arguments: &Arguments<'_, 'a>) -> Eval<Operand<'a>> {
    Ok(Operand::Boolean(crosses_itself(&arguments.points(0)?)))
}
