//! Mistakes in how a form is written that reading and compiling do not see: what the field's tools refuse, phieu refuses too.
//!
//! It runs where authors work, not on phones: there the form has been checked already.

mod files;
mod parameters;
mod range;

use std::collections::BTreeMap;

use phieu_form::{Cell, Definition, Diagnostic, Level, Place, Row, Sheet};

pub use self::parameters::parameters;
use crate::types::row_type;

/// Everything wrong with how the rows are written.
pub fn check(definition: &Definition) -> Vec<Diagnostic> {
    let has_labels = definition.survey.iter().any(|row| row.translations("label").next().is_some());
    let mut check = Check { definition, has_labels, told_unlabelled: false, told: Vec::new() };
    check.entities();
    check.repeats();
    check.files();
    check.choices();
    if definition.survey.is_empty() {
        let (level, file, column) = (Level::Warning, definition.file.clone(), String::new());
        let (message, hint) = ("the form asks nothing: the survey has no rows".to_owned(), None);
        check.told.push(Diagnostic { level, file, sheet: Sheet::Survey, place: Place::default(), column, message, hint });
    }
    for row in &definition.survey {
        let written = row_type(row.text("type"));
        let base = written.split_whitespace().next().unwrap_or_default().to_owned();
        check.parameters(row, &base);
        if base == "range" {
            check.range(row);
        }
        check.question(row, &base, &written);
    }
    check.told
}

/// Types that somebody is asked for, so that there must be something to read.
const ASKED: [&str; 22] = [
    "text",
    "integer",
    "decimal",
    "range",
    "date",
    "time",
    "datetime",
    "note",
    "select_one",
    "select_multiple",
    "select_one_from_file",
    "select_multiple_from_file",
    "rank",
    "geopoint",
    "geotrace",
    "geoshape",
    "image",
    "audio",
    "video",
    "file",
    "barcode",
    "acknowledge",
];

/// One form being checked.
struct Check<'d> {
    definition: &'d Definition,
    /// Whether any row of the survey has a label.
    has_labels: bool,
    /// Whether it was told that none has.
    told_unlabelled: bool,
    told: Vec<Diagnostic>,
}

impl<'d> Check<'d> {
    /// A mistake in a cell.
    fn cell(&mut self, sheet: Sheet, cell: &Cell, message: String, hint: Option<&str>) {
        let (file, column) = (self.definition.file.clone(), cell.column.clone());
        let hint = hint.map(str::to_owned);
        self.told.push(Diagnostic { level: Level::Error, file, sheet, place: cell.place, column, message, hint });
    }

    /// A mistake of a whole row.
    fn row(&mut self, sheet: Sheet, row: &Row, message: String, hint: Option<&str>) {
        let (file, column) = (self.definition.file.clone(), String::new());
        let hint = hint.map(str::to_owned);
        self.told.push(Diagnostic { level: Level::Error, file, sheet, place: row.place, column, message, hint });
    }

    fn entities(&mut self) {
        let definition = self.definition;
        if let Some(row) = definition.entities.first() {
            let hint = Some("remove the sheet `entities`, and the column `save_to`");
            self.row(Sheet::Entities, row, "entities are not supported".to_owned(), hint);
        }
        for cell in definition.survey.iter().filter_map(|row| row.cell("save_to")) {
            self.cell(
                Sheet::Survey,
                cell,
                "entities are not supported, and so is nothing saved to one".to_owned(),
                Some("remove the column `save_to`"),
            );
        }
    }

    /// Names in the texts of choices must be questions.
    fn choices(&mut self) {
        let definition = self.definition;
        let known: Vec<&str> = definition.survey.iter().map(|row| row.text("name")).collect();
        let is_shown = |cell: &&Cell| matches!(cell.column.split("::").next(), Some("label" | "media"));
        for cell in definition.choices.iter().flat_map(|row| &row.cells).filter(is_shown) {
            for part in cell.text.split("${").skip(1) {
                let name = part.split('}').next().unwrap_or_default().trim().trim_start_matches("last-saved#");
                if !known.contains(&name) {
                    let hint = phieu_form::nearest(name, known.iter().copied());
                    self.cell(Sheet::Choices, cell, format!("there is no question named `{name}`"), hint.as_deref());
                }
            }
        }
    }

