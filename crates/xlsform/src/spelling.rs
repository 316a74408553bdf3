//! How a form's file is spelled, by the ending of its name; one way to read and one to write them all.

use std::borrow::Cow;

use phieu_form::{Definition, Diagnostic, Level, Place, Sheet, compile};

use crate::as_sheets::as_sheets;
use crate::{
    SyntaxError, Workbook, from_json, from_markdown, from_toml, from_workbook, from_xform, to_markdown, to_toml, to_xform, to_xlsx,
};

/// One of the spellings that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spelling {
    /// Rows as TOML.
    Toml,
    /// Tables in Markdown.
    Markdown,
    /// ODK XForm XML.
    XForm,
    /// Rows as JSON.
    Json,
    /// A workbook.
    Workbook(Workbook),
}

impl Spelling {
    /// The endings that are read.
    pub const ENDINGS: [&'static str; 6] = [".xlsx", ".ods", ".toml", ".xml", ".md", ".json"];

    /// The spelling of a file, by its name; whatever the case.
    pub fn of_name(name: &str) -> Option<Spelling> {
        let (_, ending) = name.rsplit_once('.')?;
        Some(match ending.to_ascii_lowercase().as_str() {
            "toml" => Spelling::Toml,
            "md" => Spelling::Markdown,
            "xml" => Spelling::XForm,
            "json" => Spelling::Json,
            ending => Spelling::Workbook(Workbook::of_ending(ending)?),
        })
    }

    /// Whether places are rows and columns of a sheet; otherwise they are lines and columns of a text.
    pub fn has_cells(self) -> bool {
        matches!(self, Spelling::Markdown | Spelling::Json | Spelling::Workbook(_))
    }
}

/// Reads a form in any of the spellings, by the ending of its file's name. What could be read but not used is told beside it.
pub fn read(name: &str, bytes: &[u8]) -> Result<(Definition, Vec<Diagnostic>), Vec<SyntaxError>> {
    let failed = |message: String| vec![SyntaxError { file: name.to_owned(), place: Place::default(), message }];
    let text = || match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.strip_prefix('\u{feff}').unwrap_or(text)),
        Err(error) => Err(failed(format!("expected text in UTF-8, found something else at byte {}", error.valid_up_to() + 1))),
    };
    match Spelling::of_name(name) {
        Some(Spelling::Toml) => Ok((from_toml(name, text()?)?, Vec::new())),
        Some(Spelling::Markdown) => Ok(from_markdown(name, text()?)),
        Some(Spelling::XForm) => from_xform(name, text()?),
        Some(Spelling::Json) => Ok((from_json(name, text()?)?, Vec::new())),
        Some(Spelling::Workbook(kind)) => from_workbook(name, kind, bytes),
        None if name.to_ascii_lowercase().ends_with(".xls") => {
            Err(failed("the format of Excel before 2007 is not read: save the workbook as .xlsx".to_owned()))
        }
        None => Err(failed(format!("expected a file that ends in one of {}", Spelling::ENDINGS.join(" ")))),
    }
}

/// The endings that are written.
pub const WRITTEN: [&str; 5] = [".xlsx", ".toml", ".xml", ".md", ".json"];

/// Writes a form, by the ending of the file's name. Beside the bytes stands what the file has no place for.
pub fn write(name: &str, definition: &Definition) -> Result<(Vec<u8>, Vec<Diagnostic>), String> {
    let ending = name.rsplit_once('.').map_or_else(String::new, |(_, ending)| ending.to_ascii_lowercase());
    match ending.as_str() {
        "toml" => Ok((to_toml(definition).into_bytes(), Vec::new())),
        // The rows as the phone and other programs take them.
        "json" => serde_json::to_vec_pretty(definition).map(|bytes| (bytes, Vec::new())).map_err(|error| error.to_string()),
        "xml" => {
            let (text, told) = to_xform(definition);
            Ok((text.into_bytes(), told))
        }
        "md" => {
            let sheets = in_sheets(definition);
            let told = without_data(&sheets, "Markdown tables").into_iter().chain(without_breaks(&sheets)).collect();
            Ok((to_markdown(&sheets).into_bytes(), told))
        }
        "xlsx" => {
            let sheets = in_sheets(definition);
            Ok((to_xlsx(&sheets)?, without_data(&sheets, "a workbook")))
        }
        _ => Err(format!("`{name}` cannot be written; expected a name that ends in one of {}", WRITTEN.join(" "))),
    }
}

