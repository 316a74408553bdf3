//! `max(value or nodes, …)`: the greatest of the numbers of all arguments, nodes taken one by one.

use super::Arguments;
use crate::error::Eval;
use crate::value::Operand;

pub(super) fn evaluate<'a>(arguments: &Arguments<'_, 'a>) -> Eval<Operand<'a>> {
    let mut numbers = Vec::new();
    arguments.collect_numbers(0, &mut numbers)?;
    let max = |a: f64, b: f64| if a.is_nan() || a > b { a } else { b };
    Ok(Operand::Number(numbers.into_iter().reduce(max).unwrap_or(f64::NAN)))
}
