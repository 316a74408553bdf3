//! A definition from TOML, each cell with its line and column.
//!
//! Keys are headings; a table under a key holds its languages: `label.vi = "…"` is the column `label::vi`.
//! Texts, numbers and booleans can be cells. What has no place in an XLSForm is an error, never dropped.

use std::fmt;
use std::ops::Range;

use phieu_form::{Cell, Data, Definition, Element, Place, Row};
use toml_edit::{Document, Item, TableLike, Value};

use crate::xml;

/// A file that is not TOML, or not a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// The file's name as given.
    pub file: String,
    /// Where.
    pub place: Place,
    /// Lower case, facts first.
    pub message: String,
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}: error: {}", self.file, self.place.row, self.place.column, self.message)
    }
}

impl std::error::Error for SyntaxError {}

/// Reads a definition. `file` is only for messages. All that is wrong is told at once; wrong TOML is told alone.
pub fn from_toml(file: &str, text: &str) -> Result<Definition, Vec<SyntaxError>> {
    let lines = Lines::new(text);
    let document = match Document::parse(text) {
        Ok(document) => document,
        Err(error) => {
            let place = lines.place(error.span());
            return Err(vec![SyntaxError { file: file.to_owned(), place, message: error.message().trim().to_owned() }]);
        }
    };
    let mut reader = Reader { file, lines, errors: Vec::new() };
    let mut definition = Definition { file: file.to_owned(), ..Definition::default() };
    for (key, item) in document.iter() {
        match key {
            "settings" => definition.settings = reader.single(key, item),
            "survey" => definition.survey = reader.rows(key, item),
            "choices" => definition.choices = reader.rows(key, item),
            "rule" => definition.rules = reader.rows(key, item),
            "action" => definition.actions = reader.rows(key, item),
            "text" => definition.texts = reader.rows(key, item),
            "external_choices" => definition.external_choices = reader.rows(key, item),
            "entities" => definition.entities = reader.rows(key, item),
            "data" => definition.data = reader.data(key, item),
            "initial" => {
                let row = reader.single(key, item);
                definition.initial = reader.element(&row);
            }
            _ => {
                let known = "settings, survey, choices, rule, action, text, external_choices, data and initial";
                reader.error(item.span(), format!("unknown block `{key}`; a form has {known}"));
            }
        }
    }
    if reader.errors.is_empty() { Ok(definition) } else { Err(reader.errors) }
}

struct Reader<'t> {
    file: &'t str,
    lines: Lines<'t>,
    errors: Vec<SyntaxError>,
}

impl Reader<'_> {
    fn error(&mut self, span: Option<Range<usize>>, message: String) {
        self.errors.push(SyntaxError { file: self.file.to_owned(), place: self.lines.place(span), message });
    }

    fn data(&mut self, key: &str, item: &Item) -> Vec<Data> {
        let rows = self.rows(key, item);
        let mut read = |row: &Row| Data { id: row.text("id").to_owned(), source: row.text("source").to_owned(), root: self.element(row) };
        rows.iter().map(&mut read).collect()
    }

    /// The element written as XML under `xml`.
    fn element(&mut self, row: &Row) -> Option<Element> {
        let cell = row.cell("xml")?;
        match xml::parse(self.file, &cell.text) {
            Ok(root) => Some(root.to_element()),
            Err(wrong) => {
                let messages = wrong.into_iter().map(|each| SyntaxError { place: cell.place, ..each });
                self.errors.extend(messages);
                None
            }
        }
    }

    fn single(&mut self, key: &str, item: &Item) -> Row {
        match item.as_table_like() {
            Some(table) => self.row(table, item.span()),
            None => {
                self.error(item.span(), format!("expected a table `[{key}]`"));
                Row::default()
            }
        }
    }

    fn rows(&mut self, key: &str, item: &Item) -> Vec<Row> {
        if let Some(tables) = item.as_array_of_tables() {
            return tables.iter().map(|table| self.row(table, table.span())).collect();
        }
        let Some(array) = item.as_array() else {
            self.error(item.span(), format!("expected blocks `[[{key}]]`"));
            return Vec::new();
        };
        let mut rows = Vec::new();
        for value in array {
            match value.as_inline_table() {
                Some(table) => rows.push(self.row(table, value.span())),
                None => self.error(value.span(), format!("expected a row of `{key}`, found {}", value.type_name())),
            }
        }
        rows
    }

    fn row(&mut self, table: &dyn TableLike, span: Option<Range<usize>>) -> Row {
        let mut cells = Vec::new();
        for (heading, item) in table.iter() {
            let span = table.key(heading).and_then(|key| key.span()).or_else(|| item.span());
            if let Some(languages) = item.as_table_like() {
                for (language, text) in languages.iter() {
                    let span = text.span().or_else(|| span.clone());
                    self.cell(&mut cells, format!("{heading}::{language}"), text, span);
                }
            } else {
                let span = item.span().or(span);
                self.cell(&mut cells, heading.to_owned(), item, span);
            }
        }
        Row { place: self.lines.place(span), cells }
    }

    fn cell(&mut self, cells: &mut Vec<Cell>, column: String, item: &Item, span: Option<Range<usize>>) {
        let text = match item.as_value() {
            Some(Value::String(text)) => text.value().clone(),
            Some(Value::Integer(number)) => number.value().to_string(),
            // As written: version 2026.10 is not 2026.1.
            Some(Value::Float(number)) => {
                let written = item.span().and_then(|span| self.lines.text.get(span));
                written.map_or_else(|| number.value().to_string(), str::to_owned)
            }
            Some(Value::Boolean(truth)) => if *truth.value() { "yes" } else { "no" }.to_owned(),
            Some(Value::Datetime(date)) => date.value().to_string(),
            _ => {
                self.error(span, format!("expected a text under `{column}`, found {}", item.type_name()));
                return;
            }
        };
        cells.push(Cell { column, text, place: self.lines.place(span) });
    }
}

