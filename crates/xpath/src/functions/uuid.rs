//! `uuid(length?)`: a new random identifier, as the world gives it.

use super::Arguments;
use crate::error::{ErrorCode, Eval};
use crate::value::Operand;

const LETTERS: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const MAX_LENGTH: f64 = 1000.0;

pub(super) fn evaluate<'a>(arguments: &Arguments<'_, 'a>) -> Eval<Operand<'a>> {
    if arguments.len() == 0 {
        let uuid = arguments.scope.world.uuid();
        return arguments.given(uuid, "random identifiers").map(Operand::owned);
    }
    let length = arguments.number(0)?;
    if !(0.0..=MAX_LENGTH).contains(&length) {
        return Err(arguments.refuse(ErrorCode::Argument, format!("expected a length from 0 to {MAX_LENGTH}")));
    }
    let mut token = String::new();
    for _ in 0..length as usize {
        let index = (arguments.random()? * LETTERS.len() as f64) as usize;
        token.push(char::from(LETTERS[index.min(LETTERS.len() - 1)]));
    }
    Ok(Operand::owned(token))
}
