//! `once(value)`: keeps what the field already holds.

use super::Arguments;
use crate::error::Eval;
use crate::value::Operand;

pub(super) fn evaluate<'a>(arguments: &Arguments<'_, 'a>) -> Eval<Operand<'a>> {
    let scope = arguments.scope;
    let own = scope.world.text(scope.node);
    if own.is_empty() { arguments.operand(0) } else { Ok(Operand::Text(own)) }
}
