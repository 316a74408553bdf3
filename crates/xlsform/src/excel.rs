//! A definition as an Excel workbook, with the headings in bold and kept in sight.
//!
//! The same definition gives the same bytes: the day of writing is not in the file.

use std::collections::BTreeMap;

use phieu_form::{Cell, Definition, Row, Sheet};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};

/// A column is at least and at most this wide, in characters.
const WIDTHS: (usize, usize) = (10, 60);

/// A cell holds at most this many characters (Excel specifications and limits).
const LONGEST: usize = 32_767;

/// Writes a workbook. What is not rows (data that came with the form, its first instance) has no sheet and is not in it.
pub fn to_xlsx(definition: &Definition) -> Result<Vec<u8>, String> {
    let settings = std::slice::from_ref(&definition.settings);
    for (sheet, rows) in definition.sheets().into_iter().chain([(Sheet::Settings, settings)]) {
        rows.iter().flat_map(|row| &row.cells).try_for_each(|cell| fits(sheet, cell))?;
    }
    written(definition).map_err(|error| error.to_string())
}

/// Whether a text fits into a cell.
fn fits(sheet: Sheet, cell: &Cell) -> Result<(), String> {
    let length = cell.text.encode_utf16().count();
    let Cell { column, place, .. } = cell;
    let message =
        || format!("{}, row {}: the text under `{column}` has {length} characters; a cell has room for {LONGEST}", sheet.name(), place.row);
    if length > LONGEST { Err(message()) } else { Ok(()) }
}

fn written(definition: &Definition) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2026, 1, 1)?));
    let settings = std::slice::from_ref(&definition.settings);
    for (sheet, rows) in definition.sheets() {
        let is_usual = matches!(sheet, Sheet::Survey | Sheet::Choices);
        if is_usual || !rows.is_empty() {
            fill(workbook.add_worksheet().set_name(sheet.name())?, rows)?;
        }
    }
    fill(workbook.add_worksheet().set_name(Sheet::Settings.name())?, settings)?;
    workbook.save_to_buffer()
}

fn fill(worksheet: &mut Worksheet, rows: &[Row]) -> Result<(), XlsxError> {
    let headings = headings(rows);
    let head = Format::new().set_bold();
    let body = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    for (column, heading) in (0..).zip(&headings) {
        worksheet.write_string_with_format(0, column, *heading, &head)?;
        let texts = rows.iter().map(|row| row.text(heading)).chain([*heading]);
        let widest = texts.map(|text| text.chars().count()).max().unwrap_or_default();
        worksheet.set_column_width(column, widest.clamp(WIDTHS.0, WIDTHS.1) as f64)?;
    }
    let places: BTreeMap<&str, u16> = headings.iter().copied().zip(0..).collect();
    for (number, row) in (1..).zip(rows) {
        for cell in &row.cells {
            worksheet.write_string_with_format(number, places[cell.column.as_str()], &cell.text, &body)?;
        }
    }
    worksheet.set_freeze_panes(1, 0)?;
    Ok(())
}

/// Every heading once: each where its own row puts it, after the heading that stands before it there.
pub(crate) fn headings(rows: &[Row]) -> Vec<&str> {
    let mut headings: Vec<&str> = Vec::new();
    for row in rows {
        let mut after = 0;
        for cell in &row.cells {
            match headings.iter().position(|each| *each == cell.column) {
                Some(place) => after = place + 1,
                None => {
                    headings.insert(after, &cell.column);
                    after += 1;
                }
            }
        }
    }
    headings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_is_too_long_for_a_cell_is_told_with_its_place() {
        let cell = Cell { column: "label".into(), text: "ế".repeat(LONGEST + 1), place: phieu_form::Place { row: 7, column: 3 } };
        let row = Row { place: Default::default(), cells: vec![cell] };
        let error = to_xlsx(&Definition { survey: vec![row], ..Definition::default() }).expect_err("too long");
        assert_eq!(error, "survey, row 7: the text under `label` has 32768 characters; a cell has room for 32767");
    }
}
