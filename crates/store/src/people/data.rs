//! What is kept of a person, and answers that are erased when their time is over.

use phieu_report::{Date, FormId, OrgUnitCode, Period, ReportId, Revision};
use serde_json::Value;

use crate::Moment;

/// Who takes a step, and when: what the audit says of it.
#[derive(Debug, Clone)]
pub struct By {
    /// The person's login.
    pub login: String,
    /// The server's clock.
    pub at: Moment,
    /// Why, where it is asked for: it stands in the step's line of the audit of people.
    pub reason: Option<String>,
}

impl By {
    /// A step that needs no reason.
    pub fn of(login: impl Into<String>, at: Moment) -> By {
        By { login: login.into(), at, reason: None }
    }
}

/// What somebody agreed to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consent {
    /// `joining`, or the id of a form.
    pub subject: String,
    /// The version of the text.
    pub version: String,
    /// When.
    pub at: Moment,
}

/// A revision that somebody sent.
#[derive(Debug, Clone, PartialEq)]
pub struct SentRevision {
    /// The report.
    pub report: ReportId,
    /// The revision.
    pub revision: Revision,
    /// The form.
    pub form: FormId,
    /// The unit.
    pub unit: OrgUnitCode,
    /// The period.
    pub period: Period,
    /// When it came.
    pub received_at: Moment,
}

/// A line of the audit of people.
#[derive(Debug, Clone, PartialEq)]
pub struct PeopleLine {
    /// When.
    pub at: Moment,
    /// Who did it, by login.
    pub login: String,
    /// What was done.
    pub event: String,
    /// To whom and what, an object; people by login.
    pub details: Value,
}

/// A stored revision with what may tell of people in it.
#[derive(Debug, Clone, PartialEq)]
pub struct OldRevision {
    /// The report.
    pub report: ReportId,
    /// The revision.
    pub revision: Revision,
    /// The form.
    pub form: FormId,
    /// The form's version.
    pub version: String,
    /// The unit.
    pub unit: OrgUnitCode,
    /// The period.
    pub period: Period,
    /// The first day of its period.
    pub began: Date,
    /// The last day of its period.
    pub ended: Date,
    /// The report in canonical bytes.
    pub content: Vec<u8>,
    /// What the check knew from outside, as JSON bytes.
    pub context: Vec<u8>,
    /// The answers at which remarks stand, by path.
    pub remarks: Vec<String>,
}

/// What is left of a revision after its personal answers are erased.
#[derive(Debug, Clone)]
pub struct Redaction {
    /// The report.
    pub report: ReportId,
    /// The revision.
    pub revision: Revision,
    /// The digest of the content of which this is left.
    pub content_was: String,
    /// The digest of the context of which this is left.
    pub context_was: String,
    /// The content without them.
    pub content: Vec<u8>,
    /// The context without them.
    pub context: Vec<u8>,
    /// The paths of answers whose remarks are emptied.
    pub remarks: Vec<String>,
}
