//! The reports that a reviewer looks after, group by group and page by page: first what is to be looked at again, then what waits for the
//! reader's decision. What waits for another level, came back or is approved stands below.

use leptos::prelude::*;
use phieu_ui::dom::{El, View, el, live, say};
use serde::Deserialize;
use serde_json::Value;

use super::asking::{Found, drawn, fetched};
use super::many::{Ticked, bar};
use super::paged::Paged;
use crate::pages::frame::{heading, link, wide};
use crate::router::{Desk, Page};
use crate::state::{App, app};
use crate::storage::records::{Title, Unit};
use crate::texts::put;
use crate::{browser, words};

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
    late: bool,
    #[serde(default)]
    received_at: String,
    #[serde(default)]
    revision: u64,
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
}

/// The groups, in the order of the page: the server's word for each, and its name in `data-group`.
const GROUPS: [(&str, &str); 6] = [
    (AGAIN, "again"),
    (WAITING, "submitted"),
    ("elsewhere", "elsewhere"),
    ("returned", "returned"),
    ("approved", "approved"),
    ("replaced", "replaced"),
];
const AGAIN: &str = "again";
const WAITING: &str = "waiting";

fn title_of(app: App, group: &str) -> &'static str {
    match group {
        AGAIN => app.texts().status_flagged,
        WAITING => words(app).waiting,
        "elsewhere" => words(app).elsewhere,
        "returned" => words(app).returned,
        "approved" => words(app).approved,
        _ => app.texts().status_replaced,
    }
}

struct Words {
    waiting: &'static str,
    returned: &'static str,
    approved: &'static str,
    nothing: &'static str,
    none_waiting: &'static str,
    late: &'static str,
    elsewhere: &'static str,
    closings: &'static str,
    warnings: &'static str,
    approvals: &'static str,
}

const VI: Words = Words {
    waiting: "Chờ duyệt",
    returned: "Đã trả lại, chờ sửa",
    approved: "Đã duyệt",
    nothing: "Chưa có báo cáo nào gửi đến.",
    none_waiting: "Không có báo cáo nào đang chờ duyệt.",
    late: "Nộp muộn",
    elsewhere: "Chờ cấp khác duyệt",
    closings: "Khóa và mở kỳ báo cáo",
    warnings: "{} cảnh báo",
    approvals: "Đã qua {}/{} cấp",
};

const EN: Words = Words {
    waiting: "To be reviewed",
    returned: "Returned",
    approved: "Approved",
    nothing: "No report has come in yet.",
    none_waiting: "No report waits for a decision.",
    late: "Late",
    elsewhere: "Waiting for another level",
    closings: "Closing and opening periods",
    warnings: "{} warning{s}",
    approvals: "{} of {} levels",
};

fn words(app: App) -> &'static Words {
    if app.language.get_untracked() == "en" { &EN } else { &VI }
}

/// The page.
pub fn page() -> View {
    let app = app();
    let texts = app.texts();
    browser::set_title(texts.nav_review);
    let said = RwSignal::new(None::<String>);
    // Each time something was approved, all is asked for again.
    let round = RwSignal::new(0_u32);
    let again = move || round.update(|round| *round += 1);
    let unit = app.me.with_untracked(|me| me.as_ref().map(|me| me.org_unit.name.clone()).unwrap_or_default());
    let shown = move || {
        round.track();
        let found = fetched(app, "/api/v1/reports?limit=1".to_string());
        live(move || drawn(app, found.get(), |body| groups(app, &body["counts"], said, again)))
    };
    let closings = link(Page::Desk(Desk::Closings), "link", words(app).closings);
    wide("review").child(heading(&unit, texts.nav_review)).live(shown).child(el("p").child(closings)).into()
}

fn groups(app: App, counts: &Value, said: RwSignal<Option<String>>, again: impl Fn() + Copy + 'static) -> View {
    let count = |group: &str| counts[group].as_u64().unwrap_or(0);
    if GROUPS.iter().all(|(group, _)| count(group) == 0) {
        return say("p.empty", words(app).nothing).into();
    }
    let shown = GROUPS.map(|(name, shown)| match count(name) {
        0 if name != WAITING => View::from(None::<El>),
        count => group(app, name, shown, count, said, again).into(),
    });
    shown.into()
}

fn group(app: App, name: &'static str, shown: &str, count: u64, said: RwSignal<Option<String>>, again: impl Fn() + Copy + 'static) -> El {
    let texts = app.texts();
    let title = title_of(app, name);
    let head = el("div.group__head").child(say("h2", title)).child(say("span.group__count", &put(texts.home_count, &[&count.to_string()])));
    let whole = el("section.group").attr("data-group", shown).child(head);
    let ticked = (name == WAITING).then(Ticked::new);
    if count == 0 {
        return whole.child(ticked.map(|ticked| bar(app, ticked, Vec::new(), said, again))).child(say("p.empty", words(app).none_waiting));
    }
    let paged = Paged::new(app, ["/api/v1/reports?limit=20&group=", name].concat(), "reports");
    let list = move || -> Vec<Heading> {
        paged.rows.with(|rows| rows.iter().filter_map(|row| serde_json::from_value(row.clone()).ok()).collect())
    };
    let approve = move || {
        let clear = || -> Vec<(String, u64)> {
            list().iter().filter(|one| one.is_clear()).map(|one| (one.report_id.clone(), one.revision)).collect()
        };
        ticked.map(|ticked| bar(app, ticked, clear(), said, again))
    };
    let columns = el("tr")
        .child(say("th", texts.org_unit).attr("scope", "col"))
        .child(say("th", texts.fact_form).attr("scope", "col"))
        .child(say("th.short", texts.fact_period).attr("scope", "col"))
        .child(say("th.short", texts.fact_received).attr("scope", "col"));
    let body = move || list().iter().map(|heading| row(app, heading, ticked)).collect::<Vec<El>>();
    let table = el("table.cardtable").child(say("caption.unseen", title)).child(el("thead").child(columns)).child(el("tbody").live(body));
    // Until the first page is here, or where it does not come, that is said.
    let state = move || match paged.first.get() {
        Found::Here(_) => View::from(None::<El>),
        other => drawn(app, other, |_| View::from(None::<El>)),
    };
    whole.live(approve).live(state).child(el("div.tablewrap").child(table)).child(paged.more(app, count))
}

fn row(app: App, heading: &Heading, ticked: Option<Ticked>) -> El {
    let texts = app.texts();
    let late = heading.late.then(|| [View::from(" "), say("span.tag.tag--bad", words(app).late).into()]).map(View::from);
    let unit = link(Page::Desk(Desk::Decide(heading.report_id.clone())), "link", &heading.org_unit.name);
    let tick =
        ticked.filter(|_| heading.is_clear()).map(|ticked| ticked.tick(app, &heading.report_id, heading.revision, &heading.org_unit.name));
    let tag = |holds: bool, text: &str| holds.then(|| [View::from(" "), say("span.tag.tag--mid", text).into()]).map(View::from);
    let number = |name: &str| heading.standing[name].as_u64().unwrap_or_default();
    let (approvals, levels) = (number("approvals"), number("levels"));
    let own = words(app);
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
