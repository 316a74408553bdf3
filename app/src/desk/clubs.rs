//! The register of clubs: what each last said of itself, and which have fallen silent. There is no second list: they are the units.

use leptos::prelude::*;
use phieu_ui::dom::{El, View, el, live, say};
use serde_json::Value;

use super::asking::{drawn, fetched};
use super::paged::Paged;
use super::tables::{table, title};
use super::totals::figure::query;
use super::totals::spread::spread;
use super::totals::words::words as totals_words;
use crate::browser;
use crate::pages::frame::{heading, link, wide};
use crate::router::{Desk, Page, Sum, encode};
use crate::state::{App, app};
use crate::storage::records::Subject;
use crate::texts::put;
use crate::words;

struct Words {
    title: &'static str,
    about: &'static str,
    silent: &'static str,
    none_silent: &'static str,
    missed: &'static str,
    club: &'static str,
    under: &'static str,
    status: &'static str,
    last: &'static str,
    never: &'static str,
    not_said: &'static str,
    is_silent: &'static str,
    ended: &'static str,
    day: &'static str,
    became: &'static str,
    dissolved: &'static str,
    merged: &'static str,
    classes: &'static str,
    further: &'static str,
}

static VI: Words = Words {
    title: "Câu lạc bộ",
    about: "Tình trạng do câu lạc bộ tự ghi trong báo cáo gần nhất. Câu lạc bộ không gửi báo cáo {} kỳ liền thì được nhắc ở đầu danh sách.",
    silent: "{} câu lạc bộ lâu chưa gửi báo cáo, cần hỏi thăm.",
    none_silent: "Câu lạc bộ nào cũng gửi báo cáo gần đây.",
    missed: "{} kỳ chưa gửi",
    club: "Câu lạc bộ",
    under: "Thuộc",
    status: "Tình trạng",
    last: "Báo cáo gần nhất",
    never: "Chưa gửi lần nào",
    not_said: "Chưa ghi",
    is_silent: "Lâu chưa báo cáo",
    ended: "Đã giải thể hoặc sáp nhập",
    day: "Từ ngày",
    became: "Nay",
    dissolved: "Giải thể",
    merged: "Sáp nhập vào {}",
    classes: "Xếp loại câu lạc bộ",
    further: "Xem kỹ xếp loại theo đơn vị",
};

static EN: Words = Words {
    title: "Clubs",
    about: "What each club last said of itself. One without a report for {} periods in a row stands at the top.",
    silent: "{} club{s} fallen silent; somebody should ask.",
    none_silent: "No club has fallen silent.",
    missed: "{} period{s} not sent",
    club: "Club",
    under: "Under",
    status: "Status",
    last: "Last report",
    never: "None so far",
    not_said: "Not said",
    is_silent: "Silent",
    ended: "Dissolved or merged",
    day: "Since",
    became: "Now",
    dissolved: "Dissolved",
    merged: "Merged into {}",
    classes: "Classes of the clubs",
    further: "Look into the classes by unit",
};

/// The page.
pub fn page() -> View {
    let app = app();
    let said = if app.language.get_untracked() == "en" { &EN } else { &VI };
    browser::set_title(said.title);
    let paged = Paged::new(app, "/api/v1/activity?kind=club&limit=50".to_string(), "units");
    let unit = app.me.with_untracked(|me| me.as_ref().map(|me| me.org_unit.name.clone()).unwrap_or_default());
    let shown = live(move || drawn(app, paged.first.get(), |body| list(app, said, paged, body)));
    wide("clubs").child(heading(&unit, said.title)).child(shown).into()
}

