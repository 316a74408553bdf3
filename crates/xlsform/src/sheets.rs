//! From grids of cells, as a workbook or a Markdown table has them, to a definition.
//!
//! A grid's first row is its headings. Nothing is dropped in silence: a sheet that is no part of a form, a cell under no
//! heading and a heading that stands twice are told.

use std::collections::BTreeMap;

use phieu_form::{Cell, Definition, Diagnostic, Level, Place, Row, Sheet, nearest};

use crate::{headings, types, typing};

/// A sheet as it is written: rows of cells, blank ones left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grid {
    /// The sheet's name as written.
    pub name: String,
    /// Its rows from the top.
    pub rows: Vec<Vec<GridCell>>,
}

/// A cell that is not blank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GridCell {
    /// Its text as a person sees it.
    pub text: String,
    /// Its row and column, from 1.
    pub place: Place,
}

/// Puts the sheets of a form together. What is told are warnings, and errors where no form can be made of them.
pub fn assemble(file: &str, grids: &[Grid]) -> (Definition, Vec<Diagnostic>) {
    let mut assembly = Assembly { definition: Definition { file: file.to_owned(), ..Definition::default() }, told: Vec::new() };
    let mut found: Vec<Sheet> = Vec::new();
    let mut strange: Vec<&Grid> = Vec::new();
    let only = only_sheet(grids);
    for grid in grids {
        if only.is_some_and(|only| std::ptr::eq(only, grid)) {
            let message = format!("the only sheet `{}` is read as the survey", grid.name);
            assembly.tell(Level::Warning, Sheet::Survey, Place::default(), message, Some("call it `survey`".into()));
            found.push(Sheet::Survey);
            assembly.sheet(Sheet::Survey, grid);
            continue;
        }
        match headings::sheet(&grid.name) {
            Some(sheet) if found.contains(&sheet) => {
                assembly.tell(Level::Error, sheet, Place::default(), format!("there are two sheets `{}`", sheet.name()), None);
            }
            Some(sheet) => {
                found.push(sheet);
                assembly.sheet(sheet, grid);
            }
            None => strange.push(grid),
        }
    }
    assembly.strangers(&strange, &found);
    (assembly.definition, assembly.told)
}

/// The one sheet that has cells, where it has the headings of a survey but another name: the survey (as in ODK's converter).
fn only_sheet(grids: &[Grid]) -> Option<&Grid> {
    let mut filled = grids.iter().filter(|grid| !grid.rows.is_empty());
    let (only, more) = (filled.next()?, filled.next());
    (more.is_none() && headings::sheet(&only.name).is_none() && looks_like(only) == Some(Sheet::Survey)).then_some(only)
}

/// The sheet that a grid's headings belong to.
fn looks_like(grid: &Grid) -> Option<Sheet> {
    let has =
        |sheet: Sheet, heading: &str| grid.rows.first().into_iter().flatten().any(|cell| headings::heading(sheet, &cell.text) == heading);
    let signs = [(Sheet::Survey, "type"), (Sheet::Choices, "list_name"), (Sheet::Settings, "form_id"), (Sheet::Rules, "severity")];
    signs.into_iter().find(|(sheet, sign)| has(*sheet, sign)).map(|(sheet, _)| sheet)
}

/// What a spreadsheet shows in a cell whose formula failed (ECMA-376 part 1, section 18.17.3; LibreOffice numbers its own).
fn is_failed(text: &str) -> bool {
    const FAILED: [&str; 9] = ["#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#SPILL!", "#CALC!"];
    let numbered = text.strip_prefix("Err:").is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|each| each.is_ascii_digit()));
    FAILED.contains(&text) || numbered
}

struct Assembly {
    definition: Definition,
    told: Vec<Diagnostic>,
}

impl Assembly {
    fn tell(&mut self, level: Level, sheet: Sheet, place: Place, message: String, hint: Option<String>) {
        let file = self.definition.file.clone();
        self.told.push(Diagnostic { level, file, sheet, place, column: String::new(), message, hint });
    }

    fn sheet(&mut self, sheet: Sheet, grid: &Grid) {
        let Some((head, body)) = grid.rows.split_first() else { return };
        let columns = self.columns(sheet, head);
        self.needed(sheet, head, &columns);
        self.headless(sheet, &columns, body);
        let rows = body.iter().filter_map(|cells| self.row(sheet, &columns, cells)).collect::<Vec<Row>>();
        match sheet {
            Sheet::Survey => self.definition.survey = rows,
            Sheet::Choices => self.definition.choices = rows,
            Sheet::Settings => self.settings(rows),
            Sheet::Rules => self.definition.rules = rows,
            Sheet::ExternalChoices => self.definition.external_choices = rows,
            Sheet::Actions => self.definition.actions = rows,
            Sheet::Texts => self.definition.texts = rows,
            Sheet::Entities => self.definition.entities = rows,
        }
    }

