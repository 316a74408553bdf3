//! Targets beside results: how far, on course or not, from which reports; and the unit's own targets for the year.

use leptos::prelude::*;
use leptos::task::spawn_local;
use phieu_ui::dom::{El, View, button, el, live, say, value_at, watch};
use phieu_ui::reading::numbers::{self, Style};
use serde_json::{Value, json};

use super::asking::{Found, ask, drawn};
use super::choosing::{Options, fetch_summed_forms, pick};
use super::tables::{count, number, rows, title, unit};
use super::totals::words::{Words, words};
use crate::pages::frame::{field, heading, link, wide};
use crate::router::{self, Desk, Page};
use crate::state::{App, app};
use crate::storage::records::Subject;
use crate::texts::put;
use crate::{api, browser, words as said};

/// The years that may be chosen: so many before this one, and the next.
const YEARS_BACK: i32 = 3;

/// The page.
pub fn page() -> View {
    let app = app();
    let words = words(app.language.get_untracked());
    browser::set_title(words.targets);
    let this_year = browser::today().get(..4).and_then(|year| year.parse().ok()).unwrap_or(2026);
    let year = RwSignal::new(this_year);
    let found = RwSignal::new(Found::Waiting);
    watch(move || {
        let asked = year.get();
        spawn_local(async move {
            let answer = ask(app, &["/api/v1/targets?year=", &asked.to_string()].concat()).await;
            if year.try_get_untracked() == Some(asked) {
                found.set(answer);
            }
        });
    });
    let years = (this_year - YEARS_BACK..=this_year + 1).rev().map(|year| (year.to_string(), year.to_string())).collect::<Options>();
    let choose = move |picked: String| year.set(picked.parse().unwrap_or(this_year));
    let filters = el("div.filters").child(pick(words.year, "year", RwSignal::new(years), move || year.get().to_string(), choose));
    let shown = move || drawn(app, found.get(), |body| all(app, words, body, found));
    wide("targets")
        .child(link(Page::Desk(Desk::Totals(None)), "back", words.to_totals))
        .child(heading("", words.targets))
        .child(filters)
        .live(shown)
        .into()
}

fn all(app: App, words: &'static Words, body: &Value, found: RwSignal<Found>) -> View {
    let targets = rows(body, "targets");
    let none = targets.is_empty().then(|| say("p.empty", words.no_targets));
    let cards = targets.iter().map(|target| card(app, words, body, target, found)).collect::<Vec<El>>();
    let form = (body["may_set"] == true).then(|| setting(app, words, body, found));
    [View::from(say("h2", &unit(&body["org_unit"]).name)), none.into(), el("div.cards").child(cards).into(), form.into()].into()
}

/// One target: what, by when, how far, on course or not.
fn card(app: App, words: &'static Words, body: &Value, target: &Value, found: RwSignal<Found>) -> El {
    let language = app.language.get_untracked();
    let text = |name: &str| target[name].as_str().unwrap_or_default();
    let measure = [" ", title(&target["unit"]).get(language)].concat();
    let with_measure = |value: f64| [number(app, value), measure.clone()].concat();
    let bound = match (target["least"].as_f64(), target["most"].as_f64()) {
        (Some(least), Some(most)) => put(words.between, &[&number(app, least), &with_measure(most)]),
        (Some(least), None) => put(words.least, &[&with_measure(least)]),
        (None, Some(most)) => put(words.most, &[&with_measure(most)]),
        (None, None) => String::new(),
    };
    let (class, state) = match text("state") {
        "reached" => ("span.tag.tag--good", words.reached),
        "on_course" => ("span.tag.tag--good", words.on_course),
        "behind" => ("span.tag.tag--bad", words.behind),
        "above" => ("span.tag.tag--bad", words.above),
        _ => ("span.tag.tag--mid", words.no_figure),
    };
    // Nobody is praised or blamed while reports are missing.
    let is_whole = target["result"].is_null() || target["approved"].as_u64() >= target["expected"].as_u64();
    let tag = if is_whole { say(class, state) } else { say("span.tag.tag--mid", &put(words.so_far, &[&state.to_lowercase()])) };
    let years = [count(target, "from"), count(target, "to")];
    let origin = put(words.from_to, &[title(&target["source"]).get(language), &years[0], &years[1]]);
    let result = match target["result"].as_f64() {
        None => say("p", words.no_result),
        Some(result) => say("p.bignumber", &put(words.result, &[&with_measure(result)])),
    };
    // What is counted by ones is not due in tenths.
    let counted = target["unit"].is_object() && !measure.contains('%');
    let due_now = target["by_now"].as_f64().filter(|_| text("state") != "reached").map(|due| if counted { due.ceil() } else { due });
    let by_now = due_now.map(|due| say("p", &put(words.by_now, &[&with_measure(due)])));
    let subject = Subject { form: text("form").into(), org_unit: unit(&body["org_unit"]).code, period: text("period").into() };
    let from = (!subject.period.is_empty()).then(|| {
        let period = [title(&target["form_title"]).get(language), ", ", &said::period(&subject.period, app.texts())].concat();
        let told = put(words.from_period, &[&period, &count(target, "approved"), &count(target, "expected")]);
        el("p").child(link(Page::Desk(Desk::Totals(Some(subject.clone().into()))), "", &told))
    });
    let own = (target["own"] == true).then(|| say("span.tag.tag--mid", words.own));
    let end = (target["own"] == true && body["may_set"] == true).then(|| {
        let ended = json!({
            "org_unit": body["org_unit"]["code"], "year": body["year"], "form": target["form"], "path": target["path"],
        });
        button("link", words.end, move || send(app, ended.clone(), found, RwSignal::new(None)))
    });
    el("section.sheet")
        .attr("data-target", text("id"))
        .attr("data-state", text("state"))
        .child(say("h3", title(&target["label"]).get(language)))
        .child(el("p").child(tag).text(" ").child(own))
        .child(say("p", &bound))
        .child(result)
        .child(bar(app, target))
        .child(by_now)
        .child(from)
        .child(say("p.quiet", &origin))
        .child(end)
}

