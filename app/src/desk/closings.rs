//! Closing a form's period below a province or the centre, and opening it again, each with its reason.

use leptos::prelude::*;
use leptos::task::spawn_local;
use phieu_ui::dom::{El, View, button, el, say};
use serde_json::{Value, json};

use super::asking::{Found, ask, drawn};
use super::choosing::{Options, fetch_forms, pick};
use super::tables::{rows, unit};
use crate::pages::frame::{field, heading, link, wide};
use crate::router::{Desk, Page};
use crate::state::{App, app};
use crate::{api, browser, router, words as say_words};

struct Words {
    title: &'static str,
    about: &'static str,
    may_not: &'static str,
    state: &'static str,
    open: &'static str,
    closed: &'static str,
    by_calendar: &'static str,
    close: &'static str,
    reopen: &'static str,
    reason: &'static str,
    reports: &'static str,
    cancel: &'static str,
    unit: &'static str,
}

const VI: Words = Words {
    title: "Khóa và mở kỳ báo cáo",
    about: "Khi một kỳ đã khóa, không ai gửi, sửa, duyệt hay trả lại báo cáo của kỳ ấy được nữa, cho đến khi mở lại. Lý do được ghi vào nhật ký.",
    may_not: "Chỉ tỉnh và Trung ương khóa, mở được kỳ báo cáo.",
    state: "Trạng thái",
    open: "Đang mở",
    closed: "Đã khóa",
    by_calendar: "Tự khóa theo lịch",
    close: "Khóa kỳ này",
    reopen: "Mở lại kỳ này",
    reason: "Lý do",
    reports: "Số báo cáo",
    cancel: "Thôi",
    unit: "Đơn vị được khóa hoặc mở kỳ",
};

const EN: Words = Words {
    title: "Closing and opening periods",
    about: "While a period is closed nobody sends, corrects, approves or returns its reports, until it is opened again. The reason goes into the audit.",
    may_not: "Only a province and the centre close and open periods.",
    state: "State",
    open: "Open",
    closed: "Closed",
    by_calendar: "Closed by the calendar",
    close: "Close this period",
    reopen: "Open this period again",
    reason: "Reason",
    reports: "Reports",
    cancel: "No",
    unit: "Unit whose period is closed or opened",
};

fn words(app: App) -> &'static Words {
    if app.language.get_untracked() == "en" { &EN } else { &VI }
}

/// Which form's periods, closed for which unit; no unit where one closes for one alone or for none.
#[derive(Clone, Default, PartialEq)]
struct Choice {
    form: String,
    unit: String,
}

/// The page.
pub fn page() -> View {
    let app = app();
    let texts = words(app);
    browser::set_title(texts.title);
    let forms = RwSignal::new(Options::new());
    let units = RwSignal::new(Options::new());
    let choice = RwSignal::new(Choice::default());
    let found = RwSignal::new(Found::Waiting);
    let fetch = move |chosen: Choice| {
        choice.set(chosen.clone());
        found.set(Found::Waiting);
        spawn_local(async move {
            let answer = listed(app, &chosen).await;
            if choice.try_with_untracked(|now| *now == chosen) == Some(true) {
                if let Found::Here(body) = &answer {
                    units.try_set(rows(body, "units").iter().map(unit).map(|unit| (unit.code, unit.name)).collect());
                }
                found.try_set(answer);
            }
        });
    };
    spawn_local(async move {
        let all = fetch_forms(app).await;
        let first = all.first().map(|(form, _)| form.clone());
        forms.try_set(all);
        match first {
            Some(form) => fetch(Choice { form, ..Choice::default() }),
            None => _ = found.try_set(Found::Away),
        }
    });
    let shown = move || {
        drawn(app, found.get(), |body| {
            let several = rows(body, "units").len() > 1;
            let told = rows(body, "units").is_empty().then(|| say("p.empty", texts.may_not));
            let again = move || fetch(choice.get_untracked());
            // One who closes for several units chooses one of them first.
            let may_close = !rows(body, "units").is_empty() && (!several || choice.with(|choice| !choice.unit.is_empty()));
            [View::from(told), table(app, may_close, rows(body, "periods"), choice, again).into()].into()
        })
    };
    let form = move |form| fetch(Choice { form, ..choice.get_untracked() });
    let unit = move |unit| fetch(Choice { unit, ..choice.get_untracked() });
    let which = move || {
        let several = units.with(|units| units.len() > 1);
        several.then(|| pick(texts.unit, "org_unit", units, move || choice.with(|choice| choice.unit.clone()), unit))
    };
    let filters =
        el("div.filters").child(pick(app.texts().fact_form, "form", forms, move || choice.with(|choice| choice.form.clone()), form));
    wide("closings")
        .child(link(Page::Desk(Desk::Review), "back", app.texts().nav_review))
        .child(heading("", texts.title))
        .child(say("p.quiet", texts.about))
        .child(filters.live(which))
        .live(shown)
        .into()
}

