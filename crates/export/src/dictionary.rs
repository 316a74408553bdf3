//! A data dictionary: every question, choice and rule in tables, as Markdown and as an Excel workbook.

use phieu_form::Form;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, XlsxError};

use crate::sheet::{Sheet, sheets};

/// A column is at least and at most this wide, in characters.
const WIDTHS: (usize, usize) = (10, 60);
/// A cell holds at most this many characters (Excel specifications and limits).
const LONGEST: usize = 32_767;

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
    let too_long = sheets.iter().flat_map(|sheet| &sheet.rows).flatten().find(|cell| cell.encode_utf16().count() > LONGEST);
    match too_long {
        Some(cell) => Err(format!("a text is longer than a cell has room for: {}…", cell.chars().take(60).collect::<String>())),
        None => written(&sheets).map_err(|error| error.to_string()),
    }
}

fn written(sheets: &[Sheet]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // The day of writing would make other bytes each day.
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2026, 1, 1)?));
    let (head, body) = (Format::new().set_bold(), Format::new().set_text_wrap().set_align(FormatAlign::Top));
    for Sheet { name, headings, rows } in sheets {
        let worksheet = workbook.add_worksheet().set_name(*name)?;
        for (column, heading) in (0..).zip(*headings) {
            worksheet.write_string_with_format(0, column, *heading, &head)?;
            let texts = rows.iter().filter_map(|row| row.get(usize::from(column))).map(|text| text.chars().count());
            let widest = texts.chain([heading.len()]).max().unwrap_or_default();
            worksheet.set_column_width(column, widest.clamp(WIDTHS.0, WIDTHS.1) as f64)?;
        }
        for (number, row) in (1..).zip(rows) {
            for (column, text) in (0..).zip(row).filter(|(_, text)| !text.is_empty()) {
                worksheet.write_string_with_format(number, column, text, &body)?;
            }
        }
        worksheet.set_freeze_panes(1, 0)?;
    }
    workbook.save_to_buffer()
}
