//! A data dictionary: every question, choice and rule in tables, as Markdown and as an Excel workbook.

use phieu_form::Form;
use phieu_xlsform::{LONGEST_CELL, Table, to_workbook};

use crate::sheet::{Sheet, sheets};

/// A heading and the tables that have rows.
pub(crate) fn markdown(form: &Form) -> String {
    let title = form.title.get(0).map(|title| title.source.as_str()).unwrap_or(&form.id);
    let mut text = format!("# {title}\n\nForm `{}`, version `{}`, digest `{}`.\n", form.id, form.version, form.digest);
    for Sheet { name, headings, rows } in sheets(form) {
        if rows.is_empty() {
            continue;
        }
        let line = |cells: &[String]| format!("| {} |\n", cells.iter().map(|cell| cell_of(cell)).collect::<Vec<_>>().join(" | "));
        let headings: Vec<String> = headings.iter().map(|heading| (*heading).to_owned()).collect();
        text.push_str(&format!("\n## {name}\n\n{}|{}\n", line(&headings), "---|".repeat(headings.len())));
        rows.iter().for_each(|row| text.push_str(&line(row)));
    }
    text
}

/// A text in a cell of a Markdown table: one line, without the sign that ends a cell.
fn cell_of(text: &str) -> String {
    text.trim().replace('\\', "\\\\").replace('|', "\\|").replace("\r\n", "\n").replace('\n', "<br>")
}

/// A sheet for each table.
pub(crate) fn excel(form: &Form) -> Result<Vec<u8>, String> {
    let sheets = sheets(form);
    let too_long = sheets.iter().flat_map(|sheet| &sheet.rows).flatten().find(|cell| cell.encode_utf16().count() > LONGEST_CELL);
    if let Some(cell) = too_long {
        return Err(format!("a text is longer than a cell has room for: {}…", cell.chars().take(60).collect::<String>()));
    }
    let tables = sheets.iter().map(|Sheet { name, headings, rows }| Table {
        name,
        headings: headings.to_vec(),
        rows: rows.iter().map(|row| (0..).zip(row.iter().map(String::as_str)).filter(|(_, text)| !text.is_empty()).collect()).collect(),
    });
    to_workbook(&tables.collect::<Vec<_>>())
}