/// What may be closed for whom, and the periods of a form with whether they are closed for the unit chosen, or for the first there is.
async fn listed(app: App, choice: &Choice) -> Found {
    let form = router::encode(&choice.form);
    let said = match ask(app, &["/api/v1/closings?form=", &form].concat()).await {
        Found::Here(said) => said,
        other => return other,
    };
    let first = rows(&said, "units").first().and_then(|unit| unit["code"].as_str()).unwrap_or_default();
    let unit = if choice.unit.is_empty() { first } else { choice.unit.as_str() };
    let of_unit = if unit.is_empty() { String::new() } else { ["&org_unit=", &router::encode(unit)].concat() };
    match ask(app, &["/api/v1/periods?form=", &form, &of_unit].concat()).await {
        Found::Here(mut periods) => {
            let official = |row: &&Value| !row["period"].as_str().unwrap_or_default().ends_with("-E");
            periods["periods"] = rows(&periods, "periods").iter().filter(official).cloned().collect();
            periods["units"] = said["units"].clone();
            Found::Here(periods)
        }
        other => other,
    }
}

fn table(app: App, may_close: bool, periods: &[Value], choice: RwSignal<Choice>, again: impl Fn() + Clone + 'static) -> El {
    let texts = words(app);
    let head = |name: &str| say("th", name).attr("scope", "col");
    let columns = el("tr").child([head(app.texts().fact_period), head(texts.reports), head(texts.state)]);
    let rows = periods.iter().map(|row| line(app, may_close, row, choice, again.clone())).collect::<Vec<El>>();
    let table = el("table.cardtable").child(say("caption.unseen", texts.title)).child(el("thead").child(columns));
    el("div.tablewrap").child(table.child(el("tbody").child(rows)))
}

fn line(app: App, may_close: bool, row: &Value, choice: RwSignal<Choice>, again: impl Fn() + Clone + 'static) -> El {
    let texts = words(app);
    let lock = &row["locked"];
    let closed = lock.is_object();
    let (class, said) = match (closed, lock["by"].as_str()) {
        (false, _) => ("tag tag--good", texts.open),
        (true, None) => ("tag tag--mid", texts.by_calendar),
        (true, Some(_)) => ("tag tag--mid", texts.closed),
    };
    let text = |name: &str| lock[name].as_str().unwrap_or_default();
    let why =
        lock["by"].is_string().then(|| say("p.quiet", &[text("by"), " · ", &browser::moment(text("at")), " · ", text("reason")].concat()));
    let period = row["period"].as_str().unwrap_or_default().to_string();
    let name = say_words::period(&period, app.texts());
    el("tr")
        .attr("data-period", &period)
        .attr("data-closed", if closed { "yes" } else { "no" })
        .child(say("th", &name).attr("scope", "row"))
        .child(say("td.short", &row["reports"].to_string()).attr("data-label", texts.reports))
        .child(
            el("td")
                .attr("data-label", texts.state)
                .child(say("span", said).attr("class", class))
                .child(why)
                .child(may_close.then(|| change(app, !closed, period, choice, again))),
        )
}

/// The button, and then the reason.
fn change(app: App, close: bool, period: String, choice: RwSignal<Choice>, again: impl Fn() + Clone + 'static) -> El {
    let texts = words(app);
    let label = if close { texts.close } else { texts.reopen };
    let (open, reason, problem) = (RwSignal::new(false), RwSignal::new(String::new()), RwSignal::new(None::<String>));
    let send = move || {
        let (period, again) = (period.clone(), again.clone());
        spawn_local(async move {
            let Choice { form, unit } = choice.get_untracked();
            let unit = Some(unit).filter(|unit| !unit.is_empty());
            let body = json!({ "form": form, "period": period, "org_unit": unit, "closed": close, "reason": reason.get_untracked() });
            let answer = api::send("POST", "/api/v1/closings", Some(&body.to_string())).await;
            if answer.is_good() {
                again();
            } else {
                let said = if answer.message().is_empty() { app.texts().needs_network } else { answer.message() };
                problem.try_set(Some(said.to_string()));
            }
        });
    };
    let shown = move || {
        if !open.get() {
            return View::from(button("link", label, move || open.set(true)));
        }
        let area = el("textarea.box").attr("rows", "2").attr("name", "reason").typed(move |text| reason.set(text));
        let send = send.clone();
        el("div.ask")
            .child(field(texts.reason, &area))
            .live(move || problem.get().map(|said| say("p.message", &said).attr("role", "alert")))
            .child(
                el("div.actions")
                    .child(button("button", label, send))
                    .child(button("button button--second", texts.cancel, move || open.set(false))),
            )
            .into()
    };
    el("div").live(shown)
}
