//! From grids of cells, as a workbook or a Markdown table has them, to a definition.
//!
//! A grid's first row is its headings. Nothing is dropped in silence: a sheet that is no part of a form, a cell under no
//! heading and a heading that stands twice are told.

use phieu_form::{Cell, Definition, Diagnostic, Level, Place, Row, Sheet, nearest};

use crate::{headings, types};

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
    for grid in grids {
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

    fn row(&mut self, sheet: Sheet, columns: &[(u32, String)], cells: &[GridCell]) -> Option<Row> {
        let mut row = Row { place: Place { row: cells.first()?.place.row, column: 1 }, cells: Vec::new() };
        for cell in cells {
            let Some((_, column)) = columns.iter().find(|(number, _)| *number == cell.place.column) else {
                let message = format!("the cell `{}` stands under no heading and is not used", cell.text);
                self.tell(Level::Warning, sheet, cell.place, message, None);
                continue;
            };
            let text = if sheet == Sheet::Survey && column == "type" { types::row_type(&cell.text) } else { cell.text.clone() };
            row.cells.push(Cell { column: column.clone(), text, place: cell.place });
        }
        (!row.cells.is_empty()).then_some(row)
    }

    /// Sheets that are no part of a form; a name that begins with `_` says so itself.
    fn strangers(&mut self, strange: &[&Grid], found: &[Sheet]) {
        for grid in strange.iter().filter(|grid| !grid.name.starts_with('_')) {
            let missing = headings::ALL_SHEETS.into_iter().filter(|sheet| !found.contains(sheet)).map(Sheet::name);
            let hint = nearest(&grid.name.trim().to_lowercase(), missing);
            let message = format!("the sheet `{}` is no part of a form and is not used", grid.name);
            self.tell(Level::Warning, Sheet::Survey, Place::default(), message, hint);
        }
        if !found.contains(&Sheet::Survey) {
            let near =
                strange.iter().find_map(|grid| nearest(&grid.name.trim().to_lowercase(), ["survey"].into_iter()).map(|_| &grid.name));
            let hint = near.map_or_else(|| "add a sheet `survey`".to_owned(), |name| format!("call the sheet `{name}` `survey`"));
            self.tell(Level::Error, Sheet::Survey, Place::default(), "expected a sheet `survey`, found none".to_owned(), Some(hint));
        }
    }
}
