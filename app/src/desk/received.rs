//! What the unit's association has sent to another body: the People's Committee, the Front, a Party committee. Only approved reports are here,
//! the latest period first; each opens as a paper, without what tells of single people.

use leptos::prelude::*;
use phieu_ui::dom::{El, View, el, nothing, say};
use serde::Deserialize;
use serde_json::Value;

use super::asking::{drawn, fetched};
use crate::browser;
use crate::pages::frame::{empty, heading, link, wide};
use crate::router::{Desk, Page};
use crate::state::{App, app};
use crate::storage::records::{Title, Unit};
use crate::words::period;

#[derive(Deserialize)]
struct Heading {
    report_id: String,
    title: Title,
    org_unit: Unit,
    period: String,
    received_at: String,
    status: String,
}

struct Words {
    title: &'static str,
    how: &'static str,
    none: &'static str,
}

const VI: Words = Words {
    title: "Báo cáo đã nhận",
    how: "Các báo cáo của Hội Người cao tuổi đã được duyệt và gửi đến cơ quan. Họ tên và thông tin của từng người không có ở đây.",
    none: "Chưa có báo cáo nào được gửi đến.",
};

const EN: Words = Words {
    title: "Reports received",
    how: "The reports of the Association of the Elderly that are approved and sent to your body. Names and data of single persons are not in them.",
    none: "No report has been sent yet.",
};

/// The page.
pub fn page() -> View {
    let app = app();
    let words = if app.language.get() == "en" { &EN } else { &VI };
    browser::set_title(words.title);
    let found = fetched(app, "/api/v1/reports".into());
    let shown = move || drawn(app, found.get(), |body| list(app, words, body));
    wide("received").child(heading("", words.title)).child(say("p.quiet", words.how)).live(shown).into()
}

fn list(app: App, words: &Words, body: &Value) -> View {
    let Ok(mut list) = serde_json::from_value::<Vec<Heading>>(body["reports"].clone()) else { return nothing() };
    list.retain(|report| report.status == "approved");
    if list.is_empty() {
        return empty(words.none).into();
    }
    el("ul.stack").attr("data-list", "received").child(list.iter().map(|report| row(app, report)).collect::<Vec<El>>()).into()
}

fn row(app: App, report: &Heading) -> El {
    let title = [report.title.get(app.language.get_untracked()), " · ", &period(&report.period, app.texts())].concat();
    let about = [&report.org_unit.name, " · ", &browser::moment(&report.received_at)].concat();
    el("li").child(link(Page::Desk(Desk::Decide(report.report_id.clone())), "link", &title)).child(say("p.quiet", &about))
}
