//! One figure looked into: over time, beside earlier periods, unit by unit down to the reports, and who has not given it.

use leptos::prelude::*;
use phieu_ui::dom::{El, View, drawing, el, say};
use serde_json::Value;

use super::missing;
use super::spread::spread;
use super::tables::{plain, share, shown};
use super::words::{Words, words};
use crate::chart::{SIZE, points, runs};
use crate::desk::asking::{drawn, fetched};
use crate::desk::tables::{count, rows, signed, table, title, unit};
use crate::pages::frame::{heading, link, wide};
use crate::router::{self, Desk, Include, Page, Sum};
use crate::state::{App, app};
use crate::storage::records::Subject;
use crate::texts::put;
use crate::{browser, words as said};

/// The page.
pub(crate) fn page(sum: Sum, path: String) -> View {
    let app = app();
    let texts = app.texts();
    browser::set_title(texts.nav_totals);
    let address = ["/api/v1/totals/figure?", &query(&sum), "&path=", &router::encode(&path)].concat();
    let found = fetched(app, address);
    let back = link(Page::Desk(Desk::Totals(Some(sum.clone()))), "back", words(app.language.get_untracked()).to_totals);
    let shown = move || drawn(app, found.get(), |body| figure(app, &sum, &path, body));
    wide("figure").child(back).live(shown).into()
}

/// What is asked for, as the server's addresses say it.
pub(crate) fn query(Sum { subject, include }: &Sum) -> String {
    let mut query = ["form=", &router::encode(&subject.form), "&period=", &router::encode(&subject.period)].concat();
    if !subject.org_unit.is_empty() {
        query += &["&org_unit=", &router::encode(&subject.org_unit)].concat();
    }
    query + "&include=" + include.name()
}

fn figure(app: App, sum: &Sum, path: &str, body: &Value) -> View {
    let language = app.language.get_untracked();
    let words = words(language);
    let label = title(&body["label"]).get(language).to_string();
    let form = title(&body["title"]);
    let period = said::period(&sum.subject.period, app.texts());
    let name = unit(&body["org_unit"]).name;
    let caption = [form.get(language), " · ", &period, " · ", &name];
    let measure = title(&body["unit"]).get(language).to_string();
    let sheet = el("div.sheet")
        .child(
            say("p.bignumber", &shown(app, &body["value"], rows(body, "choices")))
                .attr("data-value", &body["value"].to_string())
                .text(" ")
                .child(say("span.answers__unit", &measure)),
        )
        .child(el("p").child(share(words, words.answered, body, &count(body, "expected"))))
        .child((sum.include != Include::Approved).then(|| say("p.note", sum.include.label(words))));
    let silent = rows(body, "missing");
    [
        View::from(heading(&caption.concat(), &label)),
        sheet.into(),
        spread(app, words, body).into(),
        like(app, words, body).into(),
        course(app, words, &label, body).into(),
        children(app, words, sum, path, body).into(),
        (!silent.is_empty()).then(|| missing(app, words.without, silent)).into(),
        texts(words, rows(body, "texts")).into(),
    ]
    .into()
}

/// Like with like: the units that gave the figure in both periods.
fn like(app: App, words: &Words, body: &Value) -> El {
    let line = |name: &str, label: &str| {
        let of = &body["compared"][name];
        let period = said::period(of["period"].as_str()?, app.texts());
        let difference = of["difference"].as_f64();
        let told = match difference {
            Some(difference) => {
                put(words.same_units, &[&count(of, "units"), &plain(app, &of["before"]), &plain(app, &of["now"]), &signed(app, difference)])
            }
            None => words.no_like.to_string(),
        };
        Some(el("div").attr("data-like", name).child(say("dt", &[label, " (", &period, ")"].concat())).child(say("dd", &told)))
    };
    let lines = [line("previous", words.previous), line("last_year", words.last_year)];
    let list = el("dl.facts").child(lines.into_iter().flatten().collect::<Vec<El>>());
    el("section.group").child(say("h2", words.like)).child(list)
}

