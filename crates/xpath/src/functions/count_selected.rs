//! `count-selected(list)`: counts the choices selected.

use super::Arguments;
use super::words;
use crate::error::Eval;
use crate::value::Operand;

pub(super) fn evaluate<'a>(arguments: &Arguments<'_, 'a>) -> Eval<Operand<'a>> {
    Ok(Operand::Number(words(&arguments.text(0)?).count() as f64))
}
