//! `regex(text, pattern)`: whether a pattern is found in a text; a literal pattern is compiled when the form is (see DECISIONS.md).
//!
//! Matching takes time in proportion to the text and to the pattern, never more. How large a pattern is with its repetitions
//! written out is counted before it is compiled: `(a{1000}){1000}` is short and has a million parts.

use crate::ast::Span;
use crate::error::{Error, ErrorCode, Eval};
use crate::limits::MAX_PATTERN;
use crate::value::Operand;
use regex_lite::Regex;

use super::Arguments;

/// How many parts of a pattern are tried against how many bytes of a text in one step.
const TRIES_PER_STEP: usize = 4;

/// A compiled pattern.
#[derive(Clone, Debug)]
pub(crate) struct Pattern {
    regex: Regex,
    /// Its parts, repetitions written out.
    parts: usize,
}

pub(super) fn evaluate<'a>(arguments: &Arguments<'_, 'a>) -> Eval<Operand<'a>> {
    let text = arguments.text(0)?;
    let found = match &arguments.call.pattern {
        Some(pattern) => found(arguments, pattern, &text)?,
        None => {
            let written = arguments.text(1)?;
            arguments.scope.steps.take(written.len());
            let pattern = compile(&written, arguments.expr(1)?.span)?;
            arguments.scope.steps.take(pattern.parts);
            found(arguments, &pattern, &text)?
        }
    };
    Ok(Operand::Boolean(found))
}

fn found(arguments: &Arguments<'_, '_>, pattern: &Pattern, text: &str) -> Eval<bool> {
    arguments.scope.steps.take(pattern.parts.saturating_mul(text.len()) / TRIES_PER_STEP);
    arguments.scope.steps.check(arguments.span)?;
    Ok(pattern.regex.is_match(text))
}

/// Compiles a pattern.
pub(crate) fn compile(pattern: &str, span: Span) -> Result<Pattern, Box<Error>> {
    let parts = parts(pattern);
    if parts > MAX_PATTERN {
        let message = format!("pattern with more than {MAX_PATTERN} parts, repetitions written out");
        return Err(Box::new(Error::new(ErrorCode::TooComplex, span, message).with_hint("repeat fewer parts, or less often")));
    }
    let regex = Regex::new(pattern).map_err(|error| {
        let message = format!("pattern is not a regular expression: {error}");
        let hint = "look-around and back-references are not supported";
        Box::new(Error::new(ErrorCode::Argument, span, message).with_hint(hint))
    })?;
    Ok(Pattern { regex, parts })
}

/// How many parts a pattern has with its repetitions written out; for what is no pattern, some number.
fn parts(pattern: &str) -> usize {
    // The parts of each open group before its last part, and the parts of that.
    let mut open: Vec<(usize, usize)> = vec![(0, 0)];
    let mut rest = pattern.chars();
    while let Some(next) = rest.next() {
        match next {
            '(' => open.push((0, 0)),
            ')' if open.len() > 1 => {
                let inside = open.pop().map_or(0, |(sum, last)| sum.saturating_add(last));
                add(&mut open, inside.saturating_add(1));
            }
            '{' => {
                if let Some((times, after)) = times(rest.as_str()) {
                    repeat(&mut open, times);
                    rest = after.chars();
                }
            }
            '\\' => {
                rest.next();
                add(&mut open, 1);
            }
            _ => add(&mut open, 1),
        }
    }
    open.into_iter().fold(0, |all, (sum, last)| all.saturating_add(sum).saturating_add(last))
}

fn add(open: &mut [(usize, usize)], parts: usize) {
    if let Some((sum, last)) = open.last_mut() {
        *sum = sum.saturating_add(*last);
        *last = parts;
    }
}

fn repeat(open: &mut [(usize, usize)], times: usize) {
    if let Some((_, last)) = open.last_mut() {
        *last = last.saturating_mul(times);
    }
}

/// The larger number of `3}`, `3,}` or `3,5}`, and what comes after it.
fn times(rest: &str) -> Option<(usize, &str)> {
    let (inside, after) = rest.split_once('}')?;
    let numbers: Option<Vec<usize>> =
        inside.split(',').map(str::trim).filter(|part| !part.is_empty()).map(|part| part.parse().ok()).collect();
    Some((numbers?.into_iter().max()?.max(1), after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repetitions_count_as_if_written_out() {
        for (pattern, least, most) in [
            ("", 0, 0),
            ("abc", 3, 3),
            ("^0[0-9]{9}$", 11, 30),
            ("(ab){3}c", 7, 16),
            ("(a{10}){10}", 100, 200),
            (r"\{2000\}", 6, 8),
            ("a{1000}{1000}", 1_000_000, 1_100_000),
            ("(a{1000}){1000}", 1_000_000, 1_100_000),
            ("((((a{99}){99}){99}){99}){99}", 9_000_000_000, usize::MAX),
        ] {
            let parts = parts(pattern);
            assert!((least..=most).contains(&parts), "{pattern}: {parts}");
        }
    }
}
