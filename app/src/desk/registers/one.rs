//! One register: searched, as a table or a board, with the units' numbers and what adds up; it prints as it stands.

use leptos::prelude::*;
use leptos::task::spawn_local;
use phieu_ui::dom::{El, View, button, el, is_checked, live, say, value_at, watch};
use serde_json::Value;

use super::words::{Words, words};
use super::{board, overdue, table};
use crate::browser;
use crate::desk::asking::{Found, ask, drawn};
use crate::desk::tables::{self, title};
use crate::pages::frame::{heading, link, wide};
use crate::router::{Desk, Page, encode};
use crate::state::{App, app};
use crate::storage::records::Subject;
use crate::texts::put;

/// What is asked for.
#[derive(Clone, Default, PartialEq)]
struct Choice {
    words: String,
    open: bool,
}

/// The page.
pub fn page(form: String) -> View {
    let app = app();
    let said = words(app.language.get_untracked());
    browser::set_title(said.title);
    let choice = RwSignal::new(Choice::default());
    let as_board = RwSignal::new(false);
    let found = RwSignal::new(Found::Waiting);
    // Asked again after a change.
    let turn = RwSignal::new(0_u32);
    let name = form.clone();
    watch(move || {
        let (asked, _) = (choice.get(), turn.get());
        let path = address(&name, &asked);
        spawn_local(async move {
            let answer = ask(app, &path).await;
            // An answer to an earlier question comes too late.
            if choice.try_with_untracked(|now| *now == asked) == Some(true) {
                found.try_set(answer);
            }
        });
    });
    let search = el("input.box").attr("type", "search").attr("enterkeyhint", "search").on("change", move |event| {
        let typed = value_at(&event);
        choice.update(|choice| choice.words = typed);
    });
    let only = el("input").attr("type", "checkbox").on("change", move |event| {
        let checked = is_checked(&event);
        choice.update(|choice| choice.open = checked);
    });
    let filters = el("div.filters.noprint")
        .child(el("label").text(said.search).child(search))
        .child(el("label.filters__check").child(only).text(said.only_open));
    let shown = live(move || drawn(app, found.get(), |body| register(app, said, body, as_board, turn)));
    wide("register")
        .attr("data-form", &form)
        .child(link(Page::Desk(Desk::Registers), "back", said.all_registers))
        .live(move || found.with(|found| found.body().map(|body| named(app, body))))
        .child(filters)
        .child(shown)
        .into()
}

fn address(form: &str, choice: &Choice) -> String {
    let mut path = ["/api/v1/registers/", &encode(form), "?q=", &encode(&choice.words)].concat();
    if choice.open {
        path += "&open=true";
    }
    path
}

fn register(app: App, said: &'static Words, body: &Value, as_board: RwSignal<bool>, turn: RwSignal<u32>) -> View {
    let has_board = !body["register"]["state"].is_null();
    let switch = has_board.then(|| {
        el("button.button.button--second")
            .attr("type", "button")
            .live_text(move || if as_board.get() { said.as_table } else { said.as_board }.to_string())
            .press(move || as_board.update(|on| *on = !*on))
    });
    let print = button("button button--second", said.print, || {
        let _ = browser::window().print();
    });
    let form = body["form"].as_str().unwrap_or_default().to_string();
    let keeps = app.duties.with_untracked(|duties| duties.iter().any(|duty| duty.form == form));
    let import = keeps.then(|| link(Page::Desk(Desk::Import(form)), "button button--second", said.import));
    let actions = el("div.actions.noprint").child(own(app, said, body)).child(import).child(switch).child(print);
    let whole = body.clone();
    let rows =
        live(move || if as_board.get() && has_board { board::rows(app, said, &whole, turn) } else { table::rows(app, said, &whole) });
    let shown = body["entries"].as_array().map_or(0, Vec::len) as u64;
    let more = (body["found"].as_u64() > Some(shown)).then(|| say("p.note", said.more));
    let unsearched = body["unsearched"].as_u64().filter(|rows| *rows > 0);
    let unsearched = unsearched.map(|rows| say("p.note", &put(said.unsearched, &[&rows.to_string(), said.only_open])));
    [View::from(actions), figures(app, said, body).into(), rows, more.into(), unsearched.into(), units(said, body).into()].into()
}

