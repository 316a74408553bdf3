//! Finding a unit by name: a box, and everybody who fits, each with what stands above. Nobody is chosen for the reader.

use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use phieu_ui::dom::{El, View, el, nothing, say, value_at};
use serde::Deserialize;

use super::words::{Words, words};
use crate::desk::asking::{self, ask, drawn};
use crate::desk::tables::rows;
use crate::state::{App, app};
use crate::storage::records::Unit;
use crate::{browser, router};

/// How long nobody types before it is looked for, in milliseconds.
const PAUSE: f64 = 300.0;

/// A unit that was found.
#[derive(Clone, Deserialize)]
pub struct Found {
    #[serde(flatten)]
    pub unit: Unit,
    above: Vec<Unit>,
}

/// What is looked for.
#[derive(Clone, Default, PartialEq)]
struct Asked {
    text: String,
    kind: String,
    day: String,
}

/// The box and what it finds; `row` draws the name of one, to be followed or chosen. With `filters` the reader may name a kind and a day.
pub fn finder(app: App, label: &str, filters: bool, row: Rc<dyn Fn(&Found) -> El>) -> El {
    let words = words(app.language.get_untracked());
    let asked = RwSignal::new(Asked::default());
    // Nothing while nothing is looked for.
    let found = RwSignal::new(None::<asking::Found>);
    let look = move || {
        let now = asked.get_untracked();
        browser::later(PAUSE, move || {
            let same = now.clone();
            if asked.try_with_untracked(|asked| *asked == same) == Some(true) {
                spawn_local(async move {
                    let list = fetch(app, &now).await;
                    if asked.try_with_untracked(|asked| *asked == now) == Some(true) {
                        found.try_set(list);
                    }
                });
            }
        });
    };
    let typed = move |text: String| {
        asked.update(|asked| asked.text = text);
        look();
    };
    let name = el("label").text(label).child(el("input.box").attr("type", "search").attr("name", "unit").typed(typed));
    let option = |value: &str, text: &str| say("option", text).attr("value", value);
    let kinds = std::iter::once(option("", words.any_kind)).chain(words.kinds.iter().map(|(kind, text)| option(kind, text)));
    let by_kind = move |event| {
        asked.update(|asked| asked.kind = value_at(&event));
        look();
    };
    let by_day = move |day: String| {
        asked.update(|asked| asked.day = day);
        look();
    };
    let kind = filters.then(|| {
        let list = el("select.box").attr("name", "kind").child(kinds.collect::<Vec<El>>()).on("change", by_kind);
        el("label").text(words.kind).child(list)
    });
    let day = filters.then(|| el("label").text(words.on_day).child(el("input.box").attr("type", "date").attr("name", "at").typed(by_day)));
    let listed = move || match found.get() {
        None => nothing(),
        Some(found) => drawn(app, found, |body| {
            let units: Vec<Found> = rows(body, "units").iter().filter_map(|row| serde_json::from_value(row.clone()).ok()).collect();
            let listed = match filters {
                _ if units.is_empty() => return say("p.empty", words.none).into(),
                true => table(words, &units, &row),
                false => list(words, &units, &row).into(),
            };
            [listed, rest(words, body["more"] == true)].into()
        }),
    };
    let results = el("div.stack").attr("aria-live", "polite").attr("data-found", "").live(listed);
    el("div.stack").child(el("div.filters").child(name).child(kind).child(day)).child(results)
}

/// Says that there are more than are listed.
fn rest(words: &Words, more: bool) -> View {
    more.then(|| say("p.note", words.more)).into()
}

/// What stands above a unit, as text; that the centre does goes without saying.
fn above(found: &Found) -> String {
    let names: Vec<&str> = found.above.iter().filter(|unit| unit.kind != "centre").map(|unit| unit.name.as_str()).collect();
    names.join(", ")
}

/// For a narrow place: one under the other.
fn list(words: &Words, units: &[Found], row: &Rc<dyn Fn(&Found) -> El>) -> El {
    let line = |found: &Found| {
        let about = [Words::of(&words.kinds, &found.unit.kind), " · ", &above(found)].concat();
        el("li").attr("data-unit", &found.unit.code).child(row(found)).child(say("div.quiet", &about))
    };
    el("ul.stack").child(units.iter().map(line).collect::<Vec<El>>())
}

fn table(words: &Words, units: &[Found], row: &Rc<dyn Fn(&Found) -> El>) -> View {
    let line = |found: &Found| {
        el("tr")
            .attr("data-unit", &found.unit.code)
            .child(el("th").attr("scope", "row").child(row(found)))
            .child(say("td", &above(found)).attr("data-label", words.above))
            .child(say("td", Words::of(&words.kinds, &found.unit.kind)).attr("data-label", words.kind))
            .child(say("td", &found.unit.code).attr("data-label", words.code))
    };
    let twins = |found: &Found| units.iter().filter(|other| other.unit.name == found.unit.name).count() > 1;
    let warning = units.iter().any(twins).then(|| say("p.note", words.same_name));
    let column = |text: &str| say("th", text).attr("scope", "col");
    let head = el("tr").child([app().texts().org_unit, words.above, words.kind, words.code].map(column));
    let body = el("tbody").child(units.iter().map(line).collect::<Vec<El>>());
    let table = el("table.cardtable").child(say("caption.unseen", words.title)).child(el("thead").child(head)).child(body);
    [View::from(warning), el("div.tablewrap").child(table).into()].into()
}

async fn fetch(app: App, asked: &Asked) -> Option<asking::Found> {
    if asked.text.trim().is_empty() {
        return None;
    }
    let mut path = ["/api/v1/units?q=", &router::encode(asked.text.trim())].concat();
    for (name, value) in [("&kind=", &asked.kind), ("&at=", &asked.day)] {
        if !value.is_empty() {
            path += &[name, &router::encode(value)].concat();
        }
    }
    Some(ask(app, &path).await)
}