fn list(app: App, said: &'static Words, paged: Paged, body: &Value) -> View {
    let silent = body["silent"].as_u64().unwrap_or(0);
    let head = match silent {
        0 => say("p.note", said.none_silent),
        _ => say("p.bignumber", &put(said.silent, &[&silent.to_string()])),
    };
    let columns = [(said.club, false), (said.under, false), (said.status, false), (said.last, false)];
    let period = body["classes"]["period"].as_str();
    let spread = period.map(|period| classes(app, said, &body["classes"], period, body["org_unit"]["code"].as_str().unwrap_or_default()));
    let rows = move || table(said.title, &columns, paged.rows.with(|rows| rows.iter().map(|unit| row(app, said, unit)).collect()));
    [
        View::from(say("p", &put(said.about, &[&body["silent_after"].to_string()]))),
        head.attr("data-silent", &silent.to_string()).into(),
        spread.into(),
        live(rows),
        paged.more(app, body["count"].as_u64().unwrap_or(0)),
        ended(said, body).into(),
    ]
    .into()
}

/// How the clubs are spread over the classes, unit by unit, with the way to the figure itself.
fn classes(app: App, said: &'static Words, classes: &Value, period: &str, unit: &str) -> El {
    let text = |name: &str| classes[name].as_str().unwrap_or_default().to_string();
    let subject = Subject { form: text("form"), org_unit: unit.to_string(), period: period.to_string() };
    let path = text("path");
    let sum = Sum::from(subject);
    let found = fetched(app, ["/api/v1/totals/figure?", &query(&sum), "&path=", &encode(&path)].concat());
    let name = [said.classes, " · ", &words::period(period, app.texts())].concat();
    let totals = totals_words(app.language.get_untracked());
    let shown = live(move || drawn(app, found.get(), |body| spread(app, totals, body).into()));
    let further = link(Page::Desk(Desk::Figure(sum, path)), "link", said.further);
    el("section.group").attr("data-classes", period).child(say("h2", &name)).child(shown).child(further)
}

fn row(app: App, said: &'static Words, unit: &Value) -> El {
    let language = app.language.get_untracked();
    let missed = unit["missed"].as_u64().unwrap_or(0);
    let label = title(&unit["status"]["label"]);
    let status = if unit["status"].is_null() { said.not_said } else { label.get(language) };
    let last = unit["last_period"].as_str().map_or(said.never.to_string(), |period| words::period(period, app.texts()));
    let behind = (missed > 0).then(|| say("span.quiet", &[" · ", &put(said.missed, &[&missed.to_string()])].concat()));
    let silent = (unit["silent"] == true).then(|| [View::from(" "), say("span.tag.tag--bad", said.is_silent).into()]).map(View::from);
    el("tr")
        .attr("data-club", unit["org_unit"]["code"].as_str().unwrap_or_default())
        .child(say("th", unit["org_unit"]["name"].as_str().unwrap_or_default()).attr("scope", "row").child(silent))
        .child(say("td", unit["parent"]["name"].as_str().unwrap_or_default()).attr("data-label", said.under))
        .child(say("td", status).attr("data-label", said.status))
        .child(say("td", &last).attr("data-label", said.last).child(behind))
}

/// Those that are there no more.
fn ended(said: &'static Words, body: &Value) -> Option<El> {
    let gone = body["ended"].as_array().filter(|gone| !gone.is_empty())?;
    let row = |unit: &Value| {
        let heirs: Vec<&str> = unit["into"].as_array().into_iter().flatten().filter_map(|heir| heir["name"].as_str()).collect();
        let became = if heirs.is_empty() { said.dissolved.to_string() } else { put(said.merged, &[&heirs.join(", ")]) };
        el("tr")
            .attr("data-ended", unit["org_unit"]["code"].as_str().unwrap_or_default())
            .child(say("th", unit["org_unit"]["name"].as_str().unwrap_or_default()).attr("scope", "row"))
            .child(say("td", &words::date(unit["on"].as_str().unwrap_or_default())).attr("data-label", said.day))
            .child(say("td", &became).attr("data-label", said.became))
    };
    let columns = [(said.club, false), (said.day, false), (said.became, false)];
    Some(table(said.ended, &columns, gone.iter().map(row).collect()))
}
