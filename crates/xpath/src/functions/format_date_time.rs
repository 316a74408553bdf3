//! `format-date-time(date, pattern)`: the same as `format-date`: both write whichever parts the pattern names.

use super::Arguments;
use crate::error::Eval;
use crate::value::Operand;

pub(super) fn evaluate<'a>(arguments: &Arguments<'_, 'a>) -> Eval<Operand<'a>> {
    super::format_date::evaluate(arguments)
}
