//! The paper that is handed out for one row of a register, such as a receipt: what the row says, with places to sign.

use leptos::prelude::*;
use phieu_ui::dom::{El, View, button, el, live, say};
use phieu_ui::reading::words::words as in_words;
use serde_json::Value;

use super::answer::{answer, shown};
use super::words::{Words, words};
use crate::browser;
use crate::desk::asking::{drawn, fetched};
use crate::desk::tables::title;
use crate::pages::frame::{empty, fact, link, main};
use crate::router::{Desk, Page, RowAt, encode};
use crate::state::{App, app};

/// The page.
pub fn page(at: RowAt) -> View {
    let app = app();
    let said = words(app.language.get_untracked());
    browser::set_title(said.slip);
    let path = ["/api/v1/registers/", &encode(&at.form), "?org_unit=", &encode(&at.unit), "&year=", &encode(&at.year)].concat();
    let found = fetched(app, path);
    let (back, number) = (Page::Desk(Desk::Register(at.form.clone())), at.number);
    let unit = at.unit;
    let shown = live(move || drawn(app, found.get(), |body| paper(app, said, body, &unit, number)));
    main("slip").child(link(back, "back noprint", said.all_registers)).child(shown).into()
}

fn paper(app: App, said: &'static Words, body: &Value, unit: &str, number: u64) -> View {
    let language = app.language.get_untracked();
    let mut entries = body["entries"].as_array().into_iter().flatten();
    let Some(entry) = entries.find(|entry| entry["number"] == number && entry["org_unit"]["code"] == unit) else {
        return empty(said.nothing).into();
    };
    let columns = body["columns"].as_array().map(Vec::as_slice).unwrap_or_default();
    let told = columns.iter().map(|column| (title(&column["label"]), spelled(app, column, &entry["answers"])));
    let facts = told.filter(|(_, text)| !text.is_empty()).map(|(label, text)| fact(label.get(language), &text)).collect::<Vec<El>>();
    let sign = |who: &str| el("div.slip__sign").child(say("b", who)).child(say("p.quiet", said.sign_here));
    let sheet = el("article.slip.sheet")
        .child(say("p.slip__unit", entry["org_unit"]["name"].as_str().unwrap_or_default()))
        .child(say("h1.slip__title", title(&body["register"]["slip"]).get(language)))
        .child(el("dl.facts").child(facts))
        .child(el("div.slip__signs").child(sign(said.giver)).child(sign(said.receiver)));
    let print = button("button noprint", said.print, || {
        let _ = browser::window().print();
    });
    [View::from(sheet), print.into()].into()
}

/// From here on a number is written in words as well, so that nobody can add a zero.
const SPELLED_FROM: u64 = 1_000;

fn spelled(app: App, column: &Value, answers: &Value) -> String {
    let language = app.language.get_untracked();
    let text = shown(app, column, answers);
    let number = answer(column, answers).as_u64().filter(|number| *number >= SPELLED_FROM);
    let unit = title(&column["unit"]).get(language).to_string();
    match number.and_then(|number| in_words(&number.to_string(), language)) {
        Some(words) => [text.as_str(), " (", &words, " ", &unit, ")"].concat().replace(" )", ")"),
        None => text,
    }
}
