//! Text to tokens (XPath 1.0, section 3.7), with XLSForm's `${name}`.
//!
//! The two rules that make XPath's tokens depend on what stands before them live here and nowhere else:
//! after an operand, `*` is the multiplication and a name is an operator.

use crate::ast::{BinaryOp, Span};
use crate::decimal;
use crate::error::{Error, ErrorCode};
use crate::number::is_space;

/// One token.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token<'t> {
    Number(f64),
    Text(&'t str),
    Reference(&'t str),
    /// A name, with its prefix if it has one; `prefix:*` and `*` as `local` = `*`.
    Name {
        prefix: Option<&'t str>,
        local: &'t str,
    },
    Operator(BinaryOp),
    Open,
    Close,
    OpenBracket,
    CloseBracket,
    Comma,
    At,
    Dot,
    DotDot,
    Slash,
    SlashSlash,
    Axis,
    Minus,
    End,
}

impl Token<'_> {
    /// Whether an operand ends with this token, so that an operator must follow.
    fn ends_operand(&self) -> bool {
        matches!(
            self,
            Token::Number(_)
                | Token::Text(_)
                | Token::Reference(_)
                | Token::Name { .. }
                | Token::Close
                | Token::CloseBracket
                | Token::Dot
                | Token::DotDot
        )
    }
}

/// A token with its place.
#[derive(Clone, Debug)]
pub(super) struct Placed<'t> {
    pub token: Token<'t>,
    pub span: Span,
}

/// All tokens of a text, the last of them [`Token::End`].
pub(super) fn tokens(text: &str) -> Result<Vec<Placed<'_>>, Error> {
    let mut lexer = Lexer { text, at: 0 };
    let mut tokens: Vec<Placed<'_>> = Vec::new();
    loop {
        let after_operand = tokens.last().is_some_and(|last| last.token.ends_operand());
        let placed = lexer.next(after_operand)?;
        let end = placed.token == Token::End;
        tokens.push(placed);
        if end {
            return Ok(tokens);
        }
    }
}

struct Lexer<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Lexer<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn skip_space(&mut self) {
        // A no-break space is what word processors and web pages leave in a copied expression.
        let rest = self.rest().trim_start_matches(|c| is_space(c) || c == '\u{a0}');
        self.at = self.text.len() - rest.len();
    }

    fn span_from(&self, start: usize) -> Span {
        Span { start: start as u32, end: self.at as u32 }
    }

    fn next(&mut self, after_operand: bool) -> Result<Placed<'t>, Error> {
        self.skip_space();
        let start = self.at;
        let token = self.token(after_operand)?;
        Ok(Placed { token, span: self.span_from(start) })
    }

    fn token(&mut self, after_operand: bool) -> Result<Token<'t>, Error> {
        let rest = self.rest();
        let Some(first) = rest.chars().next() else {
            return Ok(Token::End);
        };
        match first {
            '0'..='9' => self.number(),
            '.' if rest[1..].starts_with(|c: char| c.is_ascii_digit()) => self.number(),
            '\'' | '"' => self.literal(first),
            '$' => self.reference(),
            '*' if after_operand => Ok(self.take(1, Token::Operator(BinaryOp::Multiply))),
            '*' => Ok(self.take(1, Token::Name { prefix: None, local: "*" })),
            _ if is_name_start(first) && after_operand => self.operator_name(),
            _ if is_name_start(first) => Ok(self.name()),
            _ => self.symbol(first),
        }
    }

    fn take(&mut self, length: usize, token: Token<'t>) -> Token<'t> {
        self.at += length;
        token
    }

    fn number(&mut self) -> Result<Token<'t>, Error> {
        let rest = self.rest();
        let whole = leading(rest, |c| c.is_ascii_digit());
        let mut length = whole.len();
        if let Some(fraction) = rest[length..].strip_prefix('.') {
            length += 1 + leading(fraction, |c| c.is_ascii_digit()).len();
        }
        match decimal(&rest[..length]) {
            Some(number) if number.is_finite() => Ok(self.take(length, Token::Number(number))),
            _ => Err(self.refuse(self.at + length, "number too large".to_owned())),
        }
    }

    fn literal(&mut self, quote: char) -> Result<Token<'t>, Error> {
        let inner = &self.rest()[1..];
        match inner.find(quote) {
            Some(end) => Ok(self.take(end + 2, Token::Text(&inner[..end]))),
            None => Err(self.refuse(self.text.len(), format!("expected closing `{quote}`, found end of expression"))),
        }
    }

    fn reference(&mut self) -> Result<Token<'t>, Error> {
        let rest = self.rest();
        let Some(inner) = rest.strip_prefix("${") else {
            return Err(self.refuse(self.at + 1, "expected `{` after `$`".to_owned()).with_hint("a field is written `${name}`"));
        };
        let Some(end) = inner.find('}') else {
            return Err(self.refuse(self.text.len(), "expected closing `}`, found end of expression".to_owned()));
        };
        let name = inner[..end].trim_matches(is_space);
        if !is_reference(name) {
            return Err(self.refuse(self.at + end + 3, format!("expected the name of a field, found `{name}`")));
        }
        Ok(self.take(end + 3, Token::Reference(name)))
    }

    /// `and`, `or`, `div`, `mod`; only what cannot be read otherwise may follow without a space: `1 div2`.
    fn operator_name(&mut self) -> Result<Token<'t>, Error> {
        let rest = self.rest();
        for (name, operator) in [("and", BinaryOp::And), ("or", BinaryOp::Or), ("div", BinaryOp::Divide), ("mod", BinaryOp::Modulo)] {
            if let Some(after) = rest.strip_prefix(name)
                && !after.starts_with(|c: char| is_name_char(c) && !c.is_ascii_digit() && c != '-' && c != '.')
            {
                return Ok(self.take(name.len(), Token::Operator(operator)));
            }
        }
        let name = leading(rest, is_name_char);
        let error = self.refuse(self.at + name.len(), format!("expected operator, found `{name}`"));
        Err(match name.to_ascii_lowercase().as_str() {
            lower @ ("and" | "or" | "div" | "mod") => error.with_hint(format!("did you mean `{lower}`?")),
            _ => error,
        })
    }

    fn name(&mut self) -> Token<'t> {
        let first = leading(self.rest(), is_name_char);
        self.at += first.len();
        let Some(after) = self.rest().strip_prefix(':') else {
            return Token::Name { prefix: None, local: first };
        };
        if after.starts_with('*') {
            return self.take(2, Token::Name { prefix: Some(first), local: "*" });
        }
        if !after.starts_with(is_name_start) {
            return Token::Name { prefix: None, local: first };
        }
        let local = leading(after, is_name_char);
        self.take(1 + local.len(), Token::Name { prefix: Some(first), local })
    }

    fn symbol(&mut self, first: char) -> Result<Token<'t>, Error> {
        let rest = self.rest();
        for (symbol, token) in SYMBOLS {
            if rest.starts_with(symbol) {
                return Ok(self.take(symbol.len(), token.clone()));
            }
        }
        let error = self.refuse(self.at + first.len_utf8(), format!("unexpected character `{first}`"));
        Err(match hint_for(first, rest) {
            Some(hint) => error.with_hint(hint),
            None => error,
        })
    }

    fn refuse(&self, end: usize, message: String) -> Error {
        Error::new(ErrorCode::Syntax, Span { start: self.at as u32, end: end as u32 }, message)
    }
}

