//! A definition as an Excel workbook, and any tables of texts as one, with the headings in bold and kept in sight.
//!
//! The same tables give the same bytes: the day of writing is not in the file.

use std::collections::BTreeMap;

use phieu_form::{Cell, Definition, Row, Sheet};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};

/// A column is at least and at most this wide, in characters.
const WIDTHS: (usize, usize) = (10, 60);

/// A cell holds at most this many characters (Excel specifications and limits).
pub const LONGEST_CELL: usize = 32_767;

/// Writes a workbook. What is not rows (data that came with the form, its first instance) has no sheet and is not in it.
pub fn to_xlsx(definition: &Definition) -> Result<Vec<u8>, String> {
    let settings = std::slice::from_ref(&definition.settings);
    for (sheet, rows) in definition.sheets().into_iter().chain([(Sheet::Settings, settings)]) {
        rows.iter().flat_map(|row| &row.cells).try_for_each(|cell| fits(sheet, cell))?;
    }
    let is_usual = |sheet| matches!(sheet, Sheet::Survey | Sheet::Choices);
    let shown = definition.sheets().into_iter().filter(|(sheet, rows)| is_usual(*sheet) || !rows.is_empty());
    let tables: Vec<Table> = shown.chain([(Sheet::Settings, settings)]).map(|(sheet, rows)| table(sheet, rows)).collect();
    to_workbook(&tables)
}

/// Whether a text fits into a cell.
fn fits(sheet: Sheet, cell: &Cell) -> Result<(), String> {
    let length = cell.text.encode_utf16().count();
    let Cell { column, place, .. } = cell;
    let message = || {
        format!(
            "{}, row {}: the text under `{column}` has {length} characters; a cell has room for {LONGEST_CELL}",
            sheet.name(),
            place.row
        )
    };
    if length > LONGEST_CELL { Err(message()) } else { Ok(()) }
}

/// A table of a workbook.
pub struct Table<'a> {
    /// The sheet's name.
    pub name: &'a str,
    /// What stands in the first row.
    pub headings: Vec<&'a str>,
    /// Below it, row by row: each text with the column that it stands in, from 0.
    pub rows: Vec<Vec<(u16, &'a str)>>,
}

/// Writes a sheet for each table. No text may be longer than [`LONGEST_CELL`].
pub fn to_workbook(tables: &[Table]) -> Result<Vec<u8>, String> {
    written(tables).map_err(|error| error.to_string())
}

fn written(tables: &[Table]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2026, 1, 1)?));
    for table in tables {
        fill(workbook.add_worksheet().set_name(table.name)?, table)?;
    }
    workbook.save_to_buffer()
}

fn fill(worksheet: &mut Worksheet, table: &Table) -> Result<(), XlsxError> {
    let head = Format::new().set_bold();
    let body = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let mut widths: Vec<usize> = table.headings.iter().map(|heading| heading.chars().count()).collect();
    for (column, text) in table.rows.iter().flatten() {
        if let Some(width) = widths.get_mut(usize::from(*column)) {
            *width = text.chars().count().max(*width);
        }
    }
    for (column, (heading, widest)) in (0..).zip(table.headings.iter().zip(widths)) {
        worksheet.write_string_with_format(0, column, *heading, &head)?;
        worksheet.set_column_width(column, widest.clamp(WIDTHS.0, WIDTHS.1) as f64)?;
    }
    for (number, row) in (1..).zip(&table.rows) {
        for (column, text) in row {
            worksheet.write_string_with_format(number, *column, *text, &body)?;
        }
    }
    worksheet.set_freeze_panes(1, 0)?;
    Ok(())
}

/// The rows of a sheet as a table.
fn table(sheet: Sheet, rows: &[Row]) -> Table<'_> {
    let headings = headings(rows);
    let places: BTreeMap<&str, u16> = headings.iter().copied().zip(0..).collect();
    let placed = |cell: &'_ Cell| places[cell.column.as_str()];
    let rows = rows.iter().map(|row| row.cells.iter().map(|cell| (placed(cell), cell.text.as_str())).collect()).collect();
    Table { name: sheet.name(), headings, rows }
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
        let cell = Cell { column: "label".into(), text: "ế".repeat(LONGEST_CELL + 1), place: phieu_form::Place { row: 7, column: 3 } };
        let row = Row { place: Default::default(), cells: vec![cell] };
        let error = to_xlsx(&Definition { survey: vec![row], ..Definition::default() }).expect_err("too long");
        assert_eq!(error, "survey, row 7: the text under `label` has 32768 characters; a cell has room for 32767");
    }
}
