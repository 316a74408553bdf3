//! `weighted-checklist(least, most, answer, weight, …)`: whether the true answers weigh so much.

use super::Arguments;
use crate::error::Eval;
use crate::value::Operand;

pub(super) fn evaluate<'a>(arguments: &Arguments<'_, 'a>) -> Eval<Operand<'a>> {
    let (mut answers, mut weights) = (Vec::new(), Vec::new());
    for index in (2..arguments.len()).step_by(2) {
        arguments.collect_truths_of(index, &mut answers)?;
        arguments.collect_numbers_of(index + 1, &mut weights)?;
    }
    let held = answers.iter().zip(&weights).filter(|(truth, _)| **truth).map(|(_, weight)| *weight);
    arguments.between_bounds(held.sum()).map(Operand::Boolean)
}
