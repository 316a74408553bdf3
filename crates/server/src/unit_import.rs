//! Units of before, out of a table: Excel, OpenDocument or CSV, one row for each unit of before and each unit in which it went on.
//!
//! | heading | what |
//! |---|---|
//! | `Mã cũ`, `old code` | the code of before; that of the new unit where it kept it |
//! | `Tên cũ`, `old name` | the full name then |
//! | `Loại cũ`, `old kind` | `commune` (`xã`, also where the column is left out) or `district` (`huyện`) |
//! | `Cấp trên cũ`, `old parent` | the code of the unit above it then, known or in a row before |
//! | `Mã mới`, `new code` | the unit in which it went on |
//! | `Từ ngày`, `day` | the first day on which it was no more: `01/07/2025` or `2025-07-01` |
//! | `Tỷ lệ (%)`, `share` | how much of it went there, in per cent; blank where it is not known, and where all of it did |
//! | `Căn cứ`, `source` | what says so |
//!
//! Every row that cannot be is told, with what is wrong; then nothing is taken up.

use phieu::xlsform::{Grid, GridCell, TableError, fold, read_day, read_table};
use phieu_catalog::UnitKind;
use phieu_report::{Date, OrgUnitCode};
use phieu_unit::Predecessor;

use crate::app::App;
use crate::refusal::Refusal;

/// A row that cannot be, by its number in the sheet, and why in English; 0 for the whole table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowError {
    /// The row, from 1.
    pub row: u32,
    /// What is wrong.
    pub what: String,
}

const COLUMNS: [&[&str]; 8] = [
    &["ma cu", "old code"],
    &["ten cu", "old name"],
    &["cap tren cu", "old parent"],
    &["ma moi", "new code"],
    &["tu ngay", "day"],
    &["can cu", "source"],
    &["ty le", "share"],
    &["loai cu", "old kind"],
];
const NAMES: [&str; 8] = ["old code", "old name", "old parent", "new code", "day", "source", "share", "old kind"];
/// The columns without which nothing can be said.
const NEEDED: usize = 5;
/// In how many rows the headings are looked for.
const DEEPEST: usize = 10;

/// Takes up the units of a table: how many rows there were, or every row that cannot be.
pub(crate) async fn import(app: &App, login: &str, file: &str, bytes: &[u8]) -> Result<Result<usize, Vec<RowError>>, Refusal> {
    let (numbers, rows): (Vec<u32>, Vec<Predecessor>) = match read(file, bytes) {
        Ok(rows) => rows.into_iter().unzip(),
        Err(errors) => return Ok(Err(errors)),
    };
    let taken = app.store.remember_units(&rows, app.now(), login).await?;
    let told =
        |(at, fault): (usize, phieu_unit::Fault)| RowError { row: numbers.get(at).copied().unwrap_or_default(), what: fault.to_string() };
    Ok(taken.map(|_| rows.len()).map_err(|faults| faults.into_iter().map(told).collect()))
}

/// The rows of a table with their numbers.
fn read(file: &str, bytes: &[u8]) -> Result<Vec<(u32, Predecessor)>, Vec<RowError>> {
    let whole = |what: String| vec![RowError { row: 0, what }];
    let grids = read_table(file, bytes).map_err(|error| match error {
        TableError::Unreadable(reason) => whole(format!("the table cannot be read: {reason}")),
        TableError::NoHeadings => whole("the table has no headings".to_owned()),
    })?;
    let Some((grid, at, columns)) = grids.iter().find_map(headings) else {
        let needed = NAMES.get(..NEEDED).unwrap_or_default().join(", ");
        return Err(whole(format!("no row has the headings: {needed}")));
    };
    let (mut rows, mut errors) = (Vec::new(), Vec::new());
    for cells in grid.rows.iter().skip(at + 1) {
        let Some(number) = cells.first().map(|cell| cell.place.row) else { continue };
        match row(cells, &columns) {
            Ok(row) => rows.push((number, row)),
            Err(what) => errors.extend(what.into_iter().map(|what| RowError { row: number, what })),
        }
    }
    if errors.is_empty() && rows.is_empty() {
        errors = whole("there is no row under the headings".to_owned());
    }
    if errors.is_empty() { Ok(rows) } else { Err(errors) }
}

/// The columns of a table, where a row has the headings that are needed.
fn headings(grid: &Grid) -> Option<(&Grid, usize, [Option<u32>; 8])> {
    grid.rows.iter().take(DEEPEST).enumerate().find_map(|(at, cells)| {
        let column = |called: &[&str]| {
            let fits = |cell: &&GridCell| called.contains(&fold(cell.text.split('(').next().unwrap_or_default()).as_str());
            cells.iter().find(fits).map(|cell| cell.place.column)
        };
        let columns = COLUMNS.map(column);
        columns.iter().take(NEEDED).all(Option::is_some).then_some((grid, at, columns))
    })
}

/// A row, or everything that is wrong with its cells.
fn row(cells: &[GridCell], columns: &[Option<u32>; 8]) -> Result<Predecessor, Vec<String>> {
    let text = |at: usize| {
        let column = columns.get(at).copied().flatten();
        cells.iter().find(|cell| Some(cell.place.column) == column).map_or("", |cell| cell.text.trim())
    };
    let mut wrong = Vec::new();
    let mut code = |at: usize| {
        OrgUnitCode::parse(text(at)).map_err(|error| wrong.push(format!("{}: {error}", NAMES.get(at).copied().unwrap_or_default()))).ok()
    };
    let (own, parent, into) = (code(0), code(2), code(3));
    let on = read_day(text(4)).and_then(|day| Date::parse(&day).ok());
    if on.is_none() {
        wrong.push(format!("day: `{}` is no day such as 01/07/2025", text(4)));
    }
    let share = share(text(6)).map_err(|what| wrong.push(what)).unwrap_or_default();
    let kind = kind(text(7));
    if kind.is_none() {
        wrong.push(format!("old kind: `{}` is neither commune nor district", text(7)));
    }
    match (own, parent, into, on, kind) {
        (Some(code), Some(parent), Some(into), Some(on), Some(kind)) if wrong.is_empty() => {
            Ok(Predecessor { code, name: text(1).to_owned(), kind, parent, into, on, share, source: text(5).to_owned() })
        }
        _ => Err(wrong),
    }
}

fn kind(text: &str) -> Option<UnitKind> {
    match fold(text).as_str() {
        "" | "commune" | "xa" | "phuong" | "thi tran" => Some(UnitKind::Commune),
        "district" | "huyen" | "quan" | "thi xa" => Some(UnitKind::District),
        _ => None,
    }
}

/// A share in per cent as a part of 1: `55`, `55,5`, `55 %`.
fn share(text: &str) -> Result<Option<f64>, String> {
    let plain = text.trim_end_matches('%').trim().replace(',', ".");
    if plain.is_empty() {
        return Ok(None);
    }
    let share = plain.parse::<f64>().ok().filter(|share| (0.0..=100.0).contains(share) && *share > 0.0);
    match share {
        // A cell in per cent is handed over as the part that it is: what was meant is not guessed.
        Some(part) if part < 1.0 && !text.contains('%') => Err(format!("share: `{text}` is less than 1 %; write per cent, such as 55")),
        Some(share) => Ok(Some(share / 100.0)),
        None => Err(format!("share: `{text}` is not per cent between 0 and 100")),
    }
}
