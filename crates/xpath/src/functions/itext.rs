//! `jr:itext(id)`: a text of the form in the language being read; empty where there is none.

use super::Arguments;
use crate::error::Eval;
use crate::value::Operand;

pub(super) fn evaluate<'a>(arguments: &Arguments<'_, 'a>) -> Eval<Operand<'a>> {
    Ok(Operand::owned(arguments.scope.world.itext(&arguments.text(0)?).unwrap_or_default()))
}