/// Longer symbols stand before those they start with.
const SYMBOLS: [(&str, Token<'static>); 20] = [
    ("(", Token::Open),
    (")", Token::Close),
    ("[", Token::OpenBracket),
    ("]", Token::CloseBracket),
    (",", Token::Comma),
    ("@", Token::At),
    ("..", Token::DotDot),
    (".", Token::Dot),
    ("//", Token::SlashSlash),
    ("/", Token::Slash),
    ("::", Token::Axis),
    ("-", Token::Minus),
    ("|", Token::Operator(BinaryOp::Union)),
    ("+", Token::Operator(BinaryOp::Add)),
    ("!=", Token::Operator(BinaryOp::NotEqual)),
    ("<=", Token::Operator(BinaryOp::LessEqual)),
    ("<", Token::Operator(BinaryOp::Less)),
    (">=", Token::Operator(BinaryOp::GreaterEqual)),
    (">", Token::Operator(BinaryOp::Greater)),
    ("=", Token::Operator(BinaryOp::Equal)),
];

fn hint_for(first: char, rest: &str) -> Option<&'static str> {
    match first {
        '‘' | '’' | '“' | '”' | '«' | '»' => Some("use straight quotes: ' or \""),
        '–' | '—' | '−' => Some("use the plain minus sign: -"),
        '×' => Some("multiplication is written `*`"),
        '÷' | '\\' | '%' => Some("division is written `div`, the remainder `mod`"),
        '≤' => Some("write `<=`"),
        '≥' => Some("write `>=`"),
        '≠' => Some("write `!=`"),
        '!' => Some("write `not(…)` or `!=`"),
        '&' if rest.starts_with("&&") => Some("write `and`"),
        '&' => Some("text is joined by `concat(…)`"),
        _ => None,
    }
}

fn leading(text: &str, accept: impl Fn(char) -> bool) -> &str {
    let end = text.find(|c| !accept(c)).unwrap_or(text.len());
    &text[..end]
}

pub(super) fn is_name_start(c: char) -> bool {
    c.is_ascii_alphabetic() || c == '_' || (!c.is_ascii() && c.is_alphabetic())
}

pub(super) fn is_name_char(c: char) -> bool {
    is_name_start(c) || c.is_ascii_digit() || matches!(c, '-' | '.' | '\u{b7}') || ('\u{300}'..='\u{36f}').contains(&c)
}

/// A name, a prefixed name, or XLSForm's `last-saved#name`.
fn is_reference(name: &str) -> bool {
    let name = name.strip_prefix("last-saved#").unwrap_or(name);
    name.split_once(':').map_or_else(|| is_name(name), |(prefix, local)| is_name(prefix) && is_name(local))
}

fn is_name(name: &str) -> bool {
    name.starts_with(is_name_start) && name.chars().all(is_name_char)
}
