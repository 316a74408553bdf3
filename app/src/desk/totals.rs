//! Totals of what is approved: how many reports are in, who is missing, and every figure.

use leptos::prelude::*;
use leptos::task::spawn_local;
use phieu_ui::dom::{El, View, button, el, say, value_at, watch};
use serde_json::Value;

use super::units;
use crate::pages::frame::{empty, heading, link, waiting, wide};
use crate::router::{Desk, Page};
use crate::state::{App, Net, app};
use crate::storage::records::{Title, Unit};
use crate::texts::{Texts, put};
use crate::{api, browser, router, words};

/// What is chosen.
#[derive(Clone, Debug, Default, PartialEq)]
struct Choice {
    form: String,
    period: String,
    org_unit: String,
}

/// A form or a period to choose: value and label.
pub(super) type Options = Vec<(String, String)>;

#[derive(Clone)]
enum Sum {
    None,
    Fetching,
    Here(Box<Value>),
    Refused(String),
    Away,
}

/// The page.
pub fn page() -> View {
    let app = app();
    let texts = app.texts();
    browser::set_title(texts.nav_totals);
    let forms = RwSignal::new(Options::new());
    let periods = RwSignal::new(Options::new());
    let choice = RwSignal::new(Choice::default());
    let sum = RwSignal::new(Sum::Fetching);
    spawn_local(async move {
        let found = fetch_forms(app).await;
        let first = found.first().map(|(form, _)| form.clone());
        forms.try_set(found);
        match first {
            Some(form) => choose_form(app, form, periods, choice).await,
            None => {
                sum.try_set(Sum::Away);
            }
        }
    });
    watch(move || add_up(app, choice, sum));
    let pick_form = move |form: String| spawn_local(choose_form(app, form, periods, choice));
    let pick_period = move |period: String| choice.update(|choice| choice.period = period);
    let filters = el("div.filters")
        .child(pick(texts.fact_form, "form", forms, move || choice.with(|choice| choice.form.clone()), pick_form))
        .child(pick(texts.fact_period, "period", periods, move || choice.with(|choice| choice.period.clone()), pick_period));
    let shown = move || match sum.get() {
        Sum::Fetching => View::from(waiting()),
        Sum::None => say("p.empty", texts.totals_none).into(),
        Sum::Away => empty(texts.needs_network).into(),
        Sum::Refused(said) => empty(&said).into(),
        Sum::Here(body) => shown(app, &body, choice),
    };
    let units = link(Page::Desk(Desk::Units), "link", units::words(app.language.get_untracked()).title);
    wide("totals").child(heading("", texts.totals_title)).child(el("p").child(units)).child(filters).live(shown).into()
}

/// Fetches the sum of what is chosen.
fn add_up(app: App, choice: RwSignal<Choice>, sum: RwSignal<Sum>) {
    let chosen = choice.get();
    if chosen.form.is_empty() {
        return;
    }
    if chosen.period.is_empty() {
        return sum.set(Sum::None);
    }
    sum.set(Sum::Fetching);
    spawn_local(async move {
        let found = fetch(app, &chosen).await;
        if choice.try_with_untracked(|now| *now == chosen) == Some(true) {
            sum.set(found);
        }
    });
}

/// A list to choose from.
pub(super) fn pick(
    label: &str,
    name: &str,
    options: RwSignal<Options>,
    chosen: impl Fn() -> String + 'static,
    picked: impl Fn(String) + 'static,
) -> El {
    let list = el("select.box")
        .attr("name", name)
        .live(move || {
            let chosen = chosen();
            let option = |(value, label): &(String, String)| {
                say("option", label).attr("value", value).attr_if("selected", (*value == chosen).then_some(""))
            };
            options.with(|options| options.iter().map(option).collect::<Vec<El>>())
        })
        .on("change", move |event| picked(value_at(&event)));
    el("label").text(label).child(list)
}

