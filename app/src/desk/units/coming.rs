//! Changes of units that wait for their day, and those that could not be carried out on it: shown to everybody, taken back by whoever may.

use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use phieu_ui::dom::{El, View, button, el, nothing, say};
use serde::Deserialize;

use super::words::Words;
use crate::api;
use crate::desk::asking::{Found, ask, refused};
use crate::pages::frame::link;
use crate::router::{Desk, Page};
use crate::state::App;
use crate::texts::put;
use crate::words::date;

#[derive(Clone, Deserialize)]
struct Coming {
    changes: Vec<Change>,
}

#[derive(Clone, Deserialize)]
struct Change {
    change: i64,
    action: String,
    name: Option<String>,
    on: String,
    source: String,
    units: Vec<Named>,
    by: String,
    refused: Option<String>,
    may_withdraw: bool,
}

/// A unit that is there already or still to come.
#[derive(Clone, Deserialize)]
struct Named {
    code: String,
    name: String,
    /// Which part it has in the change.
    part: String,
}

/// The list; nothing where nothing waits.
pub fn coming(app: App, words: &'static Words) -> El {
    let found = RwSignal::new(None::<Coming>);
    let again: Rc<dyn Fn()> = Rc::new(move || {
        spawn_local(async move {
            if let Found::Here(body) = ask(app, "/api/v1/unit-changes").await {
                found.try_set(serde_json::from_value(*body).ok());
            }
        });
    });
    again();
    let said = RwSignal::new(None::<String>);
    let told = move || said.get().map(|said| say("p.message", &said).attr("role", "alert"));
    let shown = move || -> View {
        let changes = found.get().map(|coming| coming.changes).unwrap_or_default();
        if changes.is_empty() {
            return nothing();
        }
        let rows: Vec<El> = changes.iter().map(|change| row(app, words, change, said, again.clone())).collect();
        el("section.sheet").attr("data-coming", "").child(say("h2", words.coming)).child(el("ul.stack").child(rows)).into()
    };
    el("div.stack").live(told).live(shown)
}

fn row(app: App, words: &'static Words, change: &Change, said: RwSignal<Option<String>>, again: Rc<dyn Fn()>) -> El {
    let named = |unit: &Named| match unit.name.as_str() {
        "" => say("span", &unit.code),
        name => link(Page::Desk(Desk::Unit(unit.code.clone())), "link", name),
    };
    let mut about = vec![Words::of(&words.actions, &change.action).to_string()];
    about.extend(change.name.clone());
    let mut quiet = vec![change.by.clone()];
    quiet.extend(Some(change.source.clone()).filter(|source| !source.is_empty()));
    let is_new = change.units.iter().all(|unit| unit.part != "before");
    let of_part = |(part, label): &(&str, &str)| {
        let label = if *part == "after" && is_new { words.new_unit } else { label };
        let units: Vec<El> = change.units.iter().filter(|unit| unit.part == *part).map(|unit| el("div").child(named(unit))).collect();
        (!units.is_empty()).then(|| el("div").child(say("dt", label)).child(el("dd").child(units)))
    };
    let units: Vec<El> = words.parts.iter().filter_map(of_part).collect();
    let number = change.change;
    let withdraw = change.may_withdraw.then(|| {
        let label = if change.refused.is_some() { words.put_aside } else { words.withdraw };
        let take_back = button("button button--second", label, move || {
            let again = again.clone();
            said.set(None);
            spawn_local(async move {
                let answer = api::send("DELETE", &["/api/v1/unit-changes/", &number.to_string()].concat(), Some("{}")).await;
                if !answer.is_good() {
                    said.try_set(Some(refused(app, &answer)));
                }
                again();
            });
        });
        el("div.actions").child(take_back)
    });
    el("li.stack")
        .attr("data-change", &number.to_string())
        .child(say("b", &[put(words.takes_effect, &[&date(&change.on)]), ": ".into(), about.join(": ")].concat()))
        .child(el("dl.facts").child(units))
        .child(change.refused.as_ref().map(|why| say("p.message", &put(words.not_done, &[why]))))
        .child(say("p.quiet", &quiet.join(" · ")))
        .child(withdraw)
}
