//! Totals of what is approved: how many reports are in, who is missing, and every figure beside earlier periods.

pub(super) mod courses;
pub(super) mod figure;
pub(super) mod spread;
pub(super) mod tables;
pub(super) mod words;

use leptos::prelude::*;
use leptos::task::spawn_local;
use phieu_ui::dom::{El, View, button, el, say, watch};
use serde_json::Value;

use self::tables::{plain, share, shown as figure_shown};
use self::words::{Words, words};
use super::asking::{Found, ask, drawn};
use super::choosing::{Options, fetch_summed_forms, pick};
use super::tables::{count, rows, signed, table, title, unit};
use super::units;
use crate::pages::frame::{heading, link, wide};
use crate::router::{self, Desk, Include, Page, Sum};
use crate::state::{App, app};
use crate::storage::records::Subject;
use crate::texts::put;
use crate::{api, browser, words as said};

impl Include {
    /// Estimates are there of some periods only.
    fn of_any_period(self) -> Include {
        if self == Include::Estimate { Include::Approved } else { self }
    }

    /// What the choice is called.
    fn label(self, words: &Words) -> &'static str {
        match self {
            Include::Approved => words.only_approved,
            Include::Submitted => words.include,
            Include::Estimate => words.include_estimates,
        }
    }
}

/// The page, opened at a form, period and unit or at the first there are.
pub fn page(at: Option<Sum>) -> View {
    let app = app();
    let texts = app.texts();
    browser::set_title(texts.nav_totals);
    let forms = RwSignal::new(Options::new());
    let periods = RwSignal::new(Options::new());
    let choice = RwSignal::new(Sum::default());
    // Nothing where there is no period to add up.
    let sum = RwSignal::new(Some(Found::Waiting));
    spawn_local(async move {
        let found = fetch_summed_forms(app).await;
        let first = found.first().map(|(form, _)| form.clone());
        forms.try_set(found);
        match (at, first) {
            (Some(at), Some(_)) => {
                choose_form(app, at.subject.form.clone(), periods, choice).await;
                choice.try_set(at);
            }
            (None, Some(form)) => choose_form(app, form, periods, choice).await,
            (_, None) => {
                sum.try_set(Some(Found::Away));
            }
        }
    });
    watch(move || add_up(app, choice, sum));
    let pick_form = move |form: String| spawn_local(choose_form(app, form, periods, choice));
    let pick_period = move |period: String| {
        choice.update(|choice| {
            choice.subject.period = period;
            choice.include = choice.include.of_any_period();
        });
    };
    let chosen_form = move || choice.with(|choice| choice.subject.form.clone());
    let chosen_period = move || choice.with(|choice| choice.subject.period.clone());
    let filters = el("div.filters")
        .child(pick(texts.fact_form, "form", forms, chosen_form, pick_form))
        .child(pick(texts.fact_period, "period", periods, chosen_period, pick_period))
        .child(includes(app, choice, sum));
    let language = app.language.get_untracked();
    let words = words(language);
    let shown = move || match sum.get() {
        None => say("p.empty", words.none).into(),
        Some(found) => drawn(app, found, |body| shown(app, body, choice)),
    };
    let targets = link(Page::Desk(Desk::Targets), "link", words.targets);
    let units = link(Page::Desk(Desk::Units), "link", units::words(language).title);
    wide("totals").child(heading("", words.title)).child(el("p").child(targets).text(" · ").child(units)).child(filters).live(shown).into()
}

/// The choice of what is added up; estimates where there are any of the period.
fn includes(app: App, choice: RwSignal<Sum>, sum: RwSignal<Option<Found>>) -> El {
    let words = words(app.language.get_untracked());
    let estimable = Memo::new(move |_| match sum.get() {
        Some(Found::Here(body)) => body["estimable"] == true,
        _ => choice.with_untracked(|choice| choice.include == Include::Estimate),
    });
    let one = move |include: Include| {
        let radio = el("input")
            .attr("type", "radio")
            .attr("name", "include")
            .attr("value", include.name())
            .live_checked(move || choice.with(|choice| choice.include == include))
            .on("change", move |_| choice.update(|choice| choice.include = include));
        el("label.filters__check").child(radio).text(include.label(words))
    };
    let offered = move || {
        let offered = Include::ALL.into_iter().filter(|include| *include != Include::Estimate || estimable.get());
        offered.map(one).collect::<Vec<El>>()
    };
    el("fieldset.filters__choice").child(say("legend", words.what)).live(offered)
}

