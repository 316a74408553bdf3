//! `regex(text, pattern)`: whether a pattern is found in a text; a literal pattern is compiled when the form is (see DECISIONS.md).

use crate::ast::Span;
use crate::error::{Error, ErrorCode, Eval};
use crate::value::Operand;
use regex_lite::Regex;

use super::Arguments;

pub(super) fn evaluate<'a>(arguments: &Arguments<'_, 'a>) -> Eval<Operand<'a>> {
    let text = arguments.text(0)?;
    let found = match &arguments.call.pattern {
        Some(pattern) => pattern.is_match(&text),
        None => compile(&arguments.text(1)?, arguments.expr(1)?.span)?.is_match(&text),
    };
    Ok(Operand::Boolean(found))
}

/// Compiles a pattern.
pub(crate) fn compile(pattern: &str, span: Span) -> Result<Regex, Box<Error>> {
    Regex::new(pattern).map_err(|error| {
        let message = format!("pattern is not a regular expression: {error}");
        let hint = "look-around and back-references are not supported";
        Box::new(Error::new(ErrorCode::Argument, span, message).with_hint(hint))
    })
}
