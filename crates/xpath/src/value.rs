//! What an expression evaluates to (XPath 1.0, section 1, and ODK's dates).

use crate::Node;

/// The value of an expression.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `true()` or `false()`
    Boolean(bool),
    /// An IEEE 754 double.
    Number(f64),
    /// Unicode text.
    Text(String),
    /// Nodes in document order, each once.
    Nodes(Vec<Node>),
}
