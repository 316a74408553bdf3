//! Example answers to a form: one of the right kind for every question, one row in every repeat.
//!
//! They show the shape and fit [`schema`](crate::schema); whether they would also satisfy the form's rules is not looked at.
//! What the form itself computes, and what it only shows, is left out.

use serde_json::{Map, Value, json};

use crate::form::{Form, Kind, Node, NodeId};
use crate::{ListId, Type};

/// An example of the object `answers` of a report.
pub fn sample(form: &Form) -> Value {
    Value::Object(group(form, NodeId(0)))
}

fn group(form: &Form, id: NodeId) -> Map<String, Value> {
    form.children(id).filter_map(|child| Some((form.node(child).name.clone(), answer(form, child)?))).collect()
}

fn answer(form: &Form, id: NodeId) -> Option<Value> {
    let node = form.node(id);
    let inside = || Some(group(form, id)).filter(|inside| !inside.is_empty());
    match node.kind {
        Kind::Group => inside().map(Value::Object),
        Kind::Repeat => inside().map(|row| json!([row])),
        Kind::Field(_) if node.calculate.is_some() => None,
        Kind::Field(field_type) => of_type(form, node, field_type),
    }
}

fn of_type(form: &Form, node: &Node, field_type: Type) -> Option<Value> {
    Some(match field_type {
        Type::Integer => json!(12),
        Type::Decimal => json!(12.5),
        Type::Date => json!("2026-03-15"),
        Type::PartialDate => json!("1954-03"),
        Type::SelectOne(list) => json!(names(form, list).next()?),
        Type::SelectMultiple(list) => names(form, list).take(2).collect(),
        Type::Text => json!(short("example", node)),
        Type::File => json!("file.pdf"),
        Type::Image => json!("picture.jpg"),
        Type::Note | Type::Calculate | Type::Hidden => return None,
    })
}

fn names(form: &Form, list: ListId) -> impl Iterator<Item = &str> {
    form.list(list).choices.iter().map(|choice| choice.name.as_str())
}

/// As much of a text as the parameter `max` allows.
fn short(text: &str, node: &Node) -> String {
    let max = node.parameters.get("max").and_then(|max| max.parse().ok()).unwrap_or(usize::MAX);
    text.chars().take(max).collect()
}