    fn settings(&mut self, rows: Vec<Row>) {
        let mut rows = rows.into_iter();
        self.definition.settings = rows.next().unwrap_or_default();
        for row in rows {
            let message = "the settings sheet has one row; this one is not used".to_owned();
            self.tell(Level::Warning, Sheet::Settings, row.place, message, None);
        }
    }

    /// The canonical heading of each column.
    fn columns(&mut self, sheet: Sheet, head: &[GridCell]) -> Vec<(u32, String)> {
        let mut columns: Vec<(u32, String)> = Vec::new();
        for cell in head {
            let heading = headings::heading(sheet, &cell.text);
            if columns.iter().any(|(_, each)| *each == heading) {
                let message = format!("the column `{heading}` stands twice, here as `{}`", cell.text);
                self.tell(Level::Error, sheet, cell.place, message, Some("keep one of them".into()));
            }
            columns.push((cell.place.column, heading));
        }
        columns
    }

    /// Headings that a sheet cannot be read without.
    fn needed(&mut self, sheet: Sheet, head: &[GridCell], columns: &[(u32, String)]) {
        let needed: &[&str] = match sheet {
            Sheet::Survey => &["type"],
            Sheet::Choices | Sheet::ExternalChoices => &["list_name", "name"],
            _ => &[],
        };
        for heading in needed.iter().filter(|heading| !columns.iter().any(|(_, each)| each == *heading)) {
            let near = head.iter().find(|cell| nearest(&cell.text.trim().to_lowercase(), [*heading].into_iter()).is_some());
            let place = near.or(head.first()).map_or(Place::default(), |cell| cell.place);
            let hint = near.map_or_else(
                || "the first row that is not empty holds the headings".to_owned(),
                |cell| format!("write `{heading}` instead of `{}`", cell.text.trim()),
            );
            let message = format!("expected a column `{heading}` on the sheet `{}`, found none", sheet.name());
            self.tell(Level::Error, sheet, place, message, Some(hint));
        }
    }

    /// Cells under no heading, once for each column of them.
    fn headless(&mut self, sheet: Sheet, columns: &[(u32, String)], body: &[Vec<GridCell>]) {
        let mut found: BTreeMap<u32, (&GridCell, usize)> = BTreeMap::new();
        for cell in body.iter().flatten().filter(|cell| !columns.iter().any(|(number, _)| *number == cell.place.column)) {
            found.entry(cell.place.column).or_insert((cell, 0)).1 += 1;
        }
        for (cell, count) in found.into_values() {
            let more = if count > 1 { format!(", nor are {} more below it", count - 1) } else { String::new() };
            let message = format!("the cell `{}` stands under no heading and is not used{more}", cell.text);
            self.tell(Level::Warning, sheet, cell.place, message, Some("give the column a heading in the first row".into()));
        }
    }

    fn row(&mut self, sheet: Sheet, columns: &[(u32, String)], cells: &[GridCell]) -> Option<Row> {
        let mut row = Row { place: Place { row: cells.first()?.place.row, column: 1 }, cells: Vec::new() };
        for cell in cells {
            let Some((_, column)) = columns.iter().find(|(number, _)| *number == cell.place.column) else { continue };
            if is_failed(cell.text.trim()) {
                self.failed(sheet, column, cell);
            }
            let meant = typing::meant(sheet, column, &cell.text);
            let text = if sheet == Sheet::Survey && column == "type" { types::row_type(&meant) } else { meant };
            row.cells.push(Cell { column: column.clone(), text, place: cell.place });
        }
        (!row.cells.is_empty()).then_some(row)
    }

    fn failed(&mut self, sheet: Sheet, column: &str, cell: &GridCell) {
        let message = format!("the formula of this cell failed: it shows `{}`", cell.text.trim());
        self.tell(Level::Error, sheet, cell.place, message, Some("mend the formula, or write what it should give".into()));
        if let Some(told) = self.told.last_mut() {
            told.column = column.to_owned();
        }
    }

