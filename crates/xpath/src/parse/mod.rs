//! Text to tree: XPath 1.0's grammar (section 3), one function per rule, operators by binding power.
//!
//! Functions are looked up and their arguments counted here, so that an author sees every such mistake when the form
//! is compiled. The first mistake ends the reading: what follows it could only be guessed.

mod call;
mod lexer;
mod path;

use crate::ast::{BinaryOp, Expr, ExprKind, Span};
use crate::error::{Error, ErrorCode, Eval};
use crate::limits::{MAX_HEIGHT, MAX_LENGTH, MAX_NESTING};
use lexer::{Placed, Token};

/// Reads an expression.
///
/// Fails with the first mistake: in the syntax, a function's name or the number of its arguments, or a size over
/// the table in `limits`.
pub fn parse(text: &str) -> Result<Expr, Error> {
    if text.len() > MAX_LENGTH {
        let message = format!("expression of {} bytes, at most {MAX_LENGTH} are read", text.len());
        return Err(Error::new(ErrorCode::TooComplex, Span { start: 0, end: MAX_LENGTH as u32 }, message));
    }
    let tokens = lexer::tokens(text)?;
    let mut parser = Parser { text, tokens, at: 0, nesting: 0 };
    parser.whole().map_err(|error| *error)
}

/// An expression and the levels of its tree.
struct Tall {
    expr: Expr,
    height: u32,
}

struct Parser<'t> {
    text: &'t str,
    tokens: Vec<Placed<'t>>,
    at: usize,
    nesting: u32,
}

impl<'t> Parser<'t> {
    fn whole(&mut self) -> Eval<Expr> {
        let tall = self.expression(0)?;
        match self.peek() {
            Token::End => Ok(tall.expr),
            _ => Err(self.unexpected("operator or end of expression")),
        }
    }

    fn peek(&self) -> &Token<'t> {
        self.tokens.get(self.at).map_or(&Token::End, |placed| &placed.token)
    }

    fn peek_second(&self) -> &Token<'t> {
        self.tokens.get(self.at + 1).map_or(&Token::End, |placed| &placed.token)
    }

    /// The place of the next token.
    fn here(&self) -> Span {
        self.tokens.get(self.at).map_or(Span::default(), |placed| placed.span)
    }

    /// From a place to the end of the last token taken.
    fn since(&self, start: u32) -> Span {
        let end = self.at.checked_sub(1).and_then(|last| self.tokens.get(last)).map_or(start, |last| last.span.end);
        Span { start, end }
    }

    fn advance(&mut self) {
        self.at += 1;
    }

    fn take(&mut self, token: &Token<'_>) -> bool {
        let found = self.peek() == token;
        if found {
            self.advance();
        }
        found
    }

    fn expect(&mut self, token: &Token<'_>, what: &str) -> Eval<()> {
        if self.take(token) { Ok(()) } else { Err(self.unexpected(what)) }
    }

    fn unexpected(&self, expected: &str) -> Box<Error> {
        let span = self.here();
        let found = match self.text.get(span.start as usize..span.end as usize) {
            Some(found) if !found.is_empty() => format!("`{found}`"),
            _ => "end of expression".to_owned(),
        };
        let error = Error::new(ErrorCode::Syntax, span, format!("expected {expected}, found {found}"));
        match self.peek() {
            Token::Operator(BinaryOp::Equal) if self.text[..span.start as usize].ends_with('=') => {
                Box::new(error.with_hint("equality is written with one `=`"))
            }
            _ => Box::new(error),
        }
    }

    fn built(&self, kind: ExprKind, span: Span, height: u32) -> Eval<Tall> {
        if height > MAX_HEIGHT {
            let message = format!("expression with more than {MAX_HEIGHT} levels");
            let hint = "calculate parts of it in fields of their own";
            return Err(Box::new(Error::new(ErrorCode::TooComplex, span, message).with_hint(hint)));
        }
        Ok(Tall { expr: Expr { kind, span }, height })
    }

    /// An expression whose operators bind at least as tightly as `power`.
    fn expression(&mut self, power: u8) -> Eval<Tall> {
        self.nesting += 1;
        if self.nesting > MAX_NESTING {
            let message = format!("expression nested more than {MAX_NESTING} levels deep");
            return Err(Box::new(Error::new(ErrorCode::TooComplex, self.here(), message)));
        }
        let result = self.operators(power);
        self.nesting -= 1;
        result
    }

    fn operators(&mut self, power: u8) -> Eval<Tall> {
        let start = self.here().start;
        let mut left = self.operand()?;
        while let Some(operator) = self.operator() {
            let own = binding_power(operator);
            if own < power {
                break;
            }
            self.advance();
            let right = self.expression(own + 1)?;
            let height = left.height.max(right.height) + 1;
            let kind = ExprKind::Binary(operator, Box::new(left.expr), Box::new(right.expr));
            left = self.built(kind, self.since(start), height)?;
        }
        Ok(left)
    }

    fn operator(&self) -> Option<BinaryOp> {
        match self.peek() {
            Token::Operator(operator) => Some(*operator),
            Token::Minus => Some(BinaryOp::Subtract),
            _ => None,
        }
    }

    /// An operand with the minus signs before it; they bind more tightly than all but `|`.
    fn operand(&mut self) -> Eval<Tall> {
        if *self.peek() != Token::Minus {
            return self.path_expression();
        }
        let start = self.here().start;
        self.advance();
        let inner = self.expression(binding_power(BinaryOp::Union))?;
        let height = inner.height + 1;
        self.built(ExprKind::Negate(Box::new(inner.expr)), self.since(start), height)
    }
}

/// How tightly an operator binds (XPath 1.0, section 3.5).
pub(crate) fn binding_power(operator: BinaryOp) -> u8 {
    match operator {
        BinaryOp::Or => 1,
        BinaryOp::And => 2,
        BinaryOp::Equal | BinaryOp::NotEqual => 3,
        BinaryOp::Less | BinaryOp::LessEqual | BinaryOp::Greater | BinaryOp::GreaterEqual => 4,
        BinaryOp::Add | BinaryOp::Subtract => 5,
        BinaryOp::Multiply | BinaryOp::Divide | BinaryOp::Modulo => 6,
        BinaryOp::Union => 7,
    }
}
