//! People who are named in reports and have no account: found on their request, with everything that reports tell of them, and erased.

use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use phieu_ui::dom::{El, View, button, el, nothing, say};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::words::{Words, words};
use crate::api;
use crate::browser;
use crate::desk::asking::refused;
use crate::pages::frame::{empty, field, heading, link, wide};
use crate::router::{Desk, Page};
use crate::state::{App, app};
use crate::storage::records::{Title, Unit};
use crate::words::period;

#[derive(Clone, Deserialize)]
struct Found {
    found: Vec<Place>,
    more: bool,
}

/// What is told at one place of a report.
#[derive(Clone, Deserialize)]
struct Place {
    report_id: String,
    title: Title,
    org_unit: Option<Unit>,
    period: String,
    /// What is erased.
    told: Map<String, Value>,
    /// What is read.
    said: Vec<Line>,
}

/// An answer with its question; a choice is in both languages.
#[derive(Clone, Deserialize)]
struct Line {
    label: Title,
    values: Vec<Shown>,
}

#[derive(Clone, Deserialize)]
#[serde(untagged)]
enum Shown {
    Choice(Title),
    Text(String),
}

/// The page.
pub fn page() -> View {
    let app = app();
    let words = words(app.language.get());
    browser::set_title(words.named.title);
    let (found, said) = (RwSignal::new(None::<Found>), RwSignal::new(None::<String>));
    let text = el("input.box").attr("type", "search").attr("name", "text").attr("autocomplete", "off");
    let reason = el("input.box").attr("name", "reason").attr("autocomplete", "off").attr("maxlength", "2000");
    let why: Rc<dyn Fn() -> String> = {
        let reason = reason.clone();
        Rc::new(move || reason.value())
    };
    let look: Rc<dyn Fn()> = {
        let (text, why) = (text.clone(), Rc::clone(&why));
        Rc::new(move || {
            let body = json!({ "text": text.value(), "reason": why() });
            said.set(None);
            spawn_local(async move {
                let answer = api::send("POST", "/api/v1/named-people", Some(&body.to_string())).await;
                match serde_json::from_value(answer.body.clone()) {
                    Ok(list) if answer.is_good() => _ = found.try_set(Some(list)),
                    _ => _ = said.try_set(Some(refused(app, &answer))),
                }
            });
        })
    };
    let again = Rc::clone(&look);
    let told = move || said.get().map(|said| say("p.message", &said).attr("role", "alert"));
    let shown = move || found.get().map_or_else(nothing, |found| list(app, words, &found, said, &why, &look));
    wide("named")
        .child(link(Page::Desk(Desk::People(None)), "back", words.title))
        .child(heading("", words.named.title))
        .child(say("p.quiet", words.named.how))
        .child(el("div.stack").child([field(words.named.text, &text), field(words.request.reason, &reason)]))
        .child(el("div.actions").child(button("button", words.named.find, move || again())))
        .live(told)
        .live(shown)
        .into()
}

fn list(
    app: App,
    words: &'static Words,
    found: &Found,
    said: RwSignal<Option<String>>,
    why: &Rc<dyn Fn() -> String>,
    again: &Rc<dyn Fn()>,
) -> View {
    if found.found.is_empty() {
        return empty(words.named.none).into();
    }
    let rows = found.found.iter().map(|place| row(app, words, place, said, why, again)).collect::<Vec<El>>();
    let more = found.more.then(|| say("p.note", words.named.more));
    el("div.stack").child(el("ul.stack").attr("data-list", "named").child(rows)).child(more).into()
}

fn row(
    app: App,
    words: &'static Words,
    place: &Place,
    said: RwSignal<Option<String>>,
    why: &Rc<dyn Fn() -> String>,
    again: &Rc<dyn Fn()>,
) -> El {
    let unit = place.org_unit.as_ref().map(|unit| [" · ", &unit.name].concat()).unwrap_or_default();
    let title = [place.title.get(app.language.get_untracked()), " · ", &period(&place.period, app.texts()), &unit].concat();
    let language = app.language.get_untracked();
    let shown = |value: &Shown| match value {
        Shown::Choice(label) => label.get(language).to_string(),
        Shown::Text(text) => text.clone(),
    };
    let line = |line: &Line| {
        let values: Vec<String> = line.values.iter().map(shown).collect();
        el("div").child(say("dt", line.label.get(language))).child(say("dd", &values.join(", ")))
    };
    let lines = el("dl.facts").child(place.said.iter().map(line).collect::<Vec<El>>());
    let asking = RwSignal::new(false);
    let body = json!({ "report_id": place.report_id, "told": place.told });
    let (why, again) = (Rc::clone(why), Rc::clone(again));
    let erase = move || {
        let mut body = body.clone();
        body["reason"] = why().into();
        let again = Rc::clone(&again);
        spawn_local(async move {
            let answer = api::send("POST", "/api/v1/named-people/erasure", Some(&body.to_string())).await;
            if answer.is_good() {
                again();
            } else {
                said.try_set(Some(refused(app, &answer)));
            }
        });
    };
    let sure = move || -> View {
        if !asking.get() {
            return button("link", words.named.erase, move || asking.set(true)).into();
        }
        let now = button("button button--danger", words.named.erase, erase.clone());
        let leave = button("button button--second", words.keep, move || asking.set(false));
        el("div.ask").attr("role", "alert").child(say("p", words.named.sure)).child(el("div.actions").child(now).child(leave)).into()
    };
    el("li").child(link(Page::Desk(Desk::Decide(place.report_id.clone())), "link", &title)).child(lines).live(sure)
}
