//! What the server answered, and answers of rows as people read them.

use leptos::prelude::*;
use leptos::task::spawn_local;
use phieu_ui::dom::{View, nothing};
use serde_json::Value;

use crate::pages::frame::{empty, waiting};
use crate::state::{App, Net};
use crate::storage::records::Title;
use crate::{api, words};

/// What came of asking.
#[derive(Clone)]
pub enum Found {
    /// Being asked.
    Waiting,
    /// Here it is.
    Here(Box<Value>),
    /// The server's sentence why not.
    Refused(String),
    /// No network.
    Away,
}

/// Asks for something and says when it is here.
pub fn fetched(app: App, path: String) -> RwSignal<Found> {
    let found = RwSignal::new(Found::Waiting);
    spawn_local(async move {
        let answer = ask(app, &path).await;
        found.try_set(answer);
    });
    found
}

/// Asks for something.
pub async fn ask(app: App, path: &str) -> Found {
    let answer = api::get(path).await;
    match answer.status {
        None => Found::Away,
        Some(200) => {
            app.net.set(Net::Good);
            Found::Here(Box::new(answer.body))
        }
        Some(status) => {
            app.signed_out.update(|out| *out |= status == 401);
            Found::Refused(answer.message().to_string())
        }
    }
}

/// Draws what was found, or why there is nothing.
pub fn drawn(app: App, found: RwSignal<Found>, draw: impl FnOnce(&Value) -> View) -> View {
    match found.get() {
        Found::Waiting => waiting().into(),
        Found::Away => empty(app.texts().needs_network).into(),
        Found::Refused(said) if said.is_empty() => nothing(),
        Found::Refused(said) => empty(&said).into(),
        Found::Here(body) => draw(&body),
    }
}

/// The answer to a column's question in a row; null where there is none.
pub fn answer<'v>(column: &Value, answers: &'v Value) -> &'v Value {
    column["path"].as_str().unwrap_or_default().split('/').fold(answers, |at, name| &at[name])
}

/// An answer of a row as people read it: a day, the label of a choice, a number with its unit.
pub fn shown(app: App, column: &Value, answers: &Value) -> String {
    let language = app.language.get_untracked();
    let answer = answer(column, answers);
    let label = |label: &Value| serde_json::from_value::<Title>(label.clone()).unwrap_or_default().get(language).to_string();
    let choices = column["choices"].as_array().map(Vec::as_slice).unwrap_or_default();
    let named =
        |name: &str| choices.iter().find(|choice| choice["name"] == name).map_or(name.to_string(), |choice| label(&choice["label"]));
    match answer {
        Value::Null => String::new(),
        Value::String(text) if !choices.is_empty() => named(text),
        Value::String(text) if column["type"] == "date" => words::date(text),
        Value::String(text) => text.clone(),
        Value::Array(names) => names.iter().filter_map(Value::as_str).map(named).collect::<Vec<_>>().join(", "),
        Value::Number(number) => {
            let spoken = phieu_message::language(language);
            let said = number.as_f64().map_or(number.to_string(), |number| phieu_message::number(number, spoken));
            [said.as_str(), " ", &label(&column["unit"])].concat().trim().to_string()
        }
        other => other.to_string(),
    }
}
