//! The rows of a form as tables, with every finding at its row and cell.
//!
//! Pure: what is drawn of it, and how many rows at a time, is decided elsewhere.

use phieu_form::{Definition, Level, Row, Sheet};

use crate::open::Finding;

/// One sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Which sheet.
    pub sheet: Sheet,
    /// Its headings, in the order in which they stand or first appear.
    pub columns: Vec<String>,
    /// Its rows.
    pub lines: Vec<Line>,
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Row of the sheet or line of the file.
    pub number: u32,
    /// The text under each of the columns.
    pub cells: Vec<String>,
    /// How grave what is said about each of the cells is.
    pub marks: Vec<Option<Level>>,
    /// What is said about the row or its cells: places in the list of findings.
    pub told: Vec<usize>,
}

/// Every sheet that has rows.
pub fn tables(definition: &Definition, findings: &[Finding]) -> Vec<Table> {
    let settings = std::slice::from_ref(&definition.settings);
    let settings = if definition.settings.cells.is_empty() { &[] } else { settings };
    let mut sheets: Vec<(Sheet, &[Row])> = definition.sheets().into();
    sheets.insert(2, (Sheet::Settings, settings));
    sheets.into_iter().filter(|(_, rows)| !rows.is_empty()).map(|(sheet, rows)| table(sheet, rows, findings)).collect()
}

fn table(sheet: Sheet, rows: &[Row], findings: &[Finding]) -> Table {
    let columns = columns(rows);
    let mut lines: Vec<Line> = rows.iter().map(|row| line(row, &columns)).collect();
    for (index, finding) in findings.iter().enumerate().filter(|(_, finding)| finding.sheet == Some(sheet)) {
        let Some(at) = row_of(rows, finding) else { continue };
        lines[at].told.push(index);
        let column = column_of(&rows[at], &columns, finding);
        if let Some(mark) = column.and_then(|column| lines[at].marks.get_mut(column)) {
            *mark = Some(mark.map_or(finding.level, |level| level.min(finding.level)));
        }
    }
    Table { sheet, columns, lines }
}

/// Headings: in a workbook by their columns, in a text as they come.
fn columns(rows: &[Row]) -> Vec<String> {
    let mut found: Vec<(u32, String)> = Vec::new();
    for cell in rows.iter().flat_map(|row| &row.cells) {
        if !found.iter().any(|(_, heading)| *heading == cell.column) {
            found.push((cell.place.column, cell.column.clone()));
        }
    }
    if rows.iter().all(|row| row.cells.iter().all(|cell| cell.place.row == row.place.row)) {
        found.sort_by_key(|(column, _)| *column);
    }
    found.into_iter().map(|(_, heading)| heading).collect()
}

fn line(row: &Row, columns: &[String]) -> Line {
    let text = |column: &String| row.cells.iter().find(|cell| cell.column == *column).map_or(String::new(), |cell| cell.text.clone());
    Line { number: row.place.row, cells: columns.iter().map(text).collect(), marks: vec![None; columns.len()], told: Vec::new() }
}

/// The row that holds a place: one of its cells stands there, or it is the last row that begins at or before it.
fn row_of(rows: &[Row], finding: &Finding) -> Option<usize> {
    if finding.place.row == 0 {
        return None;
    }
    let holds = |row: &Row| row.cells.iter().any(|cell| cell.place == finding.place);
    rows.iter().position(holds).or_else(|| rows.iter().rposition(|row| row.place.row <= finding.place.row && row.place.row > 0))
}

fn column_of(row: &Row, columns: &[String], finding: &Finding) -> Option<usize> {
    let here = row.cells.iter().find(|cell| cell.place == finding.place).map(|cell| cell.column.as_str());
    let heading = if finding.column.is_empty() { here? } else { finding.column.as_str() };
    columns.iter().position(|column| column == heading)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::open::open;

    #[test]
    fn findings_stand_at_their_rows_and_cells() {
        let toml = "[settings]\nform_id = \"a\"\nversion = \"1\"\n[[survey]]\ntype = \"integer\"\nname = \"n\"\nlabel.vi = \"N\"\n[[survey]]\ntype = \"txt\"\nname = \"t\"\nlabel.vi = \"T\"\n";
        let opened = open("a.toml", toml.as_bytes(), &Default::default());
        let tables = tables(opened.definition.as_ref().expect("rows"), &opened.findings);
        let survey = tables.iter().find(|table| table.sheet == Sheet::Survey).expect("a survey");
        assert_eq!(survey.columns, ["type", "name", "label::vi"]);
        assert_eq!(survey.lines[1].marks, [Some(Level::Error), None, None], "{:?}", opened.findings);
        assert!(survey.lines[0].told.is_empty());
        assert_eq!(survey.lines[1].cells[1], "t");
    }
}
