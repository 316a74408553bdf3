//! One form with a report and the edits that are timed.

use phieu_engine::{Context, Edit, Instance};
use phieu_form::Definition;
use serde_json::Value as Json;

/// A form, a report on which nothing is found, and an edit.
pub struct Case {
    /// The shape, as in the table.
    pub shape: &'static str,
    /// How many fields, or rows, it has.
    pub size: usize,
    /// The form as written.
    pub definition: Definition,
    /// The report.
    pub answers: Json,
    /// What it may know from outside.
    pub context: Context,
    /// The question that is edited, by its path.
    pub edited: String,
    /// The two texts that it is given in turn. Neither makes the report wrong.
    pub texts: [&'static str; 2],
    /// The repeat to which a row is added, and from which it is taken again.
    pub repeat: Option<&'static str>,
}

impl Case {
    /// The edit that is timed, the `number`th time.
    pub fn edit(&self, instance: &Instance, number: usize) -> Option<Edit> {
        Some(Edit::Set { at: instance.find(&self.edited)?, text: self.texts[number % 2].to_owned() })
    }
}
