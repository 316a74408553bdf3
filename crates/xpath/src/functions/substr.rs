//! `substr(text, start, end?)`: ODK's substring, counted from 0.

use super::Arguments;
use crate::error::Eval;
use crate::value::Operand;

pub(super) fn evaluate<'a>(arguments: &Arguments<'_, 'a>) -> Eval<Operand<'a>> {
    let text = arguments.text(0)?;
    let length = text.chars().count();
    let start = index(arguments.number(1)?, length);
    let end = if arguments.len() > 2 { index(arguments.number(2)?, length) } else { length };
    let kept: String = text.chars().take(end).skip(start).collect();
    Ok(Operand::owned(kept))
}

/// The place within the text that a number means; one that is not a number means the beginning.
fn index(number: f64, length: usize) -> usize {
    let whole = libm::trunc(number);
    let from_start = if whole < 0.0 { length as f64 + whole } else { whole };
    // A cast takes NaN and negative numbers to 0.
    (from_start as usize).min(length)
}