/// The line over the periods, and the table that says the same.
fn course(app: App, words: &Words, label: &str, body: &Value) -> El {
    let (rows, choices) = (rows(body, "course"), rows(body, "choices"));
    let values: Vec<Option<f64>> = rows.iter().map(|row| row["value"].as_f64()).collect();
    let known = values.iter().flatten().count();
    let picture = drawing("svg")
        .attr("role", "img")
        .attr("class", "chart")
        .attr("aria-label", &put(words.course_chart, &[label, &known.to_string()]));
    let picture = line(picture, &values);
    let row = |row: &Value| {
        let period = row["period"].as_str().unwrap_or_default();
        el("tr")
            .attr("data-period", period)
            .child(say("th", &said::period(period, app.texts())).attr("scope", "row"))
            .child(say("td.number", &shown(app, &row["value"], choices)).attr("data-label", words.total))
            .child(say("td.number", &count(row, "reports")).attr("data-label", words.reports))
    };
    let columns = [(app.texts().fact_period, false), (words.total, true), (words.reports, true)];
    let reported = rows.iter().rev().filter(|row| row["reports"].as_u64() > Some(0)).map(row).collect();
    let drawn = (known > 1).then_some(picture);
    el("section.group").child(say("h2", words.course)).child(drawn).child(table(words.course_table, &columns, reported))
}

/// Draws the numbers of periods into a picture, as a line that breaks where nothing was reported.
pub(crate) fn line(picture: El, values: &[Option<f64>]) -> El {
    let mut picture = picture.attr("viewBox", &format!("0 0 {} {}", SIZE.0, SIZE.1));
    for run in runs(values) {
        picture = picture.child(drawing("polyline").attr("points", &points(&run)));
        for (x, y) in run {
            picture = picture.child(drawing("circle").attr("cx", &format!("{x:.1}")).attr("cy", &format!("{y:.1}")).attr("r", "5"));
        }
    }
    picture
}

/// The units directly below: further down, or to the report.
fn children(app: App, words: &Words, sum: &Sum, path: &str, body: &Value) -> Option<El> {
    let (rows, choices) = (rows(body, "children"), rows(body, "choices"));
    let row = |row: &Value| {
        let unit = unit(&row["org_unit"]);
        let below = Sum { subject: Subject { org_unit: unit.code.clone(), ..sum.subject.clone() }, ..sum.clone() };
        let name = match row["report_id"].as_str() {
            Some(id) => el("span").text(&unit.name).text(" · ").child(link(Page::Desk(Desk::Decide(id.into())), "", words.open_report)),
            None if unit.code == sum.subject.org_unit || matches!(unit.kind.as_str(), "club" | "branch" | "fund") => {
                el("span").text(&unit.name)
            }
            None => link(Page::Desk(Desk::Figure(below, path.into())), "", &unit.name),
        };
        el("tr")
            .attr("data-child", &unit.code)
            .child(el("th").attr("scope", "row").child(name))
            .child(say("td.number", &shown(app, &row["value"], choices)).attr("data-label", words.total))
            .child(el("td").attr("data-label", words.reports).child(share(words, words.answered, row, &count(row, "expected"))))
    };
    let columns = [(app.texts().org_unit, false), (words.total, true), (words.reports, false)];
    (!rows.is_empty()).then(|| table(words.by_unit, &columns, rows.iter().map(row).collect()))
}

/// What units wrote, one after the other.
fn texts(words: &Words, rows: &[Value]) -> Option<El> {
    let text = |row: &Value| {
        let of = |name: &str| row[name].as_str().unwrap_or_default();
        el("div").child(say("dt", of("org_unit"))).child(say("dd", of("text")))
    };
    let list = el("dl.facts").child(rows.iter().map(text).collect::<Vec<El>>());
    (!rows.is_empty()).then(|| el("section.group").child(say("h2", words.written)).child(list))
}
