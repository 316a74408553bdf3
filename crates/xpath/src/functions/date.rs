//! `date(value)`: the value as a date, kept as text; a time of day that is not midnight is kept too.

use super::Arguments;
use crate::error::Eval;
use crate::value::Operand;

pub(super) fn evaluate<'a>(arguments: &Arguments<'_, 'a>) -> Eval<Operand<'a>> {
    let moment = arguments.moment(0)?;
    Ok(moment.map_or(Operand::text(""), |moment| Operand::owned(moment.to_text())))
}
