//! A mid-term or final review as an office's document: figures are filled in, words are people's, and what nobody has written yet is
//! marked. It prints on A4 and can be taken along as a file of Word.
//!
//! How it is laid out is the server's work, so that the page and the file say the same; here its paragraphs and tables are drawn.

use leptos::prelude::*;
use phieu_ui::dom::{El, View, button, el, live, say};
use serde_json::Value;

use super::asking::{drawn, fetched};
use super::tables::rows;
use crate::browser;
use crate::pages::frame::{link, wide};
use crate::router::{Desk, Page, RowAt, encode};
use crate::state::{App, app};
use crate::storage::records::Subject;

struct Words {
    title: &'static str,
    back: &'static str,
    write: &'static str,
    print: &'static str,
    file: &'static str,
    about: &'static str,
}

static VI: Words = Words {
    title: "Soạn sơ kết, tổng kết",
    back: "Về sổ sơ kết, tổng kết",
    write: "Viết tiếp phần lời",
    print: "In",
    file: "Tải tệp Word",
    about: "Số liệu lấy từ các báo cáo đã duyệt và các sổ. Dưới mỗi số là số báo cáo đã có trên số phải có. Chỗ tô vàng là phần lời chưa viết.",
};

static EN: Words = Words {
    title: "Compose a review",
    back: "Back to the register of reviews",
    write: "Go on writing",
    print: "Print",
    file: "Download for Word",
    about: "Figures come from approved reports and from registers; below each stands how many reports of how many are in it. What is marked is not written yet.",
};

/// The page.
pub fn page(at: RowAt) -> View {
    let app = app();
    let said = if app.language.get_untracked() == "en" { &EN } else { &VI };
    browser::set_title(said.title);
    let number = at.number.to_string();
    let unit = ["?org_unit=", &encode(&at.unit), "&year=", &encode(&at.year), "&number=", &number].concat();
    let query = [unit.as_str(), "&lang=", app.language.get_untracked()].concat();
    let address = ["/api/v1/reviews/", &encode(&at.form)].concat();
    let file = [address.as_str(), "/word", &query].concat();
    let found = fetched(app, address + &query);
    let back = link(Page::Desk(Desk::Register(at.form.clone())), "back noprint", said.back);
    let subject = Subject { form: at.form, org_unit: at.unit, period: at.year };
    let shown = live(move || drawn(app, found.get(), |body| whole(app, said, body, &subject, &file)));
    wide("compose").child(back).child(shown).into()
}

fn whole(app: App, said: &'static Words, body: &Value, subject: &Subject, file: &str) -> View {
    let name = [body["heading"]["title"].as_str().unwrap_or_default(), ".docx"].concat();
    let file = el("a.button.button--second").attr("href", file).attr("download", &name).text(said.file);
    let own = app.duty(subject).is_some().then(|| link(Page::Fill(subject.clone(), 1), "button", said.write));
    let print = button("button button--second", said.print, || {
        let _ = browser::window().print();
    });
    let actions = el("div.actions.noprint").child(own).child(print).child(file);
    let blocks = rows(body, "document").iter().map(block).collect::<Vec<El>>();
    let sheet = el("article.document").attr("lang", app.language.get_untracked()).child(blocks);
    [View::from(say("p.noprint", said.about)), actions.into(), sheet.into()].into()
}

fn block(block: &Value) -> El {
    if block["table"].is_object() { table(&block["table"]) } else { paragraph(&block["paragraph"]) }
}

fn paragraph(paragraph: &Value) -> El {
    let style = paragraph["style"].as_str().unwrap_or_default();
    let tag = match style {
        "about" => "h1",
        "heading" => "h2",
        _ => "p",
    };
    el(tag).attr("class", &["document__", style].concat()).child(rows(paragraph, "runs").iter().map(run).collect::<Vec<El>>())
}

/// Words that look alike: an element around them for each way in which they look other than plain.
fn run(run: &Value) -> El {
    let looks = [("bold", "b"), ("italic", "i"), ("underlined", "u"), ("marked", "mark")];
    let words = say("span", run["text"].as_str().unwrap_or_default());
    looks.into_iter().filter(|(look, _)| run[*look] == true).fold(words, |words, (_, tag)| el(tag).child(words))
}

fn table(table: &Value) -> El {
    let is_ruled = table["ruled"] == true;
    let headings = table["headings"].as_u64().unwrap_or(0);
    let (mut head, mut body) = (Vec::new(), Vec::new());
    for (at, row) in (0..).zip(rows(table, "rows")) {
        let is_head = at < headings;
        let line = el("tr").child(
            row.as_array().into_iter().flatten().enumerate().map(|(at, cell)| self::cell(cell, is_ruled, is_head, at)).collect::<Vec<El>>(),
        );
        let part = if is_head { &mut head } else { &mut body };
        part.push(line);
    }
    let whole = el("table").attr("class", if is_ruled { "document__figures" } else { "document__beside" });
    let whole = whole.child((!head.is_empty()).then(|| el("thead").child(head))).child(el("tbody").child(body));
    if !is_ruled {
        return whole;
    }
    // It scrolls by itself on a phone, also by keyboard.
    let name = table["name"].as_str().unwrap_or_default();
    el("div.tablewrap").attr("tabindex", "0").attr("role", "region").attr("aria-label", name).child(whole)
}

/// In a table of figures the first cell of a row names it, and those of the first row name the columns.
fn cell(cell: &Value, is_ruled: bool, is_head: bool, at: usize) -> El {
    let paragraphs = cell.as_array().into_iter().flatten().map(paragraph).collect::<Vec<El>>();
    let whole = el(if is_ruled && (is_head || at == 0) { "th" } else { "td" });
    let whole = if is_ruled && (is_head || at == 0) { whole.attr("scope", if is_head { "col" } else { "row" }) } else { whole };
    whole.child(paragraphs)
}
