//! How a form's file is spelled, by the ending of its name; one way to read and one to write them all.

use phieu_form::{Definition, Diagnostic, Level, Place, Sheet};

use crate::{SyntaxError, Workbook, from_markdown, from_toml, from_workbook, from_xform, to_markdown, to_toml, to_xform, to_xlsx};

/// One of the spellings that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spelling {
    /// Rows as TOML.
    Toml,
    /// Tables in Markdown.
    Markdown,
    /// ODK XForm XML.
    XForm,
    /// A workbook.
    Workbook(Workbook),
}

impl Spelling {
    /// The endings that are read.
    pub const ENDINGS: [&'static str; 5] = [".xlsx", ".ods", ".toml", ".xml", ".md"];

    /// The spelling of a file, by its name; whatever the case.
    pub fn of_name(name: &str) -> Option<Spelling> {
        let (_, ending) = name.rsplit_once('.')?;
        Some(match ending.to_ascii_lowercase().as_str() {
            "toml" => Spelling::Toml,
            "md" => Spelling::Markdown,
            "xml" => Spelling::XForm,
            ending => Spelling::Workbook(Workbook::of_ending(ending)?),
        })
    }

    /// Whether places are rows and columns of a sheet; otherwise they are lines and columns of a text.
    pub fn has_cells(self) -> bool {
        matches!(self, Spelling::Markdown | Spelling::Workbook(_))
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
        "md" => Ok((to_markdown(definition).into_bytes(), without_data(definition, "Markdown tables"))),
        "xlsx" => Ok((to_xlsx(definition)?, without_data(definition, "a workbook"))),
        _ => Err(format!("`{name}` cannot be written; expected a name that ends in one of {}", WRITTEN.join(" "))),
    }
}

/// Sheets have no place for data that came with a form.
fn without_data(definition: &Definition, what: &str) -> Vec<Diagnostic> {
    let told = |message: String| Diagnostic {
        level: Level::Warning,
        file: definition.file.clone(),
        sheet: Sheet::Survey,
        place: Place::default(),
        column: String::new(),
        message,
        hint: Some("keep the form as .toml too".into()),
    };
    let data = definition.data.iter().filter(|data| data.root.is_some());
    let mut warnings: Vec<Diagnostic> = data.map(|data| told(format!("{what} has no place for the data `{}`", data.id))).collect();
    if definition.initial.is_some() {
        warnings.push(told(format!("{what} has no place for rows that are there from the start")));
    }
    warnings
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
