//! The rows of a register as a board: a column for each state, in the order of the form. What is one's own is moved by choosing its state:
//! a list works by finger, mouse and keyboard alike.

use leptos::prelude::*;
use leptos::task::spawn_local;
use phieu_ui::dom::{El, View, el, say, value_at};
use serde_json::Value;

use super::revise;
use super::table::{late, state, whole};
use super::words::Words;
use crate::state::App;
use crate::storage::records::Subject;
use crate::texts::put;
use crate::words as dates;

/// The columns with their cards.
pub fn rows(app: App, said: &'static Words, register: &Value, turn: RwSignal<u32>) -> View {
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
        let cards = here.iter().map(|entry| card(app, said, register, entry, turn)).collect::<Vec<El>>();
        el("section.board__column").attr("data-column", name).child(head).child(cards)
    };
    let whole = el("div.board").attr("tabindex", "0").attr("role", "region").attr("aria-label", said.board);
    whole.child(names.iter().map(column).collect::<Vec<El>>()).into()
}

fn card(app: App, said: &'static Words, register: &Value, entry: &Value, turn: RwSignal<u32>) -> El {
    let due = entry["due"].as_str().filter(|due| !due.is_empty());
    let due = due.map(|due| say("p.quiet", &[said.due, " ", &dates::date(due)].concat()));
    let unit = say("p.quiet", entry["org_unit"]["name"].as_str().unwrap_or_default());
    let moved = moving(app, said, register, entry, turn);
    el("div.sheet").child(whole(app, said, register, entry)).child(unit).child(due).child(late(said, entry)).child(moved)
}

/// The list of states, where the register is one's own.
fn moving(app: App, said: &'static Words, register: &Value, entry: &Value, turn: RwSignal<u32>) -> Option<El> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_string();
    let subject = Subject { form: text(&register["form"]), org_unit: text(&entry["org_unit"]["code"]), period: text(&register["year"]) };
    app.duty(&subject)?;
    let (rows, path, own) = (text(&register["register"]["rows"]), text(&register["register"]["state"]), text(&entry["state"]));
    let columns = register["columns"].as_array().into_iter().flatten();
    let choices = columns.filter(|column| column["path"] == path.as_str()).filter_map(|column| column["choices"].as_array()).flatten();
    let option =
        |name: &str| say("option", &state(app, said, register, name)).attr("value", name).attr_if("selected", (name == own).then_some(""));
    let stray = own.is_empty().then(|| option(""));
    let options = choices.filter_map(|choice| choice["name"].as_str()).map(option).collect::<Vec<El>>();
    let number = entry["number"].as_u64().unwrap_or(1) as usize;
    let trouble = RwSignal::new(None::<String>);
    let change = move |event| {
        let (chosen, subject, rows, path) = (value_at(&event), subject.clone(), rows.clone(), path.clone());
        spawn_local(async move {
            match change(&subject, &rows, number, &path, chosen).await {
                Ok(()) => _ = turn.try_update(|turn| *turn += 1),
                Err(why) => _ = trouble.try_set(Some(if why.is_empty() { app.texts().needs_network.to_string() } else { why })),
            }
        });
    };
    let label = put(said.move_to, &[entry["title"].as_str().unwrap_or_default()]);
    let list = el("select.box").attr("name", "state").attr("aria-label", &label).child(stray).child(options).on("change", change);
    let told = move || trouble.get().map(|why| say("p.message", &why).attr("role", "alert"));
    Some(el("div.noprint").child(list).live(told))
}

async fn change(subject: &Subject, rows: &str, number: usize, path: &str, state: String) -> Result<(), String> {
    let mut kept = revise::read(subject).await?;
    let row = kept.rows(rows).and_then(|rows| rows.get_mut(number - 1)).ok_or_else(String::new)?;
    *path.split('/').fold(row, |at, name| &mut at[name]) = state.into();
    kept.send(subject).await
}
