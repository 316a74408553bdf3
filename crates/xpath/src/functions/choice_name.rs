//! `jr:choice-name(value, question)`: the label of a choice; empty where there is none.

use super::Arguments;
use crate::error::Eval;
use crate::value::Operand;

pub(super) fn evaluate<'a>(arguments: &Arguments<'_, 'a>) -> Eval<Operand<'a>> {
    let (value, question) = (arguments.text(0)?, arguments.text(1)?);
    let label = arguments.scope.world.choice_name(&value, &question, arguments.scope.current);
    Ok(Operand::owned(label.unwrap_or_default()))
}
