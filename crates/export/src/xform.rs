//! ODK's XForm as its clients can use it, with what the form may know of one unit and period in it.
//!
//! A spelling of the form alone (`xlsform::to_xform`) loses nothing and is read back; a client needs more. It refuses a form that reads an
//! instance which is not there, so each stands in it, empty where nothing is known. And JavaRosa, the engine of Collect, knows less of
//! XPath than we do ([`portable`](crate::portable)). What a client cannot be told is told beside the file; the server checks all of it.

use phieu_form::{Data, Definition, Element, Form, REPORTING};
use serde_json::Value;

use crate::portable::portable;

/// What a form may know of the unit and period that it is filled in for.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// The instances by their ids, as in the context of a check.
    pub instances: &'a Value,
    /// What the form calculates before anything is answered, nested like answers; null where that is not known.
    pub values: &'a Value,
}

impl Known<'_> {
    /// Nothing is known: a form for nobody in particular.
    pub const NOTHING: Known<'static> = Known { instances: &Value::Null, values: &Value::Null };
}

/// The rows that a client gets, and a line for each thing that they do not say. `to_xform` writes them.
pub fn for_clients(form: &Form, source: &Definition, known: Known<'_>) -> (Definition, Vec<String>) {
    let mut definition = source.clone();
    for name in form.instances.iter().map(String::as_str).chain(REPORTING) {
        definition.data.retain(|data| data.id != name);
        let root = element("root", &known.instances[name]).into_iter().next();
        definition.data.push(Data { id: name.to_owned(), source: String::new(), root });
    }
    let left_out = portable(form, &mut definition, known.values);
    (definition, left_out)
}

/// What a check knows as elements: members of objects become elements, arrays of objects several of one name.
fn element(name: &str, known: &Value) -> Vec<Element> {
    let of = |value: &Value| {
        let children = value.as_object().into_iter().flatten().filter(|(name, _)| is_name(name));
        Element {
            name: name.to_owned(),
            text: text(value),
            children: children.flat_map(|(name, value)| element(name, value)).collect(),
            ..Element::default()
        }
    };
    match known {
        Value::Array(items) if items.iter().any(Value::is_object) => items.iter().map(of).collect(),
        value => vec![of(value)],
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" "),
        Value::Null | Value::Object(_) => String::new(),
        other => other.to_string(),
    }
}

/// Names of answers and attributes are names of elements, as far as forms write them.
fn is_name(name: &str) -> bool {
    let begins = name.chars().next().is_some_and(|first| first.is_alphabetic() || first == '_');
    begins && name.chars().all(|each| each.is_alphanumeric() || matches!(each, '_' | '-' | '.'))
}