pub(super) async fn fetch_forms(app: App) -> Options {
    let answer = api::get("/api/v1/forms").await;
    if answer.status.is_some() {
        app.net.set(Net::Good);
    }
    let language = app.language.get_untracked();
    let rows = answer.body["forms"].as_array().cloned().unwrap_or_default();
    let option = |row: &Value| Some((row["id"].as_str()?.to_string(), title(&row["title"]).get(language).to_string()));
    rows.iter().filter_map(option).collect()
}

/// Takes a form, and the latest of its periods that has reports.
async fn choose_form(app: App, form: String, periods: RwSignal<Options>, choice: RwSignal<Choice>) {
    let answer = api::get(&["/api/v1/periods?form=", &router::encode(&form)].concat()).await;
    let rows = answer.body["periods"].as_array().cloned().unwrap_or_default();
    let name = |row: &Value| row["period"].as_str().unwrap_or_default().to_string();
    let mut found: Options = rows.iter().map(|row| (name(row), words::period(&name(row), app.texts()))).collect();
    found.sort_by(|a, b| b.0.cmp(&a.0));
    let used = found.iter().find(|(period, _)| rows.iter().any(|row| name(row) == *period && row["reports"].as_u64() > Some(0)));
    let period = used.or(found.first()).map(|(period, _)| period.clone()).unwrap_or_default();
    periods.set(found);
    choice.set(Choice { form, period, org_unit: String::new() });
}

async fn fetch(app: App, chosen: &Choice) -> Sum {
    let mut path = ["/api/v1/totals?form=", &router::encode(&chosen.form), "&period=", &router::encode(&chosen.period)].concat();
    if !chosen.org_unit.is_empty() {
        path += &["&org_unit=", &router::encode(&chosen.org_unit)].concat();
    }
    let answer = api::get(&path).await;
    match answer.status {
        None => Sum::Away,
        Some(200) => Sum::Here(Box::new(answer.body)),
        Some(status) => {
            app.signed_out.update(|out| *out |= status == 401);
            Sum::Refused(answer.message().to_string())
        }
    }
}

fn title(json: &Value) -> Title {
    serde_json::from_value(json.clone()).unwrap_or_default()
}

fn unit(json: &Value) -> Unit {
    serde_json::from_value(json.clone()).unwrap_or_default()
}

fn shown(app: App, body: &Value, choice: RwSignal<Choice>) -> View {
    let texts = app.texts();
    let number = |key: &str| body[key].as_u64().unwrap_or(0).to_string();
    let rows = |key: &str| body[key].as_array().map(Vec::as_slice).unwrap_or_default();
    let (received, expected, approved) = (number("received"), number("expected"), number("approved"));
    let away = choice.with_untracked(|choice| !choice.org_unit.is_empty());
    let up = away.then(|| button("link", texts.totals_up, move || choice.update(|choice| choice.org_unit.clear())));
    let head = say("p.bignumber", &put(texts.totals_received, &[&received, &expected]))
        .attr("data-received", &received)
        .attr("data-expected", &expected);
    let sheet = el("div.sheet").child(head).child(say("p", &put(texts.totals_approved, &[&approved])).attr("data-approved", &approved));
    [
        View::from(say("h2", &unit(&body["org_unit"]).name)),
        up.into(),
        sheet.into(),
        missing(app, rows("missing")).into(),
        figures(app, rows("fields")).into(),
        children(app, rows("children"), choice).into(),
    ]
    .into()
}

/// A table that is cards on a phone: its title, its columns, its rows.
fn table(title: &str, columns: &[(&str, bool)], rows: Vec<El>) -> El {
    let column = |(name, number): &(&str, bool)| say(if *number { "th.number" } else { "th" }, name).attr("scope", "col");
    let head = el("thead").child(el("tr").child(columns.iter().map(column).collect::<Vec<El>>()));
    el("div.tablewrap").child(el("table.cardtable").child(say("caption", title)).child(head).child(el("tbody").child(rows)))
}