    /// Sheets that are no part of a form; a name that begins with `_` says so itself.
    fn strangers(&mut self, strange: &[&Grid], found: &[Sheet]) {
        for grid in strange.iter().filter(|grid| !grid.name.starts_with('_') && !grid.rows.is_empty()) {
            let missing = headings::ALL_SHEETS.into_iter().filter(|sheet| !found.contains(sheet)).map(Sheet::name);
            let likely = looks_like(grid).filter(|sheet| !found.contains(sheet));
            let by_headings = || likely.map(|sheet| format!("its headings are those of the sheet `{}`: call it so", sheet.name()));
            let hint = nearest(&grid.name.trim().to_lowercase(), missing).or_else(by_headings);
            let message = format!("the sheet `{}` is no part of a form and is not used", grid.name);
            self.tell(Level::Warning, Sheet::Survey, Place::default(), message, hint);
        }
        if !found.contains(&Sheet::Survey) {
            let is_near = |grid: &Grid| nearest(&grid.name.trim().to_lowercase(), ["survey"].into_iter()).is_some();
            let near =
                strange.iter().find(|grid| is_near(grid)).or_else(|| strange.iter().find(|grid| looks_like(grid) == Some(Sheet::Survey)));
            let near = near.map(|grid| &grid.name);
            let hint = near.map_or_else(|| "add a sheet `survey`".to_owned(), |name| format!("call the sheet `{name}` `survey`"));
            self.tell(Level::Error, Sheet::Survey, Place::default(), "expected a sheet `survey`, found none".to_owned(), Some(hint));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::from_markdown;

    fn told(text: &str) -> Vec<String> {
        let line = |each: &Diagnostic| {
            let hint = each.hint.as_ref().map_or(String::new(), |hint| format!(" / {hint}"));
            let level = if each.level == Level::Warning { " (warning)" } else { "" };
            format!("{}:{} {}{level}: {}{hint}", each.place.row, each.place.column, each.sheet.name(), each.message)
        };
        from_markdown("a.md", text).1.iter().map(line).collect()
    }

    #[test]
    fn what_is_wrong_with_sheets_is_told_at_its_cell() {
        for (name, text, expected) in [
            (
                "the only sheet is the survey",
                "| Sheet1 |\n| | type | name |\n| | text | a |",
                &["0:0 survey (warning): the only sheet `Sheet1` is read as the survey / call it `survey`"][..],
            ),
            (
                "a sheet is known by its headings",
                "| Khảo sát |\n| | type | name |\n| | text | a |\n| Danh mục |\n| | list name | name |\n| | l | x |\n| Ghi chú |\n| | x |",
                &[
                    "0:0 survey (warning): the sheet `Khảo sát` is no part of a form and is not used / its headings are those of the sheet `survey`: call it so",
                    "0:0 survey (warning): the sheet `Danh mục` is no part of a form and is not used / its headings are those of the sheet `choices`: call it so",
                    "0:0 survey (warning): the sheet `Ghi chú` is no part of a form and is not used",
                    "0:0 survey: expected a sheet `survey`, found none / call the sheet `Khảo sát` `survey`",
                ],
            ),
            (
                "headings that a sheet needs",
                "| survey |\n| | text | a | A |\n| choices |\n| | List name | nam | label |\n| | l | x | X |",
                &[
                    "1:1 survey: expected a column `type` on the sheet `survey`, found none / the first row that is not empty holds the headings",
                    "1:2 choices: expected a column `name` on the sheet `choices`, found none / write `name` instead of `nam`",
                ],
            ),
            (
                "cells under no heading, once for the column",
                "| survey |\n| | type | name | |\n| | text | a | x |\n| | text | b | y |",
                &[
                    "2:3 survey (warning): the cell `x` stands under no heading and is not used, nor are 1 more below it / give the column a heading in the first row",
                ],
            ),
            (
                "formulas that failed",
                "| survey |\n| | type | name | label |\n| | text | a | #REF! |\n| | text | b | Err:502 |\n| | text | c | Err: x |",
                &[
                    "2:3 survey: the formula of this cell failed: it shows `#REF!` / mend the formula, or write what it should give",
                    "3:3 survey: the formula of this cell failed: it shows `Err:502` / mend the formula, or write what it should give",
                ],
            ),
            (
                "headings that are the same",
                "| survey |\n| | type | name | relevant | bind::relevant |\n| | text | a | 1 | 2 |",
                &["1:4 survey: the column `relevant` stands twice, here as `bind::relevant` / keep one of them"],
            ),
        ] {
            assert_eq!(told(text), expected, "{name}");
        }
    }

    #[test]
    fn a_condition_is_one_however_its_heading_is_written() {
        let (definition, _) = from_markdown(
            "a.md",
            "| survey |\n| | type | name | bind:relevant | bind::jr:constraintMsg |\n| | text | a | ${b} = ‘x’ | ‘Sai’ |",
        );
        assert_eq!(definition.survey[0].text("relevant"), "${b} = 'x'");
        assert_eq!(definition.survey[0].text("constraint_message"), "‘Sai’");
    }
}
