//! What only tables of totals say: a total, and how many gave it.

use phieu_ui::dom::{El, el, say};
use serde_json::Value;

use super::words::Words;
use crate::desk::tables::{count, number};
use crate::state::App;
use crate::texts::put;

/// A total: a number, or how many chose what, or a dash.
pub(crate) fn shown(app: App, value: &Value) -> String {
    match value {
        Value::Object(counts) => {
            let one = |(name, count): (&String, &Value)| [name.as_str(), " ", &number(app, count.as_f64().unwrap_or(0.0))].concat();
            counts.iter().map(one).collect::<Vec<_>>().join(", ")
        }
        other => other.as_f64().map_or("–".to_string(), |value| number(app, value)),
    }
}

/// How many of the expected gave a figure, and how many of these are not approved.
pub(crate) fn share(words: &Words, of: &Value, expected: &str) -> El {
    let said = el("span.share").text(&put(words.answered, &[&count(of, "answered"), expected]));
    match of["unapproved"].as_u64() {
        Some(open) if open > 0 => said.child(say("span.tag.tag--mid", &put(words.unapproved, &[&open.to_string()]))),
        _ => said,
    }
}
