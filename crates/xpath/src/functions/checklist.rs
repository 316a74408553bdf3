//! `checklist(least, most, answer or nodes, …)`: whether so many of the answers are true.

use super::Arguments;
use crate::error::Eval;
use crate::value::Operand;

pub(super) fn evaluate<'a>(arguments: &Arguments<'_, 'a>) -> Eval<Operand<'a>> {
    let mut answers = Vec::new();
    arguments.collect_truths(2, &mut answers)?;
    let held = answers.iter().filter(|truth| **truth).count() as f64;
    arguments.between_bounds(held).map(Operand::Boolean)
}
