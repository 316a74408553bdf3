//! `substring(text, start, length?)`: XPath's substring, counted from 1; start and length are rounded, half up.

use super::Arguments;
use crate::error::Eval;
use crate::value::Operand;

pub(super) fn evaluate<'a>(arguments: &Arguments<'_, 'a>) -> Eval<Operand<'a>> {
    let text = arguments.text(0)?;
    let start = half_up(arguments.number(1)?);
    let end = if arguments.len() > 2 { start + half_up(arguments.number(2)?) } else { f64::INFINITY };
    let inside = |position: usize| position as f64 >= start && (position as f64) < end;
    let kept: String = text.chars().enumerate().filter(|(index, _)| inside(index + 1)).map(|(_, c)| c).collect();
    Ok(Operand::owned(kept))
}

fn half_up(number: f64) -> f64 {
    libm::floor(number + 0.5)
}
