//! What an expression evaluates to (XPath 1.0, section 1), owned and borrowed, and how one type becomes another.
//!
//! There is no type for dates: as in ODK's web clients a date is the text `2026-10-05`, and wherever a number is
//! wanted, a text that is a date becomes the days since 1970-01-01. So dates compare, subtract and add up.

use std::borrow::Cow;

use crate::number::{number_to_text, text_to_number};
use crate::{Node, World, date};

/// The value of an expression.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `true()` or `false()`
    Boolean(bool),
    /// An IEEE 754 double.
    Number(f64),
    /// Unicode text.
    Text(String),
    /// Nodes in document order, each once; after `randomize` in the order it gave them.
    Nodes(Vec<Node>),
}

impl Value {
    /// `number(value)`, with ODK's days for a text that is a date.
    pub fn to_number(&self, world: &dyn World) -> f64 {
        match self {
            Value::Boolean(truth) => f64::from(u8::from(*truth)),
            Value::Number(number) => *number,
            Value::Text(text) => number_of_text(text, world),
            Value::Nodes(nodes) => nodes.first().map_or(f64::NAN, |node| number_of_node(*node, world)),
        }
    }

    /// `string(value)`: of nodes, the string-value of the first.
    pub fn to_text(&self, world: &dyn World) -> String {
        match self {
            Value::Boolean(truth) => truth.to_string(),
            Value::Number(number) => number_to_text(*number),
            Value::Text(text) => text.clone(),
            Value::Nodes(nodes) => nodes.first().map_or_else(String::new, |node| world.text(*node).into_owned()),
        }
    }

    /// `boolean(value)`: a number that is neither 0 nor NaN, a text that is not empty, at least one node.
    pub fn to_boolean(&self, _world: &dyn World) -> bool {
        match self {
            Value::Boolean(truth) => *truth,
            Value::Number(number) => truth_of_number(*number),
            Value::Text(text) => !text.is_empty(),
            Value::Nodes(nodes) => !nodes.is_empty(),
        }
    }
}

/// A value whose text may be borrowed from the expression or the world.
#[derive(Clone, Debug, PartialEq)]
pub enum Operand<'a> {
    /// `true()` or `false()`
    Boolean(bool),
    /// An IEEE 754 double.
    Number(f64),
    /// Unicode text.
    Text(Cow<'a, str>),
    /// What `number()` makes of a date: days since 1970-01-01T00:00Z where it is counted with, the day of the local
    /// calendar where it is kept or shown.
    Days {
        /// With the part of a day that local midnight is away from UTC's.
        exact: f64,
        /// The whole day.
        day: i64,
    },
    /// Nodes in document order, each once.
    Nodes(Vec<Node>),
}

impl<'a> Operand<'a> {
    /// A text that is borrowed.
    pub fn text(text: &'a str) -> Self {
        Operand::Text(Cow::Borrowed(text))
    }

    pub(crate) fn owned(text: impl Into<String>) -> Self {
        Operand::Text(Cow::Owned(text.into()))
    }

    pub(crate) fn into_number(self, world: &dyn World) -> f64 {
        match self {
            Operand::Boolean(truth) => f64::from(u8::from(truth)),
            Operand::Number(number) => number,
            Operand::Text(text) => number_of_text(&text, world),
            Operand::Days { exact, .. } => exact,
            Operand::Nodes(nodes) => nodes.first().map_or(f64::NAN, |node| number_of_node(*node, world)),
        }
    }

    pub(crate) fn into_text(self, world: &'a dyn World) -> Cow<'a, str> {
        match self {
            Operand::Boolean(truth) => Cow::Borrowed(if truth { "true" } else { "false" }),
            Operand::Number(number) => Cow::Owned(number_to_text(number)),
            Operand::Text(text) => text,
            Operand::Days { day, .. } => Cow::Owned(day.to_string()),
            Operand::Nodes(nodes) => nodes.first().map_or(Cow::Borrowed(""), |node| world.text(*node)),
        }
    }

    pub(crate) fn into_boolean(self) -> bool {
        match self {
            Operand::Boolean(truth) => truth,
            Operand::Number(number) => truth_of_number(number),
            Operand::Text(text) => !text.is_empty(),
            Operand::Days { .. } => true,
            Operand::Nodes(nodes) => !nodes.is_empty(),
        }
    }
}

impl From<Value> for Operand<'_> {
    fn from(value: Value) -> Self {
        match value {
            Value::Boolean(truth) => Operand::Boolean(truth),
            Value::Number(number) => Operand::Number(number),
            Value::Text(text) => Operand::Text(Cow::Owned(text)),
            Value::Nodes(nodes) => Operand::Nodes(nodes),
        }
    }
}

impl From<Operand<'_>> for Value {
    fn from(operand: Operand<'_>) -> Self {
        match operand {
            Operand::Boolean(truth) => Value::Boolean(truth),
            Operand::Number(number) => Value::Number(number),
            Operand::Text(text) => Value::Text(text.into_owned()),
            Operand::Days { day, .. } => Value::Number(day as f64),
            Operand::Nodes(nodes) => Value::Nodes(nodes),
        }
    }
}

/// The number of a text: XPath's, else the days of a date or a date with time, else NaN.
pub(crate) fn number_of_text(text: &str, world: &dyn World) -> f64 {
    let number = text_to_number(text);
    if number.is_nan() && text.len() >= 10 { date::days_of_text(text, world).unwrap_or(number) } else { number }
}

pub(crate) fn number_of_node(node: Node, world: &dyn World) -> f64 {
    if let Some(number) = world.number(node) {
        return number;
    }
    match world.typed(node) {
        Value::Number(number) => number,
        Value::Boolean(truth) => f64::from(u8::from(truth)),
        Value::Text(text) => number_of_text(&text, world),
        Value::Nodes(_) => f64::NAN,
    }
}

fn truth_of_number(number: f64) -> bool {
    number != 0.0 && !number.is_nan()
}
