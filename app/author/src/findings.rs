//! What is wrong, one row for each finding, with a way to the cell.

use phieu_form::Level;
use phieu_ui::dom::{El, View, el, say};

use crate::browser;
use crate::open::{Counting, Finding, Opened};
use crate::texts::Texts;

/// The most findings that are drawn; a file that is no form at all can have one for every cell.
const MOST: usize = 500;

/// The table, or nothing where nothing is wrong.
pub fn table(opened: &Opened, texts: &'static Texts) -> Option<El> {
    if opened.findings.is_empty() {
        return None;
    }
    let heads = [texts.head_sheet, texts.head_row, texts.head_column, texts.head_said];
    let head = el("tr").child(heads.map(|head| say("th", head).attr("scope", "col")).into_iter().collect::<Vec<El>>());
    let rows = opened.findings.iter().enumerate().take(MOST);
    let rows: Vec<El> = rows.map(|(index, finding)| row(opened, index, finding, texts)).collect();
    let table = el("table.cardtable.findings")
        .attr("data-part", "findings")
        .child(say("caption", texts.findings))
        .child(el("thead").child(head))
        .child(el("tbody").child(rows));
    Some(el("div.tablewrap").child(table))
}

fn row(opened: &Opened, index: usize, finding: &Finding, texts: &'static Texts) -> El {
    let sheet = finding.sheet.map_or(texts.file, |sheet| sheet.name());
    let number = if finding.place.row == 0 { String::new() } else { finding.place.row.to_string() };
    let to = ["#line-", &index.to_string()].concat();
    let sheet = if finding.sheet.is_some() { to_row(sheet, &to).into() } else { View::from(sheet) };
    el("tr")
        .attr("data-level", name(finding.level))
        .child(el("td").attr("data-label", texts.head_sheet).child(sheet))
        .child(say("td", &number).attr("data-label", texts.head_row))
        .child(say("td", &column(opened.counting, finding, texts)).attr("data-label", texts.head_column))
        .child(el("td").child(said(finding, texts)))
}

/// A link to the row in its sheet.
fn to_row(text: &str, to: &str) -> El {
    let target = to.to_owned();
    say("a", text).attr("href", to).press(move || browser::focus(&target))
}

fn name(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
    }
}

/// `C relevant` in a workbook, `relevant` in a text.
fn column(counting: Counting, finding: &Finding, texts: &'static Texts) -> String {
    let letters = if counting == Counting::Cells { finding.place.letters() } else { String::new() };
    match (letters.is_empty(), finding.column.is_empty()) {
        (true, true) => if finding.sheet.is_some() { texts.whole_row } else { "" }.to_owned(),
        (true, false) => finding.column.clone(),
        (false, true) => letters,
        (false, false) => [&letters, " ", &finding.column].concat(),
    }
}

/// What is said: how grave, what was found, what to do.
pub fn said(finding: &Finding, texts: &'static Texts) -> El {
    let (class, kind) = match finding.level {
        Level::Error => ("div.message", texts.error),
        Level::Warning => ("div.message.message--warning", texts.warning),
    };
    let hint =
        finding.hint.as_ref().map(|hint| el("p").child(say("b", &[texts.hint, ": "].concat())).child(say("span", hint).attr("lang", "en")));
    el(class).child(say("span.message__kind", kind)).child(say("p", &finding.message).attr("lang", "en")).child(hint)
}
