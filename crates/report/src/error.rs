//! What can be wrong with a report's envelope. One enum with codes; the sentences for readers are made at the edges.

use std::fmt;

use crate::{Event, Role, Status};

/// One thing wrong. The texts it carries are what was written, shortened to 80 characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    /// Not the code of an organisation unit.
    OrgUnitCode(String),
    /// Not the id of a form.
    FormId(String),
    /// Not the version of a form.
    Version(String),
    /// Not a report id: a UUID in lower case.
    ReportId(String),
    /// Not a revision: a whole number from 1.
    Revision(String),
    /// Not a day of the calendar as `YYYY-MM-DD`.
    Date(String),
    /// Not a period: `2026-10`, `2026-Q3`, `2026-H1`, `2026-M9`, `2026`, `2021-2023-MID`, `2021-2025-FIN`, or one of them with `-E`.
    Period(String),
    /// Not the name of a kind of period.
    PeriodType(String),
    /// Not the name of a status, an event or a role.
    Word(String),
    /// A report is not a JSON object.
    NotAnObject,
    /// A member of the report is missing.
    Missing(&'static str),
    /// A member of the report is of another JSON type than it must be.
    WrongType(&'static str),
    /// The status does not allow the event.
    StatusForbids(Status, Event),
    /// The event is not this role's to make.
    RoleForbids(Role, Event),
    /// The report's period is closed.
    Locked,
}

impl Error {
    /// The code that programs compare.
    pub fn code(&self) -> &'static str {
        match self {
            Error::OrgUnitCode(_) => "org_unit_invalid",
            Error::FormId(_) => "form_invalid",
            Error::Version(_) => "version_invalid",
            Error::ReportId(_) => "report_id_invalid",
            Error::Revision(_) => "revision_invalid",
            Error::Date(_) => "date_invalid",
            Error::Period(_) => "period_invalid",
            Error::PeriodType(_) => "period_type_invalid",
            Error::Word(_) => "word_invalid",
            Error::NotAnObject => "report_not_object",
            Error::Missing(_) => "member_missing",
            Error::WrongType(_) => "member_type",
            Error::StatusForbids(..) => "status_forbids",
            Error::RoleForbids(..) => "role_forbids",
            Error::Locked => "period_locked",
        }
    }

    /// What was written or which member is meant, for an answer's details.
    pub fn subject(&self) -> &str {
        match self {
            Error::OrgUnitCode(text)
            | Error::FormId(text)
            | Error::Version(text)
            | Error::ReportId(text)
            | Error::Revision(text)
            | Error::Date(text)
            | Error::Period(text)
            | Error::PeriodType(text)
            | Error::Word(text) => text,
            Error::Missing(member) | Error::WrongType(member) => member,
            Error::StatusForbids(status, _) => status.name(),
            Error::RoleForbids(role, _) => role.name(),
            Error::NotAnObject | Error::Locked => "",
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Error::OrgUnitCode(text) => write!(f, "`{text}` is not the code of an organisation unit"),
            Error::FormId(text) => write!(f, "`{text}` is not the id of a form"),
            Error::Version(text) => write!(f, "`{text}` is not the version of a form"),
            Error::ReportId(text) => write!(f, "`{text}` is not a report id (a UUID in lower case)"),
            Error::Revision(text) => write!(f, "`{text}` is not a revision (a whole number from 1)"),
            Error::Date(text) => write!(f, "`{text}` is not a day as YYYY-MM-DD"),
            Error::Period(text) => write!(f, "`{text}` is not a period such as 2026-10, 2026-Q3, 2026-H1, 2026-M9, 2026 or 2021-2025-FIN"),
            Error::PeriodType(text) => write!(f, "`{text}` is not a kind of period"),
            Error::Word(text) => write!(f, "`{text}` is not a known word"),
            Error::NotAnObject => f.write_str("a report must be a JSON object"),
            Error::Missing(member) => write!(f, "the report has no `{member}`"),
            Error::WrongType(member) => write!(f, "`{member}` of the report is of the wrong JSON type"),
            Error::StatusForbids(status, event) => write!(f, "a report that is {} takes no {}", status.name(), event.name()),
            Error::RoleForbids(role, event) => write!(f, "a {} may not {}", role.name(), event.name()),
            Error::Locked => f.write_str("the period of the report is closed"),
        }
    }
}

impl std::error::Error for Error {}

/// What was written, short enough to be shown.
pub(crate) fn shown(text: &str) -> String {
    text.chars().take(80).collect()
}
