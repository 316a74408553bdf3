//! Calls: the function is looked up by name, its arguments are counted, a literal pattern is compiled.

use super::lexer::Token;
use super::{Parser, Tall};
use crate::ast::{BinaryOp, Call, Expr, ExprKind, Span};
use crate::error::{Error, ErrorCode, Eval};
use crate::functions::{self, Function, digest, format_date, regex};

impl<'t> Parser<'t> {
    /// A call; the name is the next token, `(` the one after it.
    pub(super) fn call(&mut self, prefix: Option<&str>, local: &str) -> Eval<Tall> {
        let name_span = self.here();
        let function = match prefix {
            Some(prefix) => functions::find(&format!("{prefix}:{local}"), name_span)?,
            None => functions::find(local, name_span)?,
        };
        self.advance();
        self.advance();
        let (arguments, height) = self.arguments()?;
        let span = self.since(name_span.start);
        check_count(function, arguments.len(), span)?;
        check_nodes(function, &arguments)?;
        check_date_pattern(function, &arguments)?;
        check_moment(function, &arguments)?;
        if function.name == "digest" {
            digest::check(&arguments)?;
        }
        let pattern = literal_pattern(function, &arguments)?;
        self.built(ExprKind::Call(Call { function, arguments, pattern }), span, height + 1)
    }

    fn arguments(&mut self) -> Eval<(Vec<Expr>, u32)> {
        let mut arguments = Vec::new();
        let mut tallest = 0;
        if self.take(&Token::Close) {
            return Ok((arguments, tallest));
        }
        loop {
            let argument = self.expression(0)?;
            tallest = tallest.max(argument.height);
            arguments.push(argument.expr);
            if self.take(&Token::Close) {
                return Ok((arguments, tallest));
            }
            self.expect(&Token::Comma, "`,` or `)`")?;
        }
    }
}

fn check_count(function: &'static Function, found: usize, span: Span) -> Eval<()> {
    if function.takes(found) {
        return Ok(());
    }
    let expected = function.expected_count();
    let message = format!("`{}` takes {expected}, found {found}", function.name);
    let hint = format!("it is written `{}({})`", function.name, function.arguments);
    Err(Box::new(Error::new(ErrorCode::Arity, span, message).with_hint(hint)))
}

/// Refuses what can be seen not to be nodes where nodes are needed: `sum(1)`.
fn check_nodes(function: &'static Function, arguments: &[Expr]) -> Eval<()> {
    let Some(first) = arguments.first().filter(|_| function.needs_nodes) else { return Ok(()) };
    let found = match first.kind {
        ExprKind::Number(_) | ExprKind::Negate(_) => "number",
        ExprKind::Text(_) => "text",
        ExprKind::Binary(operator, ..) if operator.is_arithmetic() => "number",
        ExprKind::Binary(operator, ..) if operator != BinaryOp::Union => "boolean",
        _ => return Ok(()),
    };
    let error = Error::new(ErrorCode::Argument, first.span, format!("expected nodes, found {found}"));
    let hint = format!("`{}` takes a field of a repeat or another path", function.name);
    Err(Box::new(error.with_hint(hint)))
}

fn check_date_pattern(function: &'static Function, arguments: &[Expr]) -> Eval<()> {
    match arguments {
        [_, Expr { kind: ExprKind::Text(pattern), span }] if function.name.starts_with("format-date") => format_date::check(pattern, *span),
        _ => Ok(()),
    }
}

/// A moment written out that can be none: an author's mistake, told when the form is compiled.
fn check_moment(function: &'static Function, arguments: &[Expr]) -> Eval<()> {
    let [Expr { kind: ExprKind::Text(text), span }] = arguments else { return Ok(()) };
    let is_moment = text.is_empty() || text.bytes().any(|byte| byte.is_ascii_digit());
    if function.name != "date-time" || is_moment {
        return Ok(());
    }
    let error = Error::new(ErrorCode::Argument, *span, format!("`{text}` is no date with a time"));
    Err(Box::new(error.with_hint("write it as 2026-10-05T08:00:00.000+07:00")))
}

fn literal_pattern(function: &'static Function, arguments: &[Expr]) -> Eval<Option<regex::Pattern>> {
    match arguments {
        [_, Expr { kind: ExprKind::Text(pattern), span }] if function.name == "regex" => regex::compile(pattern, *span).map(Some),
        _ => Ok(None),
    }
}