    /// A repeat is named by `${name}` wherever it stands, so its name is its own.
    fn repeats(&mut self) {
        let definition = self.definition;
        let mut seen: BTreeMap<&str, u32> = BTreeMap::new();
        let root = match definition.settings.text("name") {
            "" => "data",
            name => name,
        };
        for row in definition.survey.iter().filter(|row| row_type(row.text("type")) == "begin_repeat") {
            let Some(cell) = row.cell("name") else { continue };
            let name = row.text("name");
            if name == root {
                self.cell(Sheet::Survey, cell, format!("a repeat cannot be called `{name}`, as the form itself is"), None);
            }
            // How many rows there are is computed in a node of its own.
            let count = format!("{name}_count");
            let is_node = |text: &str| {
                text.starts_with('/') || text.starts_with("../") || (text.starts_with("${") && text.find('}') == Some(text.len() - 1))
            };
            let computed = row.cell("repeat_count").is_some_and(|cell| !is_node(cell.text.trim()));
            if computed && definition.survey.iter().any(|other| other.text("name") == count) {
                let message = format!("the count of `{name}` is computed as `{count}`, and a question has that name");
                self.cell(Sheet::Survey, cell, message, Some("name that question in `repeat_count`, or call it otherwise"));
            }
            if let Some(first) = seen.insert(name, row.place.row) {
                let message = format!("there are two repeats `{name}`, the first in row {first}");
                self.cell(Sheet::Survey, cell, message, Some("give one of them another name"));
            }
        }
    }

    /// A row that asks without words; where no row has any, a column is missing, which is one mistake.
    fn silent(&mut self, row: &Row) {
        let name = if row.text("name").is_empty() { "this row".to_owned() } else { format!("`{}`", row.text("name")) };
        let message = match (self.has_labels, self.told_unlabelled) {
            (true, _) => format!("{name} has neither a label nor a hint"),
            (false, false) => format!("{name} has neither a label nor a hint, and no row has a label"),
            (false, true) => return,
        };
        self.told_unlabelled = true;
        let hint = if self.has_labels { "say in `label` what is asked" } else { "is there a column `label`?" };
        self.row(Sheet::Survey, row, message, Some(hint));
    }

    fn question(&mut self, row: &Row, base: &str, written: &str) {
        let has = |column: &str| row.translations(column).next().is_some();
        let is_silent = !has("label") && !has("hint") && row.cells.iter().all(|cell| !cell.column.starts_with("media::"));
        let is_asked = ASKED.contains(&base) && row.cell("calculation").is_none() && row.cell("default").is_none();
        if is_silent && (has("guidance_hint") || is_asked) {
            self.silent(row);
        }
        if let (true, Some(cell)) = (written.ends_with(" or_other"), row.cell("choice_filter")) {
            let hint = Some("write the choice `other` into the list, with a column for the filter");
            self.cell(Sheet::Survey, cell, "a list with `or_other` cannot be filtered".to_owned(), hint);
        }
        if base == "background-geopoint" {
            if row.cell("trigger").is_none() {
                let message = "expected a `trigger`, whose change the place is taken at, found none".to_owned();
                self.row(Sheet::Survey, row, message, None);
            }
            if let Some(cell) = row.cell("calculation") {
                self.cell(Sheet::Survey, cell, "a place that is taken has no calculation".to_owned(), None);
            }
        }
        if let (true, None, Some(cell)) = (base == "calculate", row.cell("calculation"), row.cell("default")) {
            let text = cell.text.trim();
            if !(text.contains("${") || text.contains('(')) {
                self.cell(Sheet::Survey, cell, "a row of type calculate computes something".to_owned(), Some("write it in `calculation`"));
            }
        }
    }
}
