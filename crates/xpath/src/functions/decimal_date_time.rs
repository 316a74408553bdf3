//! `decimal-date-time(value)`: a date as a number of days.

use super::Arguments;
use crate::error::Eval;
use crate::value::Operand;

pub(super) fn evaluate<'a>(arguments: &Arguments<'_, 'a>) -> Eval<Operand<'a>> {
    let moment = arguments.moment(0)?;
    Ok(Operand::Number(moment.map_or(f64::NAN, |moment| moment.days())))
}
