//! Why a form could not be used, or a report not be checked at all.

use std::collections::BTreeMap;
use std::fmt;

use phieu_form::Diagnostic;
use phieu_report::Error as ReportError;
use phieu_xlsform::SyntaxError;
use serde_json::{Value as Json, json};

/// A form that cannot be used, with everything that is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FormError {
    /// The file is not a form at all.
    Syntax(Vec<SyntaxError>),
    /// The form has mistakes; warnings are among the diagnostics.
    Form(Vec<Diagnostic>),
    /// The rows as JSON cannot be read.
    Json(String),
}

impl FormError {
    /// Everything that was found, in order, as a list for programs:
    /// `[{"level","file","sheet","row","column","heading","message","hint"}]`.
    ///
    /// Row and column are those of the sheet, or line and column of a text; 0 where they are not known. `sheet` and `hint` may be null.
    pub fn findings(&self) -> Json {
        match self {
            FormError::Syntax(errors) => errors.iter().map(of_syntax).collect(),
            FormError::Form(diagnostics) => diagnostics.iter().map(of_diagnostic).collect(),
            FormError::Json(_) => json!([{
                "level": "error", "file": "", "sheet": null, "row": 0, "column": 0, "heading": "", "message": self.to_string(), "hint": null,
            }]),
        }
    }
}

fn of_syntax(error: &SyntaxError) -> Json {
    json!({
        "level": "error", "file": error.file, "sheet": null, "row": error.place.row, "column": error.place.column,
        "heading": "", "message": error.message, "hint": null,
    })
}

fn of_diagnostic(each: &Diagnostic) -> Json {
    json!({
        "level": each.level, "file": each.file, "sheet": each.sheet.name(), "row": each.place.row, "column": each.place.column,
        "heading": each.column, "message": each.message, "hint": each.hint,
    })
}

impl fmt::Display for FormError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FormError::Syntax(errors) => lines(f, errors),
            FormError::Form(diagnostics) => lines(f, diagnostics),
            FormError::Json(reason) => write!(f, "expected the rows of a form as JSON: {reason}"),
        }
    }
}

fn lines<T: fmt::Display>(f: &mut fmt::Formatter<'_>, items: &[T]) -> fmt::Result {
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            writeln!(f)?;
        }
        write!(f, "{item}")?;
    }
    Ok(())
}

impl std::error::Error for FormError {}

/// A report that cannot be checked: it is no report, or one of another form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CheckError {
    /// Not JSON.
    NotJson(String),
    /// Something is wrong with what says which report it is.
    Report(ReportError),
    /// It is a report of another form.
    OtherForm {
        /// The validator's form.
        expected: String,
        /// The report's form.
        found: String,
    },
    /// It was filled in on another version of the form.
    OtherVersion {
        /// The validator's version.
        expected: String,
        /// The report's version.
        found: String,
    },
    /// The context is not of the shape it must have.
    Context(String),
}

impl CheckError {
    /// The code that programs compare.
    pub fn code(&self) -> &'static str {
        match self {
            CheckError::NotJson(_) => "not_json",
            CheckError::Report(error) => error.code(),
            CheckError::OtherForm { .. } => "other_form",
            CheckError::OtherVersion { .. } => "other_version",
            CheckError::Context(_) => "context_invalid",
        }
    }

    /// A sentence in the reader's language (BCP 47 tag).
    pub fn sentence(&self, language: &str) -> String {
        let facts: BTreeMap<String, Json> = match self {
            CheckError::NotJson(reason) | CheckError::Context(reason) => [("reason".to_owned(), json!(reason))].into(),
            CheckError::Report(error) => [("subject".to_owned(), json!(error.subject()))].into(),
            CheckError::OtherForm { expected, found } | CheckError::OtherVersion { expected, found } => {
                [("expected".to_owned(), json!(expected)), ("found".to_owned(), json!(found))].into()
            }
        };
        phieu_message::text(phieu_message::language(language), &format!("report.{}", self.code()), &facts)
    }
}

impl fmt::Display for CheckError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence("en"))
    }
}

impl std::error::Error for CheckError {}

impl From<ReportError> for CheckError {
    fn from(error: ReportError) -> Self {
        CheckError::Report(error)
    }
}
