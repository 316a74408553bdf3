//! From a file's name and bytes to all that the page shows of it.
//!
//! The ending says how a form is spelled. Whatever is wrong becomes findings; a file that is no form at all has nothing else.

use std::sync::Arc;

use phieu_form::{Definition, Diagnostic, Form, Level, Place, Sheet, compile};
use phieu_xlsform::{Spelling, SyntaxError, check, read};

/// How the places in a form are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counting {
    /// Rows and columns of a sheet.
    Cells,
    /// Lines and columns of a text.
    Lines,
}

/// Something to be said to the author.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Whether the form can be used all the same.
    pub level: Level,
    /// The sheet; none where the file itself cannot be read.
    pub sheet: Option<Sheet>,
    /// Row and column.
    pub place: Place,
    /// The column's heading; empty for a whole row.
    pub column: String,
    /// What was found and what was expected.
    pub message: String,
    /// What to do.
    pub hint: Option<String>,
}

/// A file that was opened.
#[derive(Clone, Debug)]
pub struct Opened {
    /// Its name.
    pub name: String,
    /// How its places are counted.
    pub counting: Counting,
    /// Its rows, where it could be read.
    pub definition: Option<Definition>,
    /// The form, where nothing is wrong with it.
    pub form: Option<Arc<Form>>,
    /// Everything to be said, in the order of sheets and rows.
    pub findings: Vec<Finding>,
}

/// Opens a file.
pub fn open(name: &str, bytes: &[u8]) -> Opened {
    let has_cells = Spelling::of_name(name).is_some_and(Spelling::has_cells);
    let counting = if has_cells { Counting::Cells } else { Counting::Lines };
    let mut opened = Opened { name: name.to_owned(), counting, definition: None, form: None, findings: Vec::new() };
    match read(name, bytes) {
        Err(errors) => opened.findings = errors.into_iter().map(of_error).collect(),
        Ok((definition, told)) => {
            let told: Vec<Diagnostic> = told.into_iter().chain(check(&definition)).collect();
            let unreadable = told.iter().any(|each| each.level == Level::Error);
            let (form, found) = compile(&definition);
            opened.form = form.filter(|_| !unreadable).map(Arc::new);
            opened.findings = told.into_iter().chain(found).map(of_diagnostic).collect();
            opened.findings.sort_by_key(|each| (each.sheet, each.place, each.level));
            opened.definition = Some(definition);
        }
    }
    opened
}

impl Opened {
    /// How many findings there are of a level.
    pub fn count(&self, level: Level) -> usize {
        self.findings.iter().filter(|each| each.level == level).count()
    }
}

fn of_error(error: SyntaxError) -> Finding {
    Finding { level: Level::Error, sheet: None, place: error.place, column: String::new(), message: error.message, hint: None }
}

fn of_diagnostic(each: Diagnostic) -> Finding {
    let Diagnostic { level, sheet, place, column, message, hint, .. } = each;
    Finding { level, sheet: Some(sheet), place, column, message, hint }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FORM: &str = "| survey |\n| | type | name | label |\n| | integer | people | People |\n| | text | note | ${peple} |\n";

    #[test]
    fn a_mistake_is_found_in_its_cell() {
        let opened = open("visit.md", FORM.as_bytes());
        assert!(opened.form.is_none());
        let wrong: Vec<_> = opened.findings.iter().filter(|each| each.level == Level::Error && each.sheet == Some(Sheet::Survey)).collect();
        let [finding] = wrong[..] else { panic!("one mistake: {:?}", opened.findings) };
        assert_eq!((finding.place, finding.column.as_str()), (Place { row: 3, column: 3 }, "label"));
        assert!(finding.hint.as_deref().is_some_and(|hint| hint.contains("people")), "{finding:?}");
    }

    #[test]
    fn what_is_no_form_is_told_and_nothing_else() {
        for (name, bytes) in [("a.pdf", &b"%PDF"[..]), ("a.toml", b"\xff\xfe"), ("a.xml", b"<html/>"), ("a.xlsx", b"")] {
            let opened = open(name, bytes);
            assert!(opened.definition.is_none() && opened.form.is_none(), "{name}");
            assert_eq!(opened.count(Level::Error), 1, "{name}: {:?}", opened.findings);
        }
    }
}
