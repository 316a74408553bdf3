//! Example answers to a form: one of the right kind for every question, one row in every repeat.
//!
//! They show the shape and fit [`schema`](crate::schema); whether they would also satisfy the form's rules is not looked at.
//! What the form itself computes, and what it only shows, is left out.

use serde_json::{Map, Value, json};

use crate::form::{Form, Kind, Node, NodeId};
use crate::{ListId, Type, decimal};

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
        Type::Range => node.parameters.get("start").and_then(|start| decimal(start)).map_or(json!(1), number),
        Type::Date => json!("2026-03-15"),
        Type::PartialDate => json!("1954-03"),
        Type::Time => json!("08:30:00.000+07:00"),
        Type::DateTime => json!("2026-03-15T08:30:00.000+07:00"),
        Type::SelectOne(list) => json!(names(form, node, list).next()?),
        Type::SelectMultiple(list) => some(names(form, node, list).take(2).collect())?,
        Type::Rank(list) => some(names(form, node, list).collect())?,
        Type::Geopoint => json!("11.9404 108.4583 1500 5"),
        Type::Geotrace => json!("11.9404 108.4583 1500 5; 11.9405 108.4584 1500 5"),
        Type::Geoshape => json!("11.9404 108.4583 0 0; 11.9405 108.4584 0 0; 11.9404 108.4585 0 0; 11.9404 108.4583 0 0"),
        Type::Text => json!(short("example", node)),
        Type::Barcode => json!("8934588012228"),
        Type::Acknowledge => json!("OK"),
        Type::File => json!("file.pdf"),
        Type::Image => json!("picture.jpg"),
        Type::Audio => json!("sound.m4a"),
        Type::Video => json!("film.mp4"),
        Type::Note | Type::Calculate | Type::Hidden | Type::Metadata(_) => return None,
    })
}

fn some(names: Vec<&str>) -> Option<Value> {
    (!names.is_empty()).then(|| json!(names))
}

/// A whole number without a fraction part.
fn number(value: f64) -> Value {
    if value == value.trunc() && value.abs() < 1e15 { json!(value as i64) } else { json!(value) }
}

/// The names of a select's own list; what comes from elsewhere is not known here.
fn names<'a>(form: &'a Form, node: &Node, list: ListId) -> impl Iterator<Item = &'a str> {
    let own = form.lists.get(list.index()).filter(|_| node.itemset.is_none());
    own.into_iter().flat_map(|list| &list.choices).map(|choice| choice.name.as_str())
}

/// As much of a text as the parameter `max` allows.
fn short(text: &str, node: &Node) -> String {
    let max = node.parameters.get("max").and_then(|max| max.parse().ok()).unwrap_or(usize::MAX);
    text.chars().take(max).collect()
}
