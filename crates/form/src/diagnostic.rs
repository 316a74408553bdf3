//! What is wrong with a form, said to its author: where, what was found, what was expected, what to do.

use std::fmt;

use serde::Serialize;

use crate::{Place, Sheet};

/// How much it matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// The form cannot be used.
    Error,
    /// The form works, but probably not as meant.
    Warning,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Error or warning.
    pub level: Level,
    /// The file, as the definition names it.
    pub file: String,
    /// The sheet.
    pub sheet: Sheet,
    /// The row and column.
    pub place: Place,
    /// The heading of the cell, `""` for the whole row.
    pub column: String,
    /// Lower case, facts first.
    pub message: String,
    /// What to do, if something can be said.
    pub hint: Option<String>,
}

/// How a refusal begins of what can be converted but not filled in here.
pub const UNSUPPORTED: &str = "not supported when filling in: ";

impl Diagnostic {
    /// Whether the form is refused only because phieu cannot fill it in: it can still be converted.
    pub fn is_unsupported(&self) -> bool {
        self.message.starts_with(UNSUPPORTED)
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let level = match self.level {
            Level::Error => "error",
            Level::Warning => "warning",
        };
        write!(f, "{}:{}:{}: {level} in {}", self.file, self.place.row, self.place.column, self.sheet.name())?;
        if !self.column.is_empty() {
            write!(f, ", {}", self.column)?;
        }
        write!(f, ": {}", self.message)?;
        match &self.hint {
            Some(hint) => write!(f, "\n  hint: {hint}"),
            None => Ok(()),
        }
    }
}
