//! What only tables of totals say: a total, and how many gave it.

use leptos::prelude::GetUntracked;
use phieu_ui::dom::{El, el, say};
use serde_json::Value;

use super::words::Words;
use crate::desk::tables::{count, number, title};
use crate::state::App;
use crate::texts::put;

/// A total: a number, or how many chose what, or a dash.
pub(crate) fn shown(app: App, value: &Value, choices: &[Value]) -> String {
    let Value::Object(counts) = value else { return plain(app, value) };
    let label = |name: &str| {
        let choice = choices.iter().find(|choice| choice["name"] == name);
        choice.map_or(name.to_string(), |choice| title(&choice["label"]).get(app.language.get_untracked()).to_string())
    };
    let chosen = counts.iter().filter_map(|(name, count)| Some((name, count.as_f64().filter(|count| *count > 0.0)?)));
    let told: Vec<String> = chosen.map(|(name, count)| [&label(name), ": ", &number(app, count)].concat()).collect();
    if told.is_empty() { "–".to_string() } else { told.join("; ") }
}

/// A number, or a dash.
pub(crate) fn plain(app: App, value: &Value) -> String {
    value.as_f64().map_or("–".to_string(), |value| number(app, value))
}

/// How many of the expected gave a figure, in a sentence of the language (or in short), how many of these are not approved, and how many
/// are estimates.
pub(crate) fn share(words: &Words, sentence: &str, of: &Value, expected: &str) -> El {
    let said = el("span.share").text(&put(sentence, &[&count(of, "answered"), expected]));
    let tag = |name: &str, text: &str| {
        let count = of[name].as_u64().filter(|count| *count > 0);
        count.map(|count| say("span.tag.tag--mid", &put(text, &[&count.to_string()])))
    };
    said.child(tag("unapproved", words.unapproved)).child(tag("estimated", words.estimated))
}
