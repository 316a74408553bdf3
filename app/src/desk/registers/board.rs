//! The rows of a register as a board: a column for each state, in the order of the form.

use phieu_ui::dom::{El, View, el, say};
use serde_json::Value;

use super::table::{late, state, whole};
use super::words::Words;
use crate::state::App;
use crate::words as dates;

/// The columns with their cards.
pub fn rows(app: App, said: &'static Words, register: &Value) -> View {
    let entries = register["entries"].as_array().map(Vec::as_slice).unwrap_or_default();
    let path = &register["register"]["state"];
    let columns = register["columns"].as_array().into_iter().flatten();
    let choices = columns.filter(|column| column["path"] == *path).filter_map(|column| column["choices"].as_array());
    let mut names: Vec<&str> = choices.flatten().filter_map(|choice| choice["name"].as_str()).collect();
    // What says nothing yet has a column of its own, if there is any.
    let strays = entries.iter().any(|entry| !names.contains(&entry["state"].as_str().unwrap_or_default()));
    names.extend(strays.then_some(""));
    let column = |name: &&str| {
        let here: Vec<&Value> = entries
            .iter()
            .filter(|entry| {
                let own = entry["state"].as_str().unwrap_or_default();
                own == *name || (name.is_empty() && !names.contains(&own))
            })
            .collect();
        let head = el("div.group__head")
            .child(say("h2", &state(app, said, register, name)))
            .child(say("span.group__count", &here.len().to_string()));
        let cards = here.iter().map(|entry| card(app, said, register, entry)).collect::<Vec<El>>();
        el("section.board__column").attr("data-column", name).child(head).child(cards)
    };
    el("div.board").child(names.iter().map(column).collect::<Vec<El>>()).into()
}

fn card(app: App, said: &'static Words, register: &Value, entry: &Value) -> El {
    let due = entry["due"].as_str().filter(|due| !due.is_empty());
    let due = due.map(|due| say("p.quiet", &[said.due, " ", &dates::date(due)].concat()));
    let unit = say("p.quiet", entry["org_unit"]["name"].as_str().unwrap_or_default());
    el("div.sheet").child(whole(app, said, register, entry)).child(unit).child(due).child(late(said, entry))
}