/// Where each line begins, so that no place costs a walk over the whole text.
struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    fn new(text: &'t str) -> Lines<'t> {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(index, _)| index + 1)).collect();
        Lines { text, starts }
    }

    /// Line and column, in characters, of the first byte of a span.
    fn place(&self, span: Option<Range<usize>>) -> Place {
        let Some(span) = span else { return Place::default() };
        let row = self.starts.partition_point(|start| *start <= span.start);
        let line_start = self.starts[row.saturating_sub(1)];
        let column = self.text.get(line_start..span.start).map_or(0, |before| before.chars().count());
        Place { row: row as u32, column: column as u32 + 1 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_keep_their_headings_languages_and_places() {
        let text = "[settings]\nform_id = \"a\"\n\n[[survey]]\ntype = \"integer\"\nname = \"n\"\nlabel.vi = \"Số\"\nlabel.en = \"Number\"\nrequired = true\n";
        let definition = from_toml("a.toml", text).expect("this is a form");
        assert_eq!(definition.settings.text("form_id"), "a");
        let row = &definition.survey[0];
        assert_eq!(row.place.row, 4);
        assert_eq!(row.text("label::vi"), "Số");
        assert_eq!(row.text("required"), "yes");
        assert_eq!(row.cell("label::en").map(|cell| cell.place), Some(Place { row: 8, column: 12 }));
    }

    #[test]
    fn a_number_is_kept_as_it_is_written() {
        let definition = from_toml("a.toml", "[settings]\nversion = 2026.10\ncode = 7\n").expect("this is a form");
        assert_eq!((definition.settings.text("version"), definition.settings.text("code")), ("2026.10", "7"));
    }

    #[test]
    fn wrong_toml_is_told_with_its_place() {
        let errors = from_toml("a.toml", "[settings]\nform_id = \n").expect_err("a value is missing");
        assert_eq!((errors.len(), errors[0].place.row), (1, 2));
    }

    /// With the stack that WebAssembly has, 1 MB.
    #[test]
    fn depth_is_refused_before_the_stack_ends() {
        let read = || {
            for depth in [100, 1_000, 100_000] {
                let dotted = vec!["a"; depth].join(".");
                for text in [
                    format!("a = {}{}", "[".repeat(depth), "]".repeat(depth)),
                    format!("a = {}{}", "{a=".repeat(depth), "}".repeat(depth)),
                    "a = [".repeat(depth),
                    format!("{dotted} = 1"),
                    format!("[{dotted}]"),
                    format!("[[survey]]\nname.{dotted} = 'x'"),
                    format!("[[survey]]\nname = {{{dotted} = 1}}"),
                ] {
                    assert!(from_toml("a.toml", &text).is_err(), "{}", &text[..20]);
                }
            }
        };
        std::thread::Builder::new().stack_size(1 << 20).spawn(read).expect("a thread").join().expect("no panic");
    }

    #[test]
    fn everything_out_of_place_is_told_at_once() {
        let errors = from_toml("a.toml", "survey = 3\nrules = []\n[settings]\na = [1]\n").expect_err("three mistakes");
        assert_eq!(errors.len(), 3);
    }
}