/// Fetches the sum of what is chosen.
fn add_up(app: App, choice: RwSignal<Sum>, sum: RwSignal<Option<Found>>) {
    let chosen = choice.get();
    if chosen.subject.form.is_empty() {
        return;
    }
    if chosen.subject.period.is_empty() {
        return sum.set(None);
    }
    sum.set(Some(Found::Waiting));
    let path = ["/api/v1/totals?", &figure::query(&chosen)].concat();
    spawn_local(async move {
        let found = ask(app, &path).await;
        if choice.try_with_untracked(|now| *now == chosen) == Some(true) {
            sum.set(Some(found));
        }
    });
}

/// Takes a form, and the latest of its periods that has reports.
async fn choose_form(app: App, form: String, periods: RwSignal<Options>, choice: RwSignal<Sum>) {
    let answer = api::get(&["/api/v1/periods?form=", &router::encode(&form)].concat()).await;
    let rows = answer.body["periods"].as_array().cloned().unwrap_or_default();
    let name = |row: &Value| row["period"].as_str().unwrap_or_default().to_string();
    let mut found: Options = rows.iter().map(|row| (name(row), said::period(&name(row), app.texts()))).collect();
    found.sort_by(|a, b| b.0.cmp(&a.0));
    let used = found.iter().find(|(period, _)| rows.iter().any(|row| name(row) == *period && row["reports"].as_u64() > Some(0)));
    let period = used.or(found.first()).map(|(period, _)| period.clone()).unwrap_or_default();
    periods.set(found);
    choice.update(|choice| {
        choice.subject = Subject { form, period, org_unit: String::new() };
        choice.include = choice.include.of_any_period();
    });
}

fn shown(app: App, body: &Value, choice: RwSignal<Sum>) -> View {
    let words = words(app.language.get_untracked());
    let (received, expected, approved) = (count(body, "received"), count(body, "expected"), count(body, "approved"));
    let away = choice.with_untracked(|choice| !choice.subject.org_unit.is_empty());
    let up = away.then(|| button("link", words.up, move || choice.update(|choice| choice.subject.org_unit.clear())));
    let head =
        say("p.bignumber", &put(words.received, &[&received, &expected])).attr("data-received", &received).attr("data-expected", &expected);
    let told = match choice.with_untracked(|choice| choice.include) {
        Include::Approved => put(words.only_approved_added, &[&approved]),
        Include::Submitted => put(words.approved, &[&approved, &expected]),
        Include::Estimate => put(words.with_estimates, &[&approved, &expected, &count(body, "estimates")]),
    };
    let sheet = el("div.sheet").child(head).child(say("p", &told).attr("data-approved", &approved));
    let mut at = choice.get_untracked();
    at.subject.org_unit = unit(&body["org_unit"]).code;
    let more =
        body["missing_more"].as_u64().filter(|more| *more > 0).map(|more| say("p.note", &put(words.more_missing, &[&more.to_string()])));
    [
        View::from(say("h2", &unit(&body["org_unit"]).name)),
        up.into(),
        sheet.into(),
        missing(app, words.missing, rows(body, "missing")).into(),
        more.into(),
        figures(app, words, &at, body).into(),
        link(Page::Desk(Desk::Courses(at)), "link", words.courses).into(),
        children(app, rows(body, "children"), choice).into(),
    ]
    .into()
}

/// Who is not in the figures, and how far theirs is.
pub(crate) fn missing(app: App, title: &str, rows: &[Value]) -> El {
    let (texts, words) = (app.texts(), words(app.language.get_untracked()));
    if rows.is_empty() {
        return say("p.note", words.all_in);
    }
    let row = |row: &Value| {
        let unit = unit(row);
        let state = row["state"].as_str().unwrap_or_default();
        let (class, said) = match state {
            "approved" => ("span.tag.tag--mid", texts.status_approved),
            "submitted" => ("span.tag.tag--mid", texts.status_submitted),
            "returned" => ("span.tag.tag--bad", texts.status_returned),
            "overdue" => ("span.tag.tag--bad", words.overdue),
            _ => ("span.tag.tag--mid", words.not_sent),
        };
        let name = match row["report_id"].as_str() {
            Some(id) => View::from(link(Page::Desk(Desk::Decide(id.into())), "", &unit.name)),
            None => View::from(unit.name.as_str()),
        };
        let estimate = row["estimate"].as_str().map(|id| {
            let link = link(Page::Desk(Desk::Decide(id.into())), "", words.estimate_in).attr("data-estimate", id);
            [View::from(" "), link.into()]
        });
        el("tr")
            .attr("data-missing", &unit.code)
            .attr("data-state", state)
            .child(el("th").attr("scope", "row").child(name))
            .child(el("td").child(say(class, said)).child(estimate.map(View::from)))
    };
    table(title, &[(texts.org_unit, false), (words.status, false)], rows.iter().map(row).collect())
}

