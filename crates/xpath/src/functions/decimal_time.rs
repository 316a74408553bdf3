//! `decimal-time(text)`: a time of day as a number between 0 and 1.

use super::Arguments;
use crate::date::{DAY, Moment};
use crate::error::Eval;
use crate::value::Operand;

pub(super) fn evaluate<'a>(arguments: &Arguments<'_, 'a>) -> Eval<Operand<'a>> {
    let text = arguments.text(0)?;
    let moment = Moment::parse(&format!("1970-01-01T{text}"), arguments.scope.world);
    Ok(Operand::Number(moment.map_or(f64::NAN, |moment| moment.milliseconds as f64 / DAY as f64)))
}
