//! A value whose texts stay where they were read, so that a report is taken in without a copy of each of its names and answers.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::{Number, Value};

use crate::gathered;

/// A JSON value that borrows its texts: from the text it was read from, or from a [`Value`].
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Tree<'t> {
    /// `null`
    #[default]
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number.
    Number(Number),
    /// A text.
    Text(Cow<'t, str>),
    /// An array.
    List(Vec<Tree<'t>>),
    /// An object: in the order of the names' bytes, each name once.
    Members(Vec<Member<'t>>),
}

/// A member of an object: its name and its value.
pub type Member<'t> = (Cow<'t, str>, Tree<'t>);

impl<'t> Tree<'t> {
    /// An object of members in any order; of a name that is there more than once the last one counts.
    pub(super) fn of_members(mut members: Vec<Member<'t>>) -> Tree<'t> {
        if !members.is_sorted_by(|a, b| a.0 < b.0) {
            let places: BTreeMap<&str, usize> = gathered(members.iter().zip(0..).map(|((name, _), place)| (&**name, place)));
            let order: Vec<usize> = places.into_values().collect();
            members = order.into_iter().map(|place| std::mem::take(&mut members[place])).collect();
        }
        Tree::Members(members)
    }

    /// What JSON calls it.
    pub fn shape(&self) -> &'static str {
        match self {
            Tree::Null => "null",
            Tree::Bool(_) => "boolean",
            Tree::Number(_) => "number",
            Tree::Text(_) => "text",
            Tree::List(_) => "array",
            Tree::Members(_) => "object",
        }
    }
}

impl<'t> From<&'t Value> for Tree<'t> {
    fn from(value: &'t Value) -> Self {
        match value {
            Value::Null => Tree::Null,
            Value::Bool(truth) => Tree::Bool(*truth),
            Value::Number(number) => Tree::Number(number.clone()),
            Value::String(text) => Tree::Text(Cow::Borrowed(text)),
            Value::Array(items) => Tree::List(items.iter().map(Tree::from).collect()),
            Value::Object(members) => {
                Tree::of_members(members.iter().map(|(name, value)| (Cow::Borrowed(name.as_str()), Tree::from(value))).collect())
            }
        }
    }
}

impl From<Tree<'_>> for Value {
    fn from(tree: Tree<'_>) -> Self {
        match tree {
            Tree::Null => Value::Null,
            Tree::Bool(truth) => Value::Bool(truth),
            Tree::Number(number) => Value::Number(number),
            Tree::Text(text) => Value::String(text.into_owned()),
            Tree::List(items) => Value::Array(items.into_iter().map(Value::from).collect()),
            Tree::Members(members) => {
                Value::Object(gathered(members.into_iter().map(|(name, value)| (name.into_owned(), Value::from(value)))))
            }
        }
    }
}
