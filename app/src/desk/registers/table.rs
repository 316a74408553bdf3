//! The rows of a register as a table: whose they are, what they are called, when they are due, how far they are.

use leptos::prelude::*;
use phieu_ui::dom::{El, View, el, say};
use serde_json::Value;

use super::answer::shown;
use super::copy;
use super::words::Words;
use crate::desk::tables::{self, table, title};
use crate::pages::frame::{fact, link};
use crate::router::{Desk, Page, RowAt};
use crate::state::App;
use crate::storage::records::Subject;
use crate::texts::put;
use crate::words as dates;

/// All rows that were told.
pub fn rows(app: App, said: &'static Words, register: &Value) -> View {
    let entries = tables::rows(register, "entries");
    if entries.is_empty() {
        return say("p.empty", said.nothing).into();
    }
    let settings = &register["register"];
    let mut columns = vec![(said.entry, false), (said.unit, false)];
    columns.extend((!settings["day"].is_null()).then_some((said.day, false)));
    columns.extend((!settings["due"].is_null()).then_some((said.due, false)));
    columns.extend((!settings["state"].is_null()).then_some((said.state, false)));
    let row = |entry: &Value| {
        let text = |key: &str| entry[key].as_str().unwrap_or_default();
        let cell = |name: &str, label: &str| say("td", name).attr("data-label", label);
        let due = || cell(&dates::date(text("due")), said.due).child(late(said, entry));
        el("tr")
            .attr("data-entry", text("title"))
            .child(el("th").attr("scope", "row").child(whole(app, said, register, entry)))
            .child(cell(entry["org_unit"]["name"].as_str().unwrap_or_default(), said.unit))
            .child((!settings["day"].is_null()).then(|| cell(&dates::date(text("day")), said.day)))
            .child((!settings["due"].is_null()).then(due))
            .child((!settings["state"].is_null()).then(|| cell(&state(app, said, register, text("state")), said.state)))
    };
    table(&put(said.found, &[&register["found"].to_string()]), &columns, entries.iter().map(row).collect()).into()
}

/// How many days it is late, if it is.
pub fn late(said: &'static Words, entry: &Value) -> Option<El> {
    let days = entry["days_late"].as_i64().filter(|days| *days > 0)?;
    Some(el("div").child(say("span.tag.tag--bad", &put(said.late, &[&days.to_string()]))))
}

/// The label of a state.
pub fn state(app: App, said: &'static Words, register: &Value, name: &str) -> String {
    let path = &register["register"]["state"];
    let columns = register["columns"].as_array().into_iter().flatten();
    let choices = columns.filter(|column| column["path"] == *path).filter_map(|column| column["choices"].as_array());
    let found = choices.flatten().find(|choice| choice["name"] == name);
    found.map_or(said.no_state.to_string(), |choice| title(&choice["label"]).get(app.language.get_untracked()).to_string())
}

/// The title, with everything that the row says under it, and what can be made of it.
pub fn whole(app: App, said: &'static Words, register: &Value, entry: &Value) -> El {
    let columns = tables::rows(register, "columns");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_string();
    let at = RowAt {
        form: text(&register["form"]),
        unit: text(&entry["org_unit"]["code"]),
        year: text(&register["year"]),
        number: entry["number"].as_u64().unwrap_or(1),
    };
    let facts = columns.iter().filter_map(|column| {
        let label = title(&column["label"]).get(app.language.get_untracked()).to_string();
        if copy::is_file(column) {
            let subject = Subject { form: at.form.clone(), org_unit: at.unit.clone(), period: at.year.clone() };
            let place = copy::Place { subject, rows: text(&register["register"]["rows"]), number: at.number as usize };
            return copy::copy(app, said, &label, column, entry, place);
        }
        Some(shown(app, column, &entry["answers"])).filter(|text| !text.is_empty()).map(|text| fact(&label, &text))
    });
    let facts = facts.collect::<Vec<El>>();
    let has_slip = register["register"]["slip"].as_object().is_some_and(|slip| !slip.is_empty());
    let slip = has_slip.then(|| link(Page::Desk(Desk::Slip(at.clone())), "link", said.slip));
    let compose = (register["review"] == true).then(|| link(Page::Desk(Desk::Compose(at.clone())), "link", said.compose));
    let summary = say("summary", entry["title"].as_str().unwrap_or_default());
    el("div").child(el("details.entry-whole").child(summary).child(el("dl.facts").child(facts))).child(slip).child(compose)
}
