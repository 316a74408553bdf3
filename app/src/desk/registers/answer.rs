//! Answers of rows as people read them.

use leptos::prelude::GetUntracked;
use serde_json::Value;

use crate::desk::tables::{number, title};
use crate::state::App;
use crate::words;

/// The answer to a column's question in a row; null where there is none.
pub fn answer<'v>(column: &Value, answers: &'v Value) -> &'v Value {
    column["path"].as_str().unwrap_or_default().split('/').fold(answers, |at, name| &at[name])
}

/// An answer of a row as people read it: a day, the label of a choice, a number with its unit.
pub fn shown(app: App, column: &Value, answers: &Value) -> String {
    let language = app.language.get_untracked();
    let answer = answer(column, answers);
    let label = |label: &Value| title(label).get(language).to_string();
    let choices = column["choices"].as_array().map(Vec::as_slice).unwrap_or_default();
    let named =
        |name: &str| choices.iter().find(|choice| choice["name"] == name).map_or(name.to_string(), |choice| label(&choice["label"]));
    match answer {
        Value::Null => String::new(),
        Value::String(text) if !choices.is_empty() => named(text),
        Value::String(text) if column["type"] == "date" => words::date(text),
        Value::String(text) => text.clone(),
        Value::Array(names) => names.iter().filter_map(Value::as_str).map(named).collect::<Vec<_>>().join(", "),
        Value::Number(value) => {
            let said = value.as_f64().map_or(value.to_string(), |value| number(app, value));
            [said.as_str(), " ", &label(&column["unit"])].concat().trim().to_string()
        }
        other => other.to_string(),
    }
}