/// Every figure, beside the periods before: each leads to where it comes from.
fn figures(app: App, words: &Words, sum: &Sum, body: &Value) -> Option<El> {
    let language = app.language.get_untracked();
    let before = ["previous", "last_year"].into_iter().filter(|name| body["compared"].get(name).is_some()).collect::<Vec<_>>();
    let row = |row: &Value| {
        let text = |key: &str| row[key].as_str().unwrap_or_default();
        let label = title(&row["label"]).get(language).to_string();
        let name = match text("aggregate") {
            "none" => View::from(label.as_str()),
            _ => View::from(
                link(Page::Desk(Desk::Figure(sum.clone(), text("path").into())), "", &label)
                    .attr("aria-label", &put(words.look, &[&label])),
            ),
        };
        let measure = say("span.answers__unit", title(&row["unit"]).get(language));
        let compared = before.iter().map(|name| compared(app, words, body, row, name)).collect::<Vec<El>>();
        el("tr")
            .attr("data-total", text("path"))
            .child(el("th").attr("scope", "row").child(say("span.code", text("code"))).child(name))
            .child(
                say("td.number", &figure_shown(app, &row["value"], self::rows(row, "choices")))
                    .attr("data-label", words.total)
                    .text(" ")
                    .child(measure),
            )
            .child(el("td.share").attr("data-label", words.given).child(share(words, words.of, row, &count(body, "expected"))))
            .child(compared)
            .child(say("td.wideonly", how(text("aggregate"), words)).attr("data-label", words.how))
    };
    let labels = before.iter().map(|name| (if *name == "previous" { words.previous } else { words.last_year }, true));
    let columns: Vec<(&str, bool)> =
        [(words.field, false), (words.total, true), (words.given, false)].into_iter().chain(labels).chain([(words.how, false)]).collect();
    let rows: Vec<El> = rows(body, "fields").iter().map(row).collect();
    (!rows.is_empty()).then(|| table(words.figures, &columns, rows))
}

/// The figure of an earlier period: with the difference where both periods are whole, else with how many gave it.
fn compared(app: App, words: &Words, body: &Value, row: &Value, name: &str) -> El {
    let label = if name == "previous" { words.previous } else { words.last_year };
    let cell = el("td.compared").attr("data-compared", name).attr("data-label", label);
    let of = &row[name];
    match (of["value"].as_f64(), of["difference"].as_f64()) {
        (None, _) => cell.text("–"),
        (Some(_), Some(difference)) => {
            cell.text(&plain(app, &of["value"])).text(" ").child(say("span.share", &signed(app, difference)).attr("data-difference", ""))
        }
        (Some(_), None) => {
            let given = put(words.of, &[&count(of, "answered"), &count(&body["compared"][name], "expected")]);
            cell.text(&plain(app, &of["value"])).text(" ").child(say("span.share", &["(", &given, ")"].concat()))
        }
    }
}

/// How a figure was made.
fn how(aggregate: &str, words: &Words) -> &'static str {
    match aggregate {
        "sum" => words.how_sum,
        "last" => words.how_last,
        "recompute" => words.how_recompute,
        "count" => words.how_count,
        _ => "",
    }
}

/// The units below, with how many of theirs are in; each that has units below can be looked into.
fn children(app: App, rows: &[Value], choice: RwSignal<Sum>) -> Option<El> {
    let texts = app.texts();
    let words = words(app.language.get_untracked());
    let approved = |row: &Value| match row["estimates"].as_u64() {
        Some(estimates) if estimates > 0 => put(words.and_estimates, &[&count(row, "approved"), &estimates.to_string()]),
        _ => count(row, "approved"),
    };
    let row = |row: &Value| {
        let unit = unit(&row["org_unit"]);
        let code = unit.code.clone();
        let look = move || choice.update(|choice| choice.subject.org_unit.clone_from(&code));
        let name = match unit.kind.as_str() {
            "commune" | "province" => button("link", &unit.name, look).into(),
            _ => View::from(unit.name.as_str()),
        };
        el("tr")
            .attr("data-child", &unit.code)
            .child(el("th").attr("scope", "row").child(name))
            .child(say("td", &[count(row, "received"), "/".into(), count(row, "expected")].concat()).attr("data-label", words.reports_in))
            .child(say("td", &approved(row)).attr("data-label", texts.status_approved))
    };
    let rows: Vec<El> = rows.iter().filter(|row| row["expected"].as_u64() > Some(0)).map(row).collect();
    let columns = [(texts.org_unit, false), (words.reports_in, false), (texts.status_approved, false)];
    (!rows.is_empty()).then(|| table(words.by_unit, &columns, rows))
}
