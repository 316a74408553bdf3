//! From a file's name and bytes to all that the page shows of it.
//!
//! The ending says how a form is spelled. Whatever is wrong becomes findings; a file that is no form at all has nothing else.
//! Data that a form takes from files beside it is here once those were dropped too; what is missing is told.

use std::collections::BTreeMap;
use std::sync::Arc;

use phieu_form::{Definition, Diagnostic, Form, Level, Place, Sheet, compile};
use phieu_xlsform::{Spelling, SyntaxError, attach, check, files, read};

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
    /// The names of the files that it takes data from.
    pub data: Vec<String>,
    /// Everything to be said, in the order of sheets and rows.
    pub findings: Vec<Finding>,
}

/// Files of data by their names.
pub type DataFiles = BTreeMap<String, Vec<u8>>;

/// Opens a file, with the data that is at hand.
pub fn open(name: &str, bytes: &[u8], data: &DataFiles) -> Opened {
    let has_cells = Spelling::of_name(name).is_some_and(Spelling::has_cells);
    let counting = if has_cells { Counting::Cells } else { Counting::Lines };
    let mut opened = Opened { name: name.to_owned(), counting, definition: None, form: None, data: Vec::new(), findings: Vec::new() };
    match read(name, bytes) {
        Err(errors) => opened.findings = errors.into_iter().map(of_error).collect(),
        Ok((mut definition, told)) => {
            opened.data = files(&definition);
            let missing = with_data(&mut definition, &opened.data, data);
            let told: Vec<Diagnostic> = told.into_iter().chain(missing).chain(check(&definition)).collect();
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

/// Puts data into a form; what is not at hand or cannot be read is told.
fn with_data(definition: &mut Definition, names: &[String], data: &DataFiles) -> Vec<Diagnostic> {
    let mut told = Vec::new();
    for name in names {
        let attached = match data.get(name) {
            Some(bytes) => attach(definition, name, bytes).map_err(|errors| errors.first().map_or(String::new(), ToString::to_string)),
            None => Err(["the data in `", name, "` is not here"].concat()),
        };
        if let Err(message) = attached {
            let (level, sheet, place) = (Level::Warning, Sheet::Survey, Place::default());
            let hint = Some("drop this file on the page as well".to_owned());
            told.push(Diagnostic { level, file: definition.file.clone(), sheet, place, column: String::new(), message, hint });
        }
    }
    told
}

/// Whether a file is data, by its name: its ending is no form's, or the open form takes data from it.
pub fn is_data(name: &str, opened: Option<&Opened>) -> bool {
    let ending = name.rsplit_once('.').map_or(String::new(), |(_, ending)| ending.to_ascii_lowercase());
    matches!(ending.as_str(), "csv" | "geojson") || opened.is_some_and(|opened| opened.data.iter().any(|each| each == name))
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
        let opened = open("visit.md", FORM.as_bytes(), &DataFiles::new());
        assert!(opened.form.is_none());
        let wrong: Vec<_> = opened.findings.iter().filter(|each| each.level == Level::Error && each.sheet == Some(Sheet::Survey)).collect();
        let [finding] = wrong[..] else { panic!("one mistake: {:?}", opened.findings) };
        assert_eq!((finding.place, finding.column.as_str()), (Place { row: 3, column: 3 }, "label"));
        assert!(finding.hint.as_deref().is_some_and(|hint| hint.contains("people")), "{finding:?}");
    }

    #[test]
    fn what_is_no_form_is_told_and_nothing_else() {
        for (name, bytes) in [("a.pdf", &b"%PDF"[..]), ("a.toml", b"\xff\xfe"), ("a.xml", b"<html/>"), ("a.xlsx", b"")] {
            let opened = open(name, bytes, &DataFiles::new());
            assert!(opened.definition.is_none() && opened.form.is_none(), "{name}");
            assert_eq!(opened.count(Level::Error), 1, "{name}: {:?}", opened.findings);
        }
    }

    #[test]
    fn data_is_taken_from_files_that_are_here() {
        let form = "| survey |\n| | type | name | label |\n| | select_one_from_file xa.csv | xa | Xã |\n";
        let mut data = DataFiles::new();
        let without = open("visit.md", form.as_bytes(), &data);
        assert!(without.findings.iter().any(|each| each.message == "the data in `xa.csv` is not here"), "{:?}", without.findings);
        assert!(is_data("xa.csv", None) && is_data("b.GeoJSON", None) && !is_data("b.xml", Some(&without)));
        data.insert("xa.csv".into(), b"name,label\na,A\n".to_vec());
        let with = open("visit.md", form.as_bytes(), &data);
        assert!(!with.findings.iter().any(|each| each.message.contains("xa.csv")), "{:?}", with.findings);
        let root = with.form.as_ref().and_then(|form| form.data[0].root.as_ref());
        assert_eq!(root.map(|root| root.children.len()), Some(1));
        data.insert("xa.csv".into(), b"\xff".to_vec());
        assert!(open("visit.md", form.as_bytes(), &data).findings.iter().any(|each| each.message.contains("UTF-8")));
    }
}
