//! What the desk's tables are made of, and how the server's rows, names and numbers are read for them.

use leptos::prelude::GetUntracked;
use phieu_ui::dom::{El, el, say};
use serde_json::Value;

use crate::state::App;
use crate::storage::records::{Title, Unit};

/// A table that is cards on a phone: its title, its columns (those of numbers stand to the right), its rows.
pub fn table(title: &str, columns: &[(&str, bool)], rows: Vec<El>) -> El {
    let column = |(name, number): &(&str, bool)| say(if *number { "th.number" } else { "th" }, name).attr("scope", "col");
    let head = el("thead").child(el("tr").child(columns.iter().map(column).collect::<Vec<El>>()));
    el("div.tablewrap").child(el("table.cardtable").child(say("caption", title)).child(head).child(el("tbody").child(rows)))
}

pub fn title(json: &Value) -> Title {
    serde_json::from_value(json.clone()).unwrap_or_default()
}

pub fn unit(json: &Value) -> Unit {
    serde_json::from_value(json.clone()).unwrap_or_default()
}

pub fn rows<'v>(body: &'v Value, name: &str) -> &'v [Value] {
    body[name].as_array().map(Vec::as_slice).unwrap_or_default()
}

pub fn count(body: &Value, name: &str) -> String {
    body[name].as_u64().unwrap_or(0).to_string()
}

/// A text of a row; blank where it has none.
pub fn text<'v>(row: &'v Value, name: &str) -> &'v str {
    row[name].as_str().unwrap_or_default()
}

/// A number as it is written in the reader's language.
pub fn number(app: App, value: f64) -> String {
    phieu_message::number(value, phieu_message::language(app.language.get_untracked()))
}

/// A difference with its sign.
pub fn signed(app: App, difference: f64) -> String {
    match difference {
        0.0 => "±0".to_string(),
        _ if difference > 0.0 => ["+", &number(app, difference)].concat(),
        _ => number(app, difference).replacen('-', "−", 1),
    }
}
