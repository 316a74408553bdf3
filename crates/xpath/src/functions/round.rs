//! `round(number, digits?)`: halves go away from zero, as people round money; JavaRosa and XPath 1.0 send -1.5 to -1 (see DECISIONS.md).

use super::Arguments;
use crate::error::Eval;
use crate::value::Operand;

pub(super) fn evaluate<'a>(arguments: &Arguments<'_, 'a>) -> Eval<Operand<'a>> {
    let number = arguments.number(0)?;
    let digits = if arguments.len() > 1 { arguments.number(1)? } else { 0.0 };
    Ok(Operand::Number(round(number, libm::trunc(digits))))
}

fn round(number: f64, digits: f64) -> f64 {
    if number.is_nan() || digits.is_nan() {
        return f64::NAN;
    }
    // Beyond these a double has no such digit to round.
    let digits = digits.clamp(-400.0, 400.0);
    let factor = libm::pow(10.0, digits.abs());
    let scaled = if digits < 0.0 { number / factor } else { number * factor };
    if !scaled.is_finite() {
        return number;
    }
    let whole = libm::round(scaled);
    if digits < 0.0 && whole != 0.0 {
        whole * factor
    } else if digits < 0.0 {
        whole
    } else {
        whole / factor
    }
}
