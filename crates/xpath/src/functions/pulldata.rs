//! `pulldata(instance, column, key column, key)`: one value of a table from outside; empty where there is none.

use super::Arguments;
use crate::error::Eval;
use crate::value::Operand;

pub(super) fn evaluate<'a>(arguments: &Arguments<'_, 'a>) -> Eval<Operand<'a>> {
    let text = |index| arguments.text(index);
    let found = arguments.scope.world.pulldata(&text(0)?, &text(1)?, &text(2)?, &text(3)?);
    Ok(Operand::owned(found.unwrap_or_default()))
}
