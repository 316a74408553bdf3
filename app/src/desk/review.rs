//! The reports that a reviewer looks after: what waits for a decision first.

use leptos::prelude::*;
use leptos::task::spawn_local;
use phieu_ui::dom::{El, View, button, el, say};
use serde::Deserialize;

use crate::pages::frame::{empty, heading, link, waiting, wide};
use crate::router::{Desk, Page};
use crate::state::{App, Net, app};
use crate::storage::records::{Title, Unit};
use crate::texts::put;
use crate::{api, browser, words};

/// How many reports of a group are listed at first.
const SHOWN: usize = 20;

/// One report in the list.
#[derive(Clone, Debug, PartialEq, Deserialize)]
struct Heading {
    report_id: String,
    #[serde(default)]
    title: Title,
    org_unit: Unit,
    period: String,
    status: String,
    #[serde(default)]
    due: String,
    #[serde(default)]
    received_at: String,
}

#[derive(Clone)]
enum List {
    Here(Vec<Heading>),
    Refused(String),
    Away,
}

async fn list(app: App) -> List {
    let answer = api::get("/api/v1/reports").await;
    match answer.status {
        None => return List::Away,
        Some(401) => app.signed_out.set(true),
        Some(_) => app.net.set(Net::Good),
    }
    let Some(rows) = answer.body["reports"].as_array() else { return List::Refused(answer.message().to_string()) };
    let own = app.me.with_untracked(|me| me.as_ref().map(|me| me.org_unit.code.clone()));
    let headings = rows.iter().filter_map(|row| serde_json::from_value::<Heading>(row.clone()).ok());
    List::Here(headings.filter(|heading| Some(&heading.org_unit.code) != own.as_ref()).collect())
}

/// The page.
pub fn page() -> View {
    let app = app();
    let texts = app.texts();
    browser::set_title(texts.nav_review);
    let found = RwSignal::new(None::<List>);
    spawn_local(async move {
        let list = list(app).await;
        found.try_set(Some(list));
    });
    let unit = app.me.with_untracked(|me| me.as_ref().map(|me| me.org_unit.name.clone()).unwrap_or_default());
    let shown = move || match found.get() {
        None => View::from(waiting()),
        Some(List::Away) => empty(texts.needs_network).into(),
        Some(List::Refused(said)) => empty(&said).into(),
        Some(List::Here(list)) if list.is_empty() => say("p.empty", texts.review_nothing).into(),
        Some(List::Here(list)) => {
            let of = |states: &[&str]| list.iter().filter(|heading| states.contains(&heading.status.as_str())).cloned().collect::<Vec<_>>();
            [
                Some(group(app, texts.review_waiting, "submitted", of(&["submitted"]))),
                Some(of(&["returned", "reopened"]))
                    .filter(|list| !list.is_empty())
                    .map(|list| group(app, texts.review_returned, "returned", list)),
                Some(of(&["approved"])).filter(|list| !list.is_empty()).map(|list| group(app, texts.review_approved, "approved", list)),
            ]
            .into()
        }
    };
    wide("review").child(heading(&unit, texts.nav_review)).live(shown).into()
}

fn group(app: App, title: &'static str, name: &str, list: Vec<Heading>) -> El {
    let texts = app.texts();
    let all = RwSignal::new(false);
    let count = list.len();
    let head = el("div.group__head").child(say("h2", title)).child(say("span.group__count", &put(texts.home_count, &[&count.to_string()])));
    let whole = el("section.group").attr("data-group", name).child(head);
    if count == 0 {
        return whole.child(say("p.empty", texts.review_none_waiting));
    }
    let body = move || {
        let most = if all.get() { usize::MAX } else { SHOWN };
        list.iter().take(most).map(|heading| row(app, heading)).collect::<Vec<El>>()
    };
    let more =
        move || (count > SHOWN && !all.get()).then(|| button("link", &put(texts.show_all, &[&count.to_string()]), move || all.set(true)));
    let columns = el("tr")
        .child(say("th", texts.org_unit).attr("scope", "col"))
        .child(say("th", texts.fact_form).attr("scope", "col"))
        .child(say("th.short", texts.fact_period).attr("scope", "col"))
        .child(say("th.short", texts.fact_received).attr("scope", "col"));
    let table = el("table.cardtable").child(say("caption.unseen", title)).child(el("thead").child(columns)).child(el("tbody").live(body));
    whole.child(el("div.tablewrap").child(table)).live(more)
}

fn row(app: App, heading: &Heading) -> El {
    let texts = app.texts();
    let late = words::is_past(&heading.due, &heading.received_at);
    let late = late.then(|| [View::from(" "), say("span.tag.tag--bad", texts.late).into()]).map(View::from);
    let unit = link(Page::Desk(Desk::Decide(heading.report_id.clone())), "link", &heading.org_unit.name);
    el("tr")
        .attr("data-state", &heading.status)
        .attr("data-unit", &heading.org_unit.code)
        .child(el("th").attr("scope", "row").child(unit))
        .child(say("td", heading.title.get(app.language.get_untracked())).attr("data-label", texts.fact_form))
        .child(say("td.short", &words::period(&heading.period, texts)).attr("data-label", texts.fact_period))
        .child(say("td.short", &browser::moment(&heading.received_at)).attr("data-label", texts.fact_received).child(late))
}
