//! What can be wrong with an expression.

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
}
