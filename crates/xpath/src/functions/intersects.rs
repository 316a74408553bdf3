//! `intersects(line)`: whether a line of places crosses or touches itself, as ODK Collect asks of traces and shapes.

use super::Arguments;
use super::crossing::crosses_itself;
use crate::error::Eval;
use crate::value::Operand;

/// How many pairs of pieces are compared in one step.
const PAIRS_PER_STEP: usize = 32;

pub(super) fn evaluate<'a>(arguments: &Arguments<'_, 'a>) -> Eval<Operand<'a>> {
    let line = arguments.points(0)?;
    // At worst each piece is held against each other one.
    arguments.scope.steps.take(line.len().saturating_mul(line.len()) / PAIRS_PER_STEP);
    arguments.scope.check(arguments.span)?;
    Ok(Operand::Boolean(crosses_itself(&line)))
}