/// The form with its data as sheets have it, where it is the same form so; else as it is.
fn in_sheets(definition: &Definition) -> Cow<'_, Definition> {
    if definition.data.is_empty() {
        return Cow::Borrowed(definition);
    }
    let sheets = as_sheets(definition);
    // Lists are read more strictly than data: what can be filled in must stay so.
    match (compile(definition).0, compile(&sheets).0) {
        (Some(_), None) => Cow::Borrowed(definition),
        _ => Cow::Owned(sheets),
    }
}

fn lost(definition: &Definition, sheet: Sheet, place: Place, message: String, hint: &str) -> Diagnostic {
    let (file, column) = (definition.file.clone(), String::new());
    Diagnostic { level: Level::Warning, file, sheet, place, column, message, hint: Some(hint.to_owned()) }
}

/// Sheets have no place for data that came with a form.
fn without_data(definition: &Definition, what: &str) -> Vec<Diagnostic> {
    let told = |message: String| lost(definition, Sheet::Survey, Place::default(), message, "keep the form as .toml too");
    let mut warnings: Vec<Diagnostic> =
        definition.data.iter().map(|data| told(format!("{what} has no place for the data `{}`", data.id))).collect();
    if definition.initial.is_some() {
        warnings.push(told(format!("{what} has no place for rows that are there from the start")));
    }
    warnings
}

/// A line of a Markdown table is a line: breaks inside cells become spaces.
fn without_breaks(definition: &Definition) -> Option<Diagnostic> {
    let settings = std::slice::from_ref(&definition.settings);
    let sheets = definition.sheets().into_iter().chain([(Sheet::Settings, settings)]);
    let cells = sheets.flat_map(|(sheet, rows)| rows.iter().flat_map(move |row| row.cells.iter().map(move |cell| (sheet, cell))));
    let broken: Vec<_> = cells.filter(|(_, cell)| cell.text.trim().contains(['\n', '\r'])).collect();
    let (sheet, first) = broken.first()?;
    let message = format!(
        "Markdown tables have no place for line breaks: in {} cells they became spaces, the first under `{}`",
        broken.len(),
        first.column
    );
    Some(lost(definition, *sheet, first.place, message, "keep the form as .xlsx or .toml too"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_ending_has_its_spelling() {
        for ending in Spelling::ENDINGS {
            assert!(Spelling::of_name(&format!("a{}", ending.to_uppercase())).is_some(), "{ending}");
        }
        assert_eq!([Spelling::of_name("a.pdf"), Spelling::of_name("toml")], [None, None]);
    }

    #[test]
    fn what_is_no_form_is_told() {
        for (name, bytes, said) in [
            ("a.pdf", &b"%PDF"[..], "one of .xlsx"),
            ("a", b"", "one of .xlsx"),
            ("a.xls", b"", "save the workbook as .xlsx"),
            ("a.toml", b"\xff\xfe", "expected text in UTF-8"),
            ("a.xml", b"<html/>", "expected an XForm"),
            ("a.xlsx", b"PK", "the workbook cannot be read"),
        ] {
            let errors = read(name, bytes).expect_err(name);
            assert!(errors[0].message.contains(said), "{name}: {errors:?}");
        }
        let (definition, _) = read("a.md", "\u{feff}| survey |\n| | type | name |\n| | text | a |\n".as_bytes()).expect("a form");
        assert_eq!(definition.survey.len(), 1);
    }
}
