//! The reports that a reviewer looks after: what waits for the reader's decision first, and of that what is to be looked at again. What
//! waits for another level, came back or is approved stands below.

use leptos::prelude::*;
use leptos::task::spawn_local;
use phieu_ui::dom::{El, View, button, el, say};
use serde::Deserialize;
use serde_json::Value;

use super::many::{Ticked, bar};
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
    #[serde(default)]
    revision: u64,
    #[serde(default)]
    for_review: bool,
    #[serde(default)]
    waits_for_reader: bool,
    #[serde(default)]
    warnings: u32,
    #[serde(default)]
    standing: Value,
    #[serde(default)]
    locked: Value,
}

impl Heading {
    fn flagged(&self) -> bool {
        self.standing["flag"].is_object()
    }

    /// Whether it can be approved without opening it: nothing was pointed out.
    fn is_clear(&self) -> bool {
        self.warnings == 0 && !self.flagged() && self.locked.is_null()
    }

    /// In which group it stands.
    fn group(&self) -> Group {
        match self.status.as_str() {
            "returned" | "reopened" => Group::Returned,
            "replaced" => Group::Replaced,
            _ if self.waits_for_reader => Group::Waiting,
            "submitted" => Group::Elsewhere,
            _ => Group::Approved,
        }
    }
}

/// The groups, in the order of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Group {
    Waiting,
    Elsewhere,
    Returned,
    Approved,
    Replaced,
}

impl Group {
    const ALL: [Group; 5] = [Group::Waiting, Group::Elsewhere, Group::Returned, Group::Approved, Group::Replaced];

    /// The name in `data-group`.
    fn name(self) -> &'static str {
        match self {
            Group::Waiting => "submitted",
            Group::Elsewhere => "elsewhere",
            Group::Returned => "returned",
            Group::Approved => "approved",
            Group::Replaced => "replaced",
        }
    }

    fn title(self, app: App) -> &'static str {
        match self {
            Group::Waiting => app.texts().review_waiting,
            Group::Elsewhere => words_of(app).elsewhere,
            Group::Returned => app.texts().review_returned,
            Group::Approved => app.texts().review_approved,
            Group::Replaced => app.texts().status_replaced,
        }
    }
}

struct Words {
    elsewhere: &'static str,
    closings: &'static str,
    warnings: &'static str,
    approvals: &'static str,
}

const VI: Words =
    Words {
        elsewhere: "Chờ cấp khác duyệt", closings: "Khóa và mở kỳ báo cáo", warnings: "{} cảnh báo", approvals: "Đã qua {}/{} cấp"
    };

const EN: Words = Words {
    elsewhere: "Waiting for another level",
    closings: "Closing and opening periods",
    warnings: "{} warnings",
    approvals: "{} of {} levels",
};

fn words_of(app: App) -> &'static Words {
    if app.language.get_untracked() == "en" { &EN } else { &VI }
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
    List::Here(headings.filter(|heading| heading.for_review && Some(&heading.org_unit.code) != own.as_ref()).collect())
}

/// The page.
pub fn page() -> View {
    let app = app();
    let texts = app.texts();
    browser::set_title(texts.nav_review);
    let found = RwSignal::new(None::<List>);
    let said = RwSignal::new(None::<String>);
    let fetch = move || {
        spawn_local(async move {
            let list = list(app).await;
            found.try_set(Some(list));
        });
    };
    fetch();
    let unit = app.me.with_untracked(|me| me.as_ref().map(|me| me.org_unit.name.clone()).unwrap_or_default());
    let shown = move || match found.get() {
        None => View::from(waiting()),
        Some(List::Away) => empty(texts.needs_network).into(),
        Some(List::Refused(said)) => empty(&said).into(),
        Some(List::Here(list)) if list.is_empty() => say("p.empty", texts.review_nothing).into(),
        Some(List::Here(list)) => groups(app, &list, said, fetch),
    };
    let closings = link(Page::Desk(Desk::Closings), "link", words_of(app).closings);
    wide("review").child(heading(&unit, texts.nav_review)).live(shown).child(el("p").child(closings)).into()
}

fn groups(app: App, list: &[Heading], said: RwSignal<Option<String>>, again: impl Fn() + Clone + 'static) -> View {
    let ticked = Ticked::new();
    let of = |group: Group| {
        let mut of_group: Vec<Heading> = list.iter().filter(|heading| heading.group() == group).cloned().collect();
        // What is to be looked at again first.
        of_group.sort_by_key(|heading| !heading.flagged());
        of_group
    };
    let shown = Group::ALL.map(|which| {
        let list = of(which);
        if list.is_empty() && which != Group::Waiting {
            return View::from(None::<El>);
        }
        let clear = list.iter().filter(|heading| heading.is_clear()).map(|heading| (heading.report_id.clone(), heading.revision)).collect();
        let bar = (which == Group::Waiting).then(|| bar(app, ticked, clear, said, again.clone()));
        group(app, which.title(app), which.name(), list, (which == Group::Waiting).then_some(ticked), bar).into()
    });
    shown.into()
}

fn group(app: App, title: &'static str, name: &str, list: Vec<Heading>, ticked: Option<Ticked>, bar: Option<El>) -> El {
    let texts = app.texts();
    let all = RwSignal::new(false);
    let count = list.len();
    let head = el("div.group__head").child(say("h2", title)).child(say("span.group__count", &put(texts.home_count, &[&count.to_string()])));
    let whole = el("section.group").attr("data-group", name).child(head);
    let whole = whole.child(bar);
    if count == 0 {
        return whole.child(say("p.empty", texts.review_none_waiting));
    }
    let body = move || {
        let most = if all.get() { usize::MAX } else { SHOWN };
        list.iter().take(most).map(|heading| row(app, heading, ticked)).collect::<Vec<El>>()
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

fn row(app: App, heading: &Heading, ticked: Option<Ticked>) -> El {
    let texts = app.texts();
    let late = words::is_past(&heading.due, &heading.received_at);
    let late = late.then(|| [View::from(" "), say("span.tag.tag--bad", texts.late).into()]).map(View::from);
    let unit = link(Page::Desk(Desk::Decide(heading.report_id.clone())), "link", &heading.org_unit.name);
    let tick =
        ticked.filter(|_| heading.is_clear()).map(|ticked| ticked.tick(app, &heading.report_id, heading.revision, &heading.org_unit.name));
    let tag = |holds: bool, text: &str| holds.then(|| [View::from(" "), say("span.tag.tag--mid", text).into()]).map(View::from);
    let number = |name: &str| heading.standing[name].as_u64().unwrap_or_default();
    let (approvals, levels) = (number("approvals"), number("levels"));
    let own = words_of(app);
    let marks = [
        tag(heading.flagged(), texts.status_flagged),
        tag(heading.warnings > 0, &put(own.warnings, &[&heading.warnings.to_string()])),
        tag(levels > 1 && approvals > 0, &put(own.approvals, &[&approvals.to_string(), &levels.to_string()])),
        tag(heading.locked.is_object(), texts.status_locked),
    ];
    el("tr")
        .attr("data-state", &heading.status)
        .attr("data-unit", &heading.org_unit.code)
        .attr_if("data-flagged", heading.flagged().then_some(""))
        .child(el("th").attr("scope", "row").child(tick).child(unit).child(marks.map(View::from)))
        .child(say("td", heading.title.get(app.language.get_untracked())).attr("data-label", texts.fact_form))
        .child(say("td.short", &words::period(&heading.period, texts)).attr("data-label", texts.fact_period))
        .child(say("td.short", &browser::moment(&heading.received_at)).attr("data-label", texts.fact_received).child(late))
}
