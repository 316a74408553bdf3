//! Closing a form's period below a province or the centre, and opening it again, each with its reason.

use leptos::prelude::*;
use leptos::task::spawn_local;
use phieu_ui::dom::{El, View, button, el, say};
use serde_json::{Value, json};

use super::choosing::{Options, fetch_forms, pick};
use crate::pages::frame::{empty, heading, link, waiting, wide};
use crate::router::{Desk, Page};
use crate::state::{App, Net, app};
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
};

fn words(app: App) -> &'static Words {
    if app.language.get_untracked() == "en" { &EN } else { &VI }
}

#[derive(Clone)]
enum List {
    Fetching,
    Here { may_close: bool, periods: Vec<Value> },
    Refused(String),
}

/// The page.
pub fn page() -> View {
    let app = app();
    let texts = words(app);
    browser::set_title(texts.title);
    let forms = RwSignal::new(Options::new());
    let form = RwSignal::new(String::new());
    let list = RwSignal::new(List::Fetching);
    let fetch = move |chosen: String| {
        form.set(chosen.clone());
        list.set(List::Fetching);
        spawn_local(async move {
            let found = listed(app, &chosen).await;
            if form.try_with_untracked(|now| *now == chosen) == Some(true) {
                list.try_set(found);
            }
        });
    };
    spawn_local(async move {
        let found = fetch_forms(app).await;
        let first = found.first().map(|(form, _)| form.clone());
        forms.try_set(found);
        match first {
            Some(first) => fetch(first),
            None => {
                list.try_set(List::Refused(app.texts().needs_network.to_string()));
            }
        }
    });
    let shown = move || match list.get() {
        List::Fetching => View::from(waiting()),
        List::Refused(said) => empty(&said).into(),
        List::Here { may_close, periods } => {
            let told = (!may_close).then(|| say("p.empty", texts.may_not));
            let again = move || fetch(form.get_untracked());
            [View::from(told), table(app, may_close, &periods, form, again).into()].into()
        }
    };
    let filters = el("div.filters").child(pick(app.texts().fact_form, "form", forms, move || form.get(), fetch));
    wide("closings")
        .child(link(Page::Desk(Desk::Review), "back", app.texts().to_review))
        .child(heading("", texts.title))
        .child(say("p.quiet", texts.about))
        .child(filters)
        .live(shown)
        .into()
}

async fn listed(app: App, form: &str) -> List {
    let form = router::encode(form);
    let said = api::get(&["/api/v1/closings?form=", &form].concat()).await;
    let periods = api::get(&["/api/v1/periods?form=", &form].concat()).await;
    match periods.status.and(said.status) {
        None => return List::Refused(app.texts().needs_network.to_string()),
        Some(401) => app.signed_out.set(true),
        Some(_) => app.net.set(Net::Good),
    }
    let Some(rows) = periods.body["periods"].as_array() else { return List::Refused(periods.message().to_string()) };
    let official = rows.iter().filter(|row| !row["period"].as_str().unwrap_or_default().ends_with("-E"));
    List::Here { may_close: said.body["may_close"] == true, periods: official.cloned().collect() }
}

fn table(app: App, may_close: bool, periods: &[Value], form: RwSignal<String>, again: impl Fn() + Clone + 'static) -> El {
    let texts = words(app);
    let head = |name: &str| say("th", name).attr("scope", "col");
    let columns = el("tr").child([head(app.texts().fact_period), head(texts.reports), head(texts.state)]);
    let rows = periods.iter().map(|row| line(app, may_close, row, form, again.clone())).collect::<Vec<El>>();
    let table = el("table.cardtable").child(say("caption.unseen", texts.title)).child(el("thead").child(columns));
    el("div.tablewrap").child(table.child(el("tbody").child(rows)))
}

fn line(app: App, may_close: bool, row: &Value, form: RwSignal<String>, again: impl Fn() + Clone + 'static) -> El {
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
                .child(may_close.then(|| change(app, !closed, period, form, again))),
        )
}

/// The button, and then the reason.
fn change(app: App, close: bool, period: String, form: RwSignal<String>, again: impl Fn() + Clone + 'static) -> El {
    let texts = words(app);
    let label = if close { texts.close } else { texts.reopen };
    let (open, reason, problem) = (RwSignal::new(false), RwSignal::new(String::new()), RwSignal::new(None::<String>));
    let send = move || {
        let (period, again) = (period.clone(), again.clone());
        spawn_local(async move {
            let body = json!({ "form": form.get_untracked(), "period": period, "closed": close, "reason": reason.get_untracked() });
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
            .child(el("label.plainfield").child(say("span", texts.reason)).child(area))
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