/// Who has not an approved report, and how far theirs is.
fn missing(app: App, rows: &[Value]) -> El {
    let texts = app.texts();
    if rows.is_empty() {
        return say("p.note", texts.totals_all_in);
    }
    let row = |row: &Value| {
        let unit = unit(row);
        let state = row["state"].as_str().unwrap_or_default();
        let (class, said) = match state {
            "submitted" => ("span.tag.tag--mid", texts.status_submitted),
            "returned" => ("span.tag.tag--bad", texts.status_returned),
            "overdue" => ("span.tag.tag--bad", texts.totals_overdue),
            _ => ("span.tag.tag--mid", texts.totals_not_sent),
        };
        el("tr")
            .attr("data-missing", &unit.code)
            .attr("data-state", state)
            .child(say("th", &unit.name).attr("scope", "row"))
            .child(el("td").child(say(class, said)))
    };
    table(texts.totals_missing, &[(texts.org_unit, false), (texts.fact_status, false)], rows.iter().map(row).collect())
}

/// Every figure that adds up.
fn figures(app: App, rows: &[Value]) -> Option<El> {
    let texts = app.texts();
    let language = app.language.get_untracked();
    let spoken = phieu_message::language(language);
    let row = |row: &Value| {
        let value = row["value"].as_f64().map_or("–".to_string(), |value| phieu_message::number(value, spoken));
        let text = |key: &str| row[key].as_str().unwrap_or_default();
        let unit = say("span.answers__unit", title(&row["unit"]).get(language));
        el("tr")
            .attr("data-total", text("path"))
            .child(el("th").attr("scope", "row").child(say("span.code", text("code"))).text(title(&row["label"]).get(language)))
            .child(say("td.number", &value).attr("data-label", texts.totals_value).text(" ").child(unit))
            .child(say("td", how(text("aggregate"), texts)).attr("data-label", texts.totals_how))
    };
    let columns = [(texts.totals_field, false), (texts.totals_value, true), (texts.totals_how, false)];
    // Texts and what is not aggregated have no figure.
    let rows: Vec<El> = rows.iter().filter(|row| !how(row["aggregate"].as_str().unwrap_or_default(), texts).is_empty()).map(row).collect();
    (!rows.is_empty()).then(|| table(texts.totals_figures, &columns, rows))
}

/// How a figure was made.
fn how(aggregate: &str, texts: &'static Texts) -> &'static str {
    match aggregate {
        "sum" => texts.how_sum,
        "last" => texts.how_last,
        "recompute" => texts.how_recompute,
        "count" => texts.how_count,
        _ => "",
    }
}

/// The units below, with how many of theirs are in; each that has units below can be looked into.
fn children(app: App, rows: &[Value], choice: RwSignal<Choice>) -> Option<El> {
    let texts = app.texts();
    let row = |row: &Value| {
        let unit = unit(&row["org_unit"]);
        let number = |key: &str| row[key].as_u64().unwrap_or(0).to_string();
        let code = unit.code.clone();
        let look = move || choice.update(|choice| choice.org_unit.clone_from(&code));
        let name = match unit.kind.as_str() {
            "commune" | "province" => button("link", &unit.name, look).into(),
            _ => View::from(unit.name.as_str()),
        };
        el("tr")
            .attr("data-child", &unit.code)
            .child(el("th").attr("scope", "row").child(name))
            .child(say("td", &[number("received"), "/".into(), number("expected")].concat()).attr("data-label", texts.totals_in))
            .child(say("td", &number("approved")).attr("data-label", texts.status_approved))
    };
    let rows: Vec<El> = rows.iter().filter(|row| row["expected"].as_u64() > Some(0)).map(row).collect();
    let columns = [(texts.org_unit, false), (texts.totals_in, false), (texts.status_approved, false)];
    (!rows.is_empty()).then(|| table(texts.totals_children, &columns, rows))
}
