//! What tables of totals are made of: a table that is cards on a phone, numbers with their unit of measure, n of m, differences.

use leptos::prelude::*;
use phieu_ui::dom::{El, el, say};
use serde_json::Value;

use super::words::Words;
use crate::state::App;
use crate::storage::records::{Title, Unit};
use crate::texts::put;

/// A table: its title, its columns (those of numbers stand to the right), its rows.
pub(crate) fn table(title: &str, columns: &[(&str, bool)], rows: Vec<El>) -> El {
    let column = |(name, number): &(&str, bool)| say(if *number { "th.number" } else { "th" }, name).attr("scope", "col");
    let head = el("thead").child(el("tr").child(columns.iter().map(column).collect::<Vec<El>>()));
    el("div.tablewrap").child(el("table.cardtable").child(say("caption", title)).child(head).child(el("tbody").child(rows)))
}

pub(crate) fn title(json: &Value) -> Title {
    serde_json::from_value(json.clone()).unwrap_or_default()
}

pub(crate) fn unit(json: &Value) -> Unit {
    serde_json::from_value(json.clone()).unwrap_or_default()
}

pub(crate) fn rows<'v>(body: &'v Value, name: &str) -> &'v [Value] {
    body[name].as_array().map(Vec::as_slice).unwrap_or_default()
}

pub(crate) fn count(body: &Value, name: &str) -> String {
    body[name].as_u64().unwrap_or(0).to_string()
}

/// A number as it is written in the reader's language.
pub(crate) fn number(app: App, value: f64) -> String {
    phieu_message::number(value, phieu_message::language(app.language.get_untracked()))
}

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

/// A difference with its sign.
pub(crate) fn signed(app: App, difference: f64) -> String {
    match difference {
        0.0 => "±0".to_string(),
        _ if difference > 0.0 => ["+", &number(app, difference)].concat(),
        _ => number(app, difference).replacen('-', "−", 1),
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
