//! One unit over time: what it was called when, whom it came from and what it became, who is under it.

use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use phieu_ui::dom::{El, View, el, nothing, say};
use serde::Deserialize;

use super::change::changes;
use super::helper::helper;
use super::words::{Words, words};
use crate::desk::asking::{Found, ask, drawn};
use crate::pages::frame::{fact, heading, link, wide};
use crate::router::{Desk, Page};
use crate::state::{App, app};
use crate::storage::records::{Helper, Unit};
use crate::texts::put;
use crate::words::date;
use crate::{browser, router};

/// How many units under one are listed.
const SHOWN: usize = 200;

/// What the server knows of a unit.
#[derive(Clone, Deserialize)]
pub struct Life {
    pub org_unit: Unit,
    above: Vec<Unit>,
    pub below: Vec<Unit>,
    versions: Vec<Version>,
    predecessors: Vec<Succession>,
    successors: Vec<Succession>,
    asked_from: Option<String>,
    may_change: bool,
    helper: Option<Helper>,
    may_set_helper: bool,
}

#[derive(Clone, Deserialize)]
struct Version {
    name: String,
    parent: Option<Unit>,
    valid_from: Option<String>,
    valid_to: Option<String>,
    source: String,
}

#[derive(Clone, Deserialize)]
struct Succession {
    #[serde(flatten)]
    unit: Unit,
    on: String,
    #[serde(rename = "kind")]
    how: String,
    share: Option<f64>,
    source: String,
}

/// The page of a unit.
pub fn page(code: String) -> View {
    let app = app();
    let words = words(app.language.get());
    browser::set_title(words.title);
    let found = RwSignal::new(Found::Waiting);
    let again: Rc<dyn Fn()> = Rc::new(move || {
        let code = code.clone();
        spawn_local(async move {
            let answer = ask(app, &["/api/v1/units/", &router::encode(&code)].concat()).await;
            found.try_set(answer);
        });
    });
    again();
    let shown = move || match found.get() {
        Found::Here(body) => match serde_json::from_value(*body) {
            Ok(life) => shown(app, words, &life, again.clone()),
            Err(_) => heading("", words.title).into(),
        },
        found => [heading("", words.title).into(), drawn(app, found, |_| nothing())].into(),
    };
    wide("unit").child(link(Page::Desk(Desk::Units), "back", words.back)).live(shown).into()
}

fn to(unit: &Unit) -> El {
    link(Page::Desk(Desk::Unit(unit.code.clone())), "link", &unit.name)
}

fn shown(app: App, words: &'static Words, life: &Life, again: Rc<dyn Fn()>) -> View {
    let unit = &life.org_unit;
    let ended = life.versions.last().and_then(|version| version.valid_to.as_ref());
    let above = el("div")
        .child(say("dt", words.above))
        .child(el("dd").child(life.above.iter().map(|above| el("div").child(to(above))).collect::<Vec<El>>()));
    let facts = el("dl.facts")
        .child(fact(words.code, &unit.code))
        .child(fact(words.kind, Words::of(&words.kinds, &unit.kind)))
        .child((!life.above.is_empty()).then_some(above))
        .child(life.asked_from.as_ref().map(|day| fact(words.asked_from, &date(day))));
    let told = el("div.stack")
        .child(ended.map(|day| say("p.note", &put(words.ended, &[&date(day)])).attr("data-ended", day)))
        .child(facts)
        .child((life.may_set_helper && ended.is_none()).then(|| helper(app, &unit.code, life.helper.as_ref(), again.clone())))
        .child(versions(words, &life.versions))
        .child(successions(words, words.predecessors, "predecessors", &life.predecessors))
        .child(successions(words, words.successors, "successors", &life.successors))
        .child(below(words, &life.below));
    let side = (life.may_change && ended.is_none()).then(|| el("div.twocol__side.stack").child(changes(app, words, life, again)));
    let body = match side {
        Some(side) => el("div.twocol.twocol--right").child(told).child(side),
        None => told,
    };
    [heading(Words::of(&words.kinds, &unit.kind), &unit.name), body].into()
}

fn section(title: &str, name: &str, columns: &[&str], rows: Vec<El>) -> El {
    let column = |text: &&str| say("th", text).attr("scope", "col");
    let head = el("thead").child(el("tr").child(columns.iter().map(column).collect::<Vec<El>>()));
    let table = el("table.cardtable").child(say("caption", title)).child(head).child(el("tbody").child(rows));
    el("div.tablewrap").attr("data-section", name).child(table)
}

fn versions(words: &Words, versions: &[Version]) -> El {
    let row = |version: &Version| {
        let day = |day: &Option<String>, none: &str| day.as_ref().map_or(none.to_string(), |day| date(day));
        el("tr")
            .child(say("th", &version.name).attr("scope", "row"))
            .child(say("td", &day(&version.valid_from, words.always)).attr("data-label", words.from))
            .child(say("td", &day(&version.valid_to, words.now)).attr("data-label", words.until))
            .child(say("td", version.parent.as_ref().map_or("", |parent| &parent.name)).attr("data-label", words.above))
            .child(say("td", &version.source).attr("data-label", words.source))
    };
    let columns = [app().texts().org_unit, words.from, words.until, words.above, words.source];
    section(words.versions, "versions", &columns, versions.iter().rev().map(row).collect())
}

fn successions(words: &Words, title: &str, name: &str, rows: &[Succession]) -> Option<El> {
    let row = |row: &Succession| {
        let share = row.share.map(|share| [" · ", &((share * 1000.0).round() / 10.0).to_string(), " %"].concat()).unwrap_or_default();
        el("tr")
            .attr("data-unit", &row.unit.code)
            .child(el("th").attr("scope", "row").child(to(&row.unit)))
            .child(say("td", &[Words::of(&words.succession, &row.how), &share].concat()).attr("data-label", words.how_it_went))
            .child(say("td", &date(&row.on)).attr("data-label", words.from))
            .child(say("td", &row.source).attr("data-label", words.source))
    };
    let columns = [app().texts().org_unit, words.how_it_went, words.from, words.source];
    (!rows.is_empty()).then(|| section(title, name, &columns, rows.iter().map(row).collect()))
}

fn below(words: &Words, units: &[Unit]) -> El {
    if units.is_empty() {
        return say("p.quiet", words.below_none);
    }
    let row = |unit: &Unit| {
        el("tr")
            .attr("data-unit", &unit.code)
            .child(el("th").attr("scope", "row").child(to(unit)))
            .child(say("td", Words::of(&words.kinds, &unit.kind)).attr("data-label", words.kind))
            .child(say("td", &unit.code).attr("data-label", words.code))
    };
    let title = [words.below, " (", &units.len().to_string(), ")"].concat();
    section(&title, "below", &[app().texts().org_unit, words.kind, words.code], units.iter().take(SHOWN).map(row).collect())
}
