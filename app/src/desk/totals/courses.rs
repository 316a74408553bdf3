//! All figures of a form over the periods before, of one unit: a line for each, and beside it every number.

use leptos::prelude::*;
use phieu_ui::dom::{El, View, drawing, el, say};
use serde_json::Value;

use super::figure::{line, query};
use super::tables::plain;
use super::words::{Words, words};
use crate::browser;
use crate::desk::asking::{drawn, fetched};
use crate::desk::tables::{count, rows, title, unit};
use crate::pages::frame::{heading, link, wide};
use crate::router::{Desk, Page, Sum};
use crate::state::{App, app};
use crate::texts::put;
use crate::words as said;

/// The page.
pub(crate) fn page(sum: Sum) -> View {
    let app = app();
    let words = words(app.language.get_untracked());
    browser::set_title(words.courses);
    let found = fetched(app, ["/api/v1/totals/courses?", &query(&sum)].concat());
    let back = link(Page::Desk(Desk::Totals(Some(sum.clone()))), "back", words.to_totals);
    let shown = move || drawn(app, found.get(), |body| courses(app, words, &sum, body));
    wide("courses").child(back).live(shown).into()
}

fn courses(app: App, words: &Words, sum: &Sum, body: &Value) -> View {
    let language = app.language.get_untracked();
    let name = unit(&body["org_unit"]).name;
    let caption = [title(&body["title"]).get(language), " · ", &name].concat();
    let head = heading(&caption, words.courses);
    // Periods before anything was reported say nothing.
    let periods = rows(body, "periods");
    let first = periods.iter().position(|period| period["reports"].as_u64() > Some(0)).unwrap_or(periods.len());
    if rows(body, "fields").is_empty() {
        return [View::from(head), say("p.empty", words.no_figure).into()].into();
    }
    let of_period = |period: &Value| {
        let name = said::period(period["period"].as_str().unwrap_or_default(), app.texts());
        say("th.number", &name).attr("scope", "col")
    };
    let columns = el("tr")
        .child(say("th", words.field).attr("scope", "col"))
        .child(say("th", words.course).attr("scope", "col"))
        .child(periods[first..].iter().map(of_period).collect::<Vec<El>>());
    let reports = |period: &Value| say("td.number", &count(period, "reports"));
    let reports = el("tr")
        .child(say("th", words.reports).attr("scope", "row"))
        .child(el("td"))
        .child(periods[first..].iter().map(reports).collect::<Vec<El>>());
    let row = |field: &Value| {
        let label = title(&field["label"]).get(language).to_string();
        let values = &rows(field, "values")[first..];
        let numbers: Vec<Option<f64>> = values.iter().map(Value::as_f64).collect();
        let known = numbers.iter().flatten().count();
        let path = field["path"].as_str().unwrap_or_default();
        let picture = drawing("svg").attr("class", "chart chart--small").attr("role", "img");
        let picture = line(picture, &numbers).attr("aria-label", &put(words.course_chart, &[&label, &known.to_string()]));
        let cells = values.iter().map(|value| say("td.number", &plain(app, value))).collect::<Vec<El>>();
        el("tr")
            .attr("data-course", path)
            .child(el("th").attr("scope", "row").child(link(Page::Desk(Desk::Figure(sum.clone(), path.into())), "", &label)))
            .child(el("td").child((known > 1).then_some(picture)))
            .child(cells)
    };
    let lines = rows(body, "fields").iter().map(row).collect::<Vec<El>>();
    let table = el("table.courses").child(say("caption.unseen", words.courses)).child(el("thead").child(columns));
    let table = table.child(el("tbody").child(reports).child(lines));
    // It scrolls by itself, also by keyboard.
    let wrap = el("div.tablewrap").attr("tabindex", "0").attr("role", "region").attr("aria-label", words.courses).child(table);
    [View::from(head), say("p", words.courses_how).into(), wrap.into()].into()
}
