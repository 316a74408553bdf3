//! A table file as grids of cells, by the ending of its name.

use super::headings::DEEPEST_HEADINGS;
use crate::sheets::Grid;
use crate::workbook::{Cells, Workbook, grids as of_workbook};

/// The sheets of a table with every cell that is not blank.
pub(super) fn grids(file: &str, bytes: &[u8]) -> Result<Vec<Grid>, String> {
    let ending = file.rsplit_once('.').map_or("", |(_, ending)| ending);
    if ending.eq_ignore_ascii_case("csv") {
        return csv(bytes).map(|grid| vec![grid]);
    }
    let kind = Workbook::of_ending(ending).ok_or_else(|| format!("expected .xlsx, .ods or .csv, found `.{ending}`"))?;
    of_workbook(kind, bytes).map(|(grids, _)| grids)
}

fn csv(bytes: &[u8]) -> Result<Grid, String> {
    let text = std::str::from_utf8(bytes)
        .map_err(|error| format!("expected text in UTF-8, found something else at byte {}", error.valid_up_to() + 1))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter(text)).from_reader(text.as_bytes());
    let mut cells = Cells::default();
    for (row, record) in (0..).zip(reader.records()) {
        let record = record.map_err(|error| error.to_string())?;
        for (column, text) in (0..).zip(&record) {
            cells.keep(row, column, text.to_owned())?;
        }
    }
    Ok(cells.take(String::new()))
}

/// Where decimals have a comma, Excel writes semicolons between cells; the first lines tell. A title above the table has neither.
fn delimiter(text: &str) -> u8 {
    let count = |sign: u8| text.lines().take(DEEPEST_HEADINGS).flat_map(str::bytes).filter(|byte| *byte == sign).count();
    [b'\t', b';', b','].into_iter().max_by_key(|sign| count(*sign)).unwrap_or(b',')
}
