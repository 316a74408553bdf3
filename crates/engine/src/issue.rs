//! One thing wrong, as data. Sentences are made elsewhere.

use std::collections::BTreeMap;

use phieu_form::{Form, FormulaId, RuleId, Severity};
use serde_json::Value as Json;

use crate::{At, RowId};

/// One thing wrong with a report.
#[derive(Clone, Debug, PartialEq)]
pub struct Issue {
    /// What kind of thing.
    pub code: Code,
    /// Whether it blocks.
    pub severity: Severity,
    /// The place it is shown at; `None` where the form has no such place.
    pub at: Option<At>,
    /// The path of that place, `""` for the whole report.
    pub path: String,
    /// The paths of all fields it concerns.
    pub fields: Vec<String>,
    /// The facts that a sentence needs, by name.
    pub facts: BTreeMap<String, Json>,
    /// The rule that does not hold, and the row in which.
    pub rule: Option<(RuleId, RowId)>,
}

impl Issue {
    /// Whether the report cannot be sent because of it: an error, or something to explain that is not yet explained.
    pub fn blocks(&self) -> bool {
        match self.severity {
            Severity::Error => true,
            Severity::Explain => !self.facts.contains_key("explanation"),
            Severity::Warning => false,
        }
    }
}

/// The fact under which a message finds the answer to the question that it names: the question's name, or, where a fact of
/// the issue itself has that name, the name as the message writes it.
pub fn fact_of_answer(name: &str) -> String {
    const OWN: [&str; 10] = ["rule", "explanation", "found", "expected", "longest", "length", "most", "name", "reason", "formula"];
    if OWN.contains(&name) { format!("${{{name}}}") } else { name.to_owned() }
}

/// The fact under which a message finds the value of an expression in it.
pub fn fact_of_output(form: &Form, formula: FormulaId) -> String {
    format!("<output value=\"{}\"/>", form.formula(formula).source)
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])* $name:ident = $text:literal,)*) => {
        /// The kinds of issue.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Code { $($(#[doc = $doc])* $name,)* }
        impl Code {
            /// All of them.
            pub const ALL: &'static [Code] = &[$(Code::$name),*];
            /// The name in verdicts.
            pub fn name(self) -> &'static str {
                match self { $(Code::$name => $text),* }
            }
        }
    };
}

codes! {
    /// A text that cannot be read as the field's type. Facts: `expected`, the type; `found`, the text.
    Type = "type",
    /// A required answer is missing.
    Required = "required",
    /// The field's own constraint does not hold. Facts: `found`, and the answers that the message names.
    Constraint = "constraint",
    /// A choice that the list does not have or that is not offered here. Facts: `found`.
    Choice = "choice",
    /// A text longer than allowed. Facts: `longest` and `length`, in characters.
    TooLong = "too_long",
    /// A rule over several fields does not hold. Facts: `rule`, its id; the answers that the message names; `explanation`, once given.
    Rule = "rule",
    /// A calculated value that was sent is not what the form calculates. Facts: `expected`, `found`.
    Calculated = "calculated",
    /// An answer or explanation to something the form does not have. Facts: `name`.
    Unknown = "unknown",
    /// A value of another shape than the form has there. Facts: `expected`, `found`.
    Shape = "shape",
    /// More rows than a repeat may have. Facts: `most`, `found`.
    TooMany = "too_many",
    /// An answer to a question that does not apply; it does not count.
    NotRelevant = "not_relevant",
    /// An expression of the form that cannot be evaluated. Facts: `reason`, `formula`.
    Expression = "expression",
}
