//! A mid-term or final review as an office's document: figures are filled in, words are people's, and what nobody has written yet is
//! marked. It prints on A4 and can be taken along as a file that Word opens.
//!
//! The layout is that of administrative documents (Decree 30/2020, appendix I): body and number at the left, the nation's name and
//! the place and day at the right, recipients at the foot beside the signature.

use leptos::prelude::*;
use phieu_ui::dom::{El, View, button, el, live, say};
use serde_json::Value;

use super::asking::{drawn, fetched};
use super::tables::{self, title};
use crate::browser;
use crate::pages::frame::{link, wide};
use crate::router::{Desk, Page, RowAt, encode};
use crate::state::{App, app};
use crate::storage::records::Subject;
use crate::texts::put;

/// The styles of the document, for the file as for the page.
const STYLE: &str = include_str!("../../desk/desk.css");

struct Words {
    title: &'static str,
    back: &'static str,
    write: &'static str,
    print: &'static str,
    file: &'static str,
    about: &'static str,
    gap: &'static str,
    kind: &'static str,
    figure: &'static str,
    of: &'static str,
    none: &'static str,
}

static VI: Words = Words {
    title: "Soạn sơ kết, tổng kết",
    back: "Về sổ sơ kết, tổng kết",
    write: "Viết tiếp phần lời",
    print: "In",
    file: "Tải tệp Word",
    about: "Số liệu lấy từ các báo cáo đã duyệt và các sổ. Dưới mỗi số là số báo cáo đã có trên số phải có. Chỗ tô vàng là phần lời chưa viết.",
    gap: "[Cần viết: {}]",
    kind: "BÁO CÁO",
    figure: "Chỉ tiêu",
    of: "{}/{} báo cáo",
    none: "chưa có",
};

static EN: Words = Words {
    title: "Compose a review",
    back: "Back to the register of reviews",
    write: "Go on writing",
    print: "Print",
    file: "Download for Word",
    about: "Figures come from approved reports and from registers; below each stands how many reports of how many are in it. What is marked is not written yet.",
    gap: "[To be written: {}]",
    kind: "REPORT",
    figure: "Figure",
    of: "{}/{} reports",
    none: "none",
};

/// The page.
pub fn page(at: RowAt) -> View {
    let app = app();
    let said = if app.language.get_untracked() == "en" { &EN } else { &VI };
    browser::set_title(said.title);
    let number = at.number.to_string();
    let query = ["?org_unit=", &encode(&at.unit), "&year=", &encode(&at.year), "&number=", &number].concat();
    let found = fetched(app, ["/api/v1/reviews/", &encode(&at.form), &query].concat());
    let back = link(Page::Desk(Desk::Register(at.form.clone())), "back noprint", said.back);
    let subject = Subject { form: at.form, org_unit: at.unit, period: at.year };
    let shown = live(move || drawn(app, found.get(), |body| whole(app, said, body, &subject)));
    wide("compose").child(back).child(shown).into()
}

fn whole(app: App, said: &'static Words, body: &Value, subject: &Subject) -> View {
    let sheet = document(app, said, body);
    let paper = sheet.clone();
    let name = [&text(&body["heading"]["title"]), ".doc"].concat();
    let file = el("a.button.button--second").attr("href", "#").attr("download", &name).text(said.file);
    let anchor = file.clone();
    let file = file.on("click", move |_| {
        // Word reads HTML; the address holds the whole document, so that nothing is kept anywhere.
        let html = [
            "<html><head><meta charset=\"utf-8\"><style>",
            STYLE,
            "</style></head><body>",
            &paper.element().outer_html(),
            "</body></html>",
        ];
        let _ = anchor.element().set_attribute("href", &["data:application/msword;charset=utf-8,", &encode(&html.concat())].concat());
    });
    let own = app.duty(subject).is_some().then(|| link(Page::Fill(subject.clone(), 1), "button", said.write));
    let print = button("button button--second", said.print, || {
        let _ = browser::window().print();
    });
    let actions = el("div.actions.noprint").child(own).child(print).child(file);
    [View::from(say("p.noprint", said.about)), actions.into(), sheet.into()].into()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_string()
}

