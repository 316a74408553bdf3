//! `number(value?)`: the value as a number; without an argument, the context node's.
//!
//! A date counts days since 1970-01-01T00:00Z, so that days and moments compare; the result of a whole expression is the
//! day's own number, without the part of a day that the time zone adds (see DECISIONS.md).

use super::Arguments;
use crate::date::Moment;
use crate::error::Eval;
use crate::number::text_to_number;
use crate::value::Operand;

pub(super) fn evaluate<'a>(arguments: &Arguments<'_, 'a>) -> Eval<Operand<'a>> {
    let world = arguments.scope.world;
    let value = match arguments.len() {
        0 => Operand::Nodes(vec![arguments.scope.node]),
        _ => arguments.operand(0)?,
    };
    if matches!(value, Operand::Text(_) | Operand::Nodes(_)) {
        let text = value.clone().into_text(world);
        if text_to_number(&text).is_nan()
            && let Some(moment) = Moment::parse(&text, world)
        {
            return Ok(Operand::Days { exact: moment.days(), day: moment.date.days() });
        }
    }
    Ok(Operand::Number(value.into_number(world)))
}
