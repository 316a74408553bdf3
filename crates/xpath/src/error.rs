//! What can be wrong with an expression: for its author, never for the person who fills in the form.
//!
//! A blank or unreadable answer is no error here; it is an empty text or not a number.

use crate::Span;

/// One thing wrong with an expression, for the form's author.
#[derive(Clone, Debug, PartialEq)]
pub struct Error {
    /// Which kind of mistake.
    pub code: ErrorCode,
    /// Where, in the expression's text.
    pub span: Span,
    /// Lower case, facts first: ``expected `)`, found end of expression``.
    pub message: String,
    /// What to do, if something can be said: ``did you mean `string-length`?``.
    pub hint: Option<String>,
}

/// The kinds of mistake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorCode {
    /// The text is not an expression.
    Syntax,
    /// A function of this name does not exist.
    UnknownFunction,
    /// A function that ODK has and phieu does not answer yet.
    UnsupportedFunction,
    /// Too few or too many arguments.
    Arity,
    /// An argument is of a kind the function cannot take.
    Argument,
    /// A name or path that leads nowhere.
    UnknownReference,
    /// Nested too deeply, or too long.
    TooComplex,
    /// Computing it takes more steps, or makes a longer text, than any form needs.
    TooMuch,
    /// Something from outside that the world does not give: a clock, a random number, an instance.
    Unavailable,
}

impl Error {
    /// An error without a hint.
    pub fn new(code: ErrorCode, span: Span, message: impl Into<String>) -> Self {
        Error { code, span, message: message.into(), hint: None }
    }

    /// The same error with a hint.
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)?;
        match &self.hint {
            Some(hint) => write!(f, " ({hint})"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Error {}

/// The result of evaluating inside the crate: a pointer wide on the side that is rare.
pub(crate) type Eval<T> = Result<T, Box<Error>>;