/// What stands at the top: which register, whose, of which year.
fn named(app: App, body: &Value) -> El {
    let unit = tables::unit(&body["org_unit"]);
    let caption = [unit.name.as_str(), " · ", body["year"].as_str().unwrap_or_default()].concat();
    heading(&caption, title(&body["title"]).get(app.language.get_untracked()))
}

/// The way to one's own register, where one keeps it.
fn own(app: App, said: &'static Words, body: &Value) -> Option<El> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_string();
    let (form, period) = (text(&body["form"]), text(&body["year"]));
    let subject = app.duties.with_untracked(|duties| {
        let own = duties.iter().find(|duty| duty.form == form && duty.period == period);
        own.map(|duty| Subject { form: form.clone(), org_unit: duty.org_unit.code.clone(), period: period.clone() })
    })?;
    Some(link(Page::Fill(subject, 1), "button", said.own))
}

/// What the form computes over all rows.
fn figures(app: App, said: &'static Words, body: &Value) -> Option<El> {
    let language = app.language.get_untracked();
    let spoken = phieu_message::language(language);
    let rows = body["figures"].as_array().filter(|rows| !rows.is_empty())?;
    let row = |row: &Value| {
        let value = row["value"].as_f64().map_or("–".to_string(), |value| phieu_message::number(value, spoken));
        el("tr")
            .attr("data-figure", row["path"].as_str().unwrap_or_default())
            .child(say("th", title(&row["label"]).get(language)).attr("scope", "row"))
            .child(say("td.number", &[&value, " ", title(&row["unit"]).get(language)].concat()).attr("data-label", said.value))
    };
    Some(tables::table(said.figures, &[(said.figure, false), (said.value, true)], rows.iter().map(row).collect()))
}

/// The units that keep it, in numbers, and how many do not.
fn units(said: &'static Words, body: &Value) -> El {
    let all = body["units"].as_array().map(Vec::as_slice).unwrap_or_default();
    let number = |unit: &Value, key: &str| unit[key].as_u64();
    let told = |number: Option<u64>| number.map_or("–".to_string(), |number| number.to_string());
    let keeping = all.iter().filter(|unit| unit["report_id"].is_string());
    let none = body["not_keeping"].as_u64().unwrap_or(0);
    let row = |unit: &Value| {
        let name = say("th", unit["org_unit"]["name"].as_str().unwrap_or_default()).attr("scope", "row");
        let closed = (unit["readable"] == false).then(|| say("span.quiet", &[" (", said.counted_only, ")"].concat()));
        el("tr")
            .attr("data-unit", unit["org_unit"]["code"].as_str().unwrap_or_default())
            .child(name.child(closed))
            .child(say("td.number", &told(number(unit, "rows"))).attr("data-label", said.rows))
            .child(say("td.number", &told(number(unit, "open"))).attr("data-label", said.open))
            .child(overdue(number(unit, "overdue").unwrap_or(0)).attr("data-label", said.overdue))
    };
    let columns = [(said.unit, false), (said.rows, true), (said.open, true), (said.overdue, true)];
    let rows: Vec<El> = keeping.map(row).collect();
    let untold = body["keeping"].as_u64().unwrap_or(0).saturating_sub(rows.len() as u64);
    let untold = (untold > 0).then(|| say("p.note", &put(said.units_more, &[&untold.to_string()])));
    let none = (none > 0).then(|| say("p.note", &put(said.none_kept, &[&none.to_string()])));
    let kept = (!rows.is_empty() && all.len() > 1).then(|| tables::table(said.units, &columns, rows));
    el("section").child(kept).child(untold).child(none)
}