/// The bar of progress: full at the target.
fn bar(app: App, target: &Value) -> Option<El> {
    let progress = target["progress"].as_f64()?;
    let told = [number(app, progress).as_str(), " %"].concat();
    let whole = progress.clamp(0.0, 100.0).to_string();
    let bar = el("progress")
        .attr("max", "100")
        .attr("value", &whole)
        .attr("aria-label", title(&target["label"]).get(app.language.get_untracked()));
    Some(el("p.progress").child(bar).text(" ").child(say("b", &told)))
}

/// The form for an own target of the year.
fn setting(app: App, words: &'static Words, body: &Value, found: RwSignal<Found>) -> El {
    let forms = RwSignal::new(Options::new());
    let figures = RwSignal::new(Options::new());
    let form = RwSignal::new(String::new());
    let figure = RwSignal::new(String::new());
    let (least, source) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let problem = RwSignal::new(None::<String>);
    let choose = move |picked: String| {
        form.set(picked.clone());
        spawn_local(async move {
            let options = fetch_figures(app, &picked).await;
            if form.try_get_untracked() == Some(picked) {
                figure.set(options.first().map(|(path, _)| path.clone()).unwrap_or_default());
                figures.set(options);
            }
        });
    };
    spawn_local(async move {
        let options = fetch_summed_forms(app).await;
        if let Some((first, _)) = options.first().cloned() {
            forms.try_set(options);
            choose(first);
        }
    });
    let (org_unit, year) = (body["org_unit"]["code"].clone(), body["year"].clone());
    let keep = move || {
        let Some(value) = typed_number(&least.get_untracked(), app.language.get_untracked()) else {
            return problem.set(Some(words.not_a_number.into()));
        };
        let wish = json!({
            "org_unit": org_unit, "year": year, "form": form.get_untracked(), "path": figure.get_untracked(), "least": value,
            "source": source.get_untracked(),
        });
        send(app, wish, found, problem);
    };
    let written = |name: &str, label: &str, into: RwSignal<String>| {
        let area = el("input.box").attr("name", name).attr("autocomplete", "off").on("change", move |event| into.set(value_at(&event)));
        field(label, &area)
    };
    el("section.sheet")
        .attr("data-setting", "")
        .child(say("h2", words.set))
        .child(say("p.quiet", words.set_how))
        .child(pick(app.texts().fact_form, "target-form", forms, move || form.get(), choose))
        .child(pick(words.figure, "target-figure", figures, move || figure.get(), move |picked| figure.set(picked)))
        .child(written("least", words.value, least))
        .child(written("source", words.source, source))
        .child(live(move || problem.get().map(|said| say("p.message", &said).attr("role", "alert"))))
        .child(button("button", words.keep, keep))
}

/// A number as people type it here.
fn typed_number(text: &str, language: &str) -> Option<f64> {
    numbers::read(text.trim(), Style::of(language)).and_then(|text| text.parse().ok()).filter(|number: &f64| number.is_finite())
}

/// The figures of a form for which a target can be set.
async fn fetch_figures(app: App, form: &str) -> Options {
    let language = app.language.get_untracked();
    let forms = api::get("/api/v1/forms").await.body;
    let version = rows(&forms, "forms").iter().find(|row| row["id"] == form).and_then(|row| row["version"].as_str());
    let Some(version) = version else { return Options::new() };
    let answer = api::get(&["/api/v1/forms/", &router::encode(form), "/", &router::encode(version)].concat()).await;
    let field = |field: &Value| {
        let kept = matches!(field["aggregate"].as_str(), Some("sum" | "last" | "recompute"));
        let label = [field["code"].as_str().unwrap_or_default(), " ", title(&field["label"]).get(language)].concat();
        kept.then(|| Some((field["path"].as_str()?.to_string(), label))).flatten()
    };
    rows(&answer.body, "fields").iter().filter_map(field).collect()
}

/// Sends a target, and shows what came of it.
fn send(app: App, wish: Value, found: RwSignal<Found>, problem: RwSignal<Option<String>>) {
    problem.set(None);
    spawn_local(async move {
        let answer = api::send("PUT", "/api/v1/targets", Some(&wish.to_string())).await;
        if answer.is_good() {
            found.try_set(Found::Here(Box::new(answer.body)));
        } else {
            let why = if answer.status.is_none() { app.texts().needs_network } else { answer.message() };
            problem.try_set(Some(why.to_string()));
        }
    });
}