fn document(app: App, said: &'static Words, body: &Value) -> El {
    let heading = |name: &str| text(&body["heading"][name]);
    let issuer =
        Some(heading("issuer")).filter(|issuer| !issuer.is_empty()).unwrap_or_else(|| text(&body["org_unit"]["name"]).to_uppercase());
    let number = Some(heading("number")).filter(|number| !number.is_empty()).unwrap_or_else(|| "      /BC-HNCT".to_string());
    let left = el("td.document__left")
        .child(say("p", &heading("superior")))
        .child(el("p").child(say("b", &issuer)))
        .child(say("p", &["Số: ", &number].concat()));
    let right = el("td.document__right")
        .child(el("p").child(say("b", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")))
        .child(el("p").child(say("b.document__motto", "Độc lập – Tự do – Hạnh phúc")))
        .child(el("p").child(say("i", &place_and_day(&heading("place"), &heading("signed_on")))));
    let head = el("table.document__head").child(el("tbody").child(el("tr").child(left).child(right)));
    let sections = body["sections"].as_array().into_iter().flatten().enumerate();
    let sections = sections.map(|(at, section)| of(app, said, body, at + 1, section)).collect::<Vec<El>>();
    el("article.document")
        .attr("lang", "vi")
        .child(head)
        .child(el("p.document__kind").child(say("b", said.kind)))
        .child(el("p.document__about").child(say("b", &heading("title"))))
        .child(sections)
        .child(foot(body))
}

/// “Lạc Dương, ngày 05 tháng 02 năm 2026”; what is not known yet is left open.
fn place_and_day(place: &str, day: &str) -> String {
    let mut parts = day.split('-');
    let (year, month, day) = (parts.next().unwrap_or_default(), parts.next(), parts.next());
    let two = |number: Option<&str>, open: &str| match number {
        // Days under 10 and the first two months have a leading 0.
        Some(number) if number.starts_with('0') && !["01", "02"].contains(&number) && open == "m" => number[1..].to_string(),
        Some(number) => number.to_string(),
        None => "…".to_string(),
    };
    let place = if place.is_empty() { "…" } else { place };
    let year = if year.is_empty() { "20…" } else { year };
    [place, ", ngày ", &two(day, "d"), " tháng ", &two(month, "m"), " năm ", year].concat()
}

fn of(app: App, said: &'static Words, body: &Value, number: usize, section: &Value) -> El {
    let language = app.language.get_untracked();
    let heading = [&roman(number), ". ", title(&section["heading"]).get(language)].concat();
    let figures = section["figures"].as_array().filter(|figures| !figures.is_empty());
    let words = section["words"].as_array().into_iter().flatten();
    let several = section["words"].as_array().is_some_and(|words| words.len() > 1);
    let words = words.flat_map(|words| {
        let (name, written) = (title(&words["label"]).get(language).to_string(), text(&words["text"]));
        let head = (several && !written.is_empty()).then(|| el("p").child(say("b", &name)));
        let gap = written.trim().is_empty().then(|| el("p").child(say("mark", &put(said.gap, &[&name]))));
        let lines = written.lines().filter(|line| !line.trim().is_empty()).map(|line| say("p", line.trim())).collect::<Vec<El>>();
        head.into_iter().chain(gap).chain(lines).collect::<Vec<El>>()
    });
    el("section")
        .child(el("p.document__heading").child(say("b", &heading)))
        .child(words.collect::<Vec<El>>())
        .child(figures.map(|figures| table(app, said, body, figures)))
}

/// The figures of a section, a column for each year.
fn table(app: App, said: &'static Words, body: &Value, figures: &[Value]) -> El {
    let language = app.language.get_untracked();
    let label = |json: &Value| title(json).get(language).to_string();
    let years = body["years"].as_array().into_iter().flatten().map(|year| say("th", &text(year)).attr("scope", "col"));
    let head = el("tr").child(say("th", said.figure).attr("scope", "col")).child(years.collect::<Vec<El>>());
    let cell = |year: &Value| {
        let number = |key: &str| year[key].as_u64().unwrap_or(0).to_string();
        let value = year["value"].as_f64().map_or(said.none.to_string(), |value| tables::number(app, value));
        let counts = put(said.of, &[&number("received"), &number("expected")]);
        el("td").text(&value).child(el("br")).child(say("small", &counts))
    };
    let row = |figure: &Value| {
        let unit = Some(label(&figure["unit"])).filter(|unit| !unit.is_empty()).map(|unit| ["(", &unit, ")"].concat());
        let name = [label(&figure["label"]), unit.unwrap_or_default()].join(" ");
        let cells = figure["years"].as_array().into_iter().flatten().map(cell).collect::<Vec<El>>();
        el("tr").attr("data-figure", &text(&figure["path"])).child(say("th", name.trim()).attr("scope", "row")).child(cells)
    };
    let rows = figures.iter().map(row).collect::<Vec<El>>();
    let table = el("table.document__figures").child(el("thead").child(head)).child(el("tbody").child(rows));
    // It scrolls by itself on a phone, also by keyboard.
    el("div.tablewrap").attr("tabindex", "0").attr("role", "region").attr("aria-label", said.figure).child(table)
}

/// Recipients at the left, who signs at the right.
fn foot(body: &Value) -> El {
    let heading = |name: &str| text(&body["heading"][name]);
    let recipients = heading("recipients");
    let lines = recipients.lines().filter(|line| !line.trim().is_empty());
    let lines = lines.map(|line| say("p", &["- ", line.trim().trim_start_matches("- ")].concat())).collect::<Vec<El>>();
    let left = el("td.document__recipients").child(el("p").child(el("b").child(say("i", "Nơi nhận:")))).child(lines);
    let authority = match heading("authority").as_str() {
        "tm" => "TM. BAN THƯỜNG VỤ",
        "kt" => "KT. CHỦ TỊCH",
        "tl" => "TL. CHỦ TỊCH",
        "tuq" => "TUQ. CHỦ TỊCH",
        _ => "",
    };
    let right = el("td.document__signer")
        .child(el("p").child(say("b", authority)))
        .child(el("p").child(say("b", &heading("signer_title").to_uppercase())))
        .child(say("p.document__space", "\u{a0}"))
        .child(el("p").child(say("b", &heading("signer_name"))));
    el("table.document__head").child(el("tbody").child(el("tr").child(left).child(right)))
}

fn roman(number: usize) -> String {
    const SIGNS: [(usize, &str); 5] = [(10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")];
    let (mut left, mut said) = (number, String::new());
    for (value, sign) in SIGNS {
        while left >= value {
            said += sign;
            left -= value;
        }
    }
    said
}
