//! Reports whose answers are Rust structs of one form: a misspelt field does not compile, a count is a number.
//!
//! The structs are written by `phieu-build` in a back end's build script, from the same file that the validator reads, and
//! taken in by [`include_form!`](crate::include_form). They say what the form's schema says and no more: what depends on
//! other answers is for the validator to decide. So check first, then read.

use std::collections::BTreeMap;
use std::fmt;

use phieu_report::{Error, OrgUnitCode, Period, ReportId, Revision};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;

use crate::CheckError;

#[doc(hidden)]
pub use phieu_report::Date;
#[doc(hidden)]
pub use serde;
#[doc(hidden)]
pub use serde_json::Value;

/// The answers of one form in one version. Implemented by what `phieu-build` writes.
pub trait Answers: Serialize + DeserializeOwned {
    /// The form's id.
    const FORM: &'static str;
    /// The form's version.
    const VERSION: &'static str;
    /// SHA-256 of the rows it was written from, in hexadecimal; the same as the compiled form's.
    const DIGEST: &'static str;
}

/// A report with answers of a known form.
#[derive(Clone, Debug, PartialEq)]
pub struct Report<A> {
    /// The id that the maker gave it, once for all revisions.
    pub report_id: Option<ReportId>,
    /// Which sending this is.
    pub revision: Option<Revision>,
    /// The unit that reports.
    pub org_unit: OrgUnitCode,
    /// The time it is about.
    pub period: Period,
    /// The answers.
    pub answers: A,
    /// What was written to rules that ask for an explanation, by the rule's id.
    pub explanations: BTreeMap<String, String>,
}

impl<A: Answers> Report<A> {
    /// A new report: the unit's code (`24848-C01`), the period (`2026-10`, `2026-Q3`, `2026`), the answers.
    pub fn new(org_unit: &str, period: &str, answers: A) -> Result<Report<A>, Error> {
        let (org_unit, period) = (OrgUnitCode::parse(org_unit)?, Period::parse(period)?);
        Ok(Report { report_id: None, revision: None, org_unit, period, answers, explanations: BTreeMap::new() })
    }

    /// Reads a report as exchanged. One of another form or version is refused, as the validator refuses it.
    pub fn from_json(report: &Json) -> Result<Report<A>, TypedError> {
        let report = phieu_report::Report::from_json(report).map_err(CheckError::Report)?;
        expect(A::FORM, report.form.as_str(), |expected, found| CheckError::OtherForm { expected, found })?;
        expect(A::VERSION, report.version.as_str(), |expected, found| CheckError::OtherVersion { expected, found })?;
        let answers = serde_json::from_value(Json::Object(report.answers)).map_err(|error| TypedError::Answers(error.to_string()))?;
        let phieu_report::Report { report_id, revision, org_unit, period, explanations, .. } = report;
        Ok(Report { report_id, revision, org_unit, period, answers, explanations })
    }

    /// The report as exchanged, for [`Validator::check`](crate::Validator::check) and for sending.
    pub fn to_json(&self) -> Result<Json, TypedError> {
        let answers = serde_json::to_value(&self.answers).map_err(|error| TypedError::Answers(error.to_string()))?;
        let Json::Object(answers) = answers else { return Err(TypedError::Answers("the answers are no object".to_owned())) };
        let report = phieu_report::Report {
            report_id: self.report_id.clone(),
            revision: self.revision,
            form: phieu_report::FormId::parse(A::FORM).map_err(CheckError::Report)?,
            version: phieu_report::Version::parse(A::VERSION).map_err(CheckError::Report)?,
            org_unit: self.org_unit.clone(),
            period: self.period,
            answers,
            explanations: self.explanations.clone(),
        };
        Ok(report.to_json())
    }
}

fn expect(expected: &str, found: &str, error: impl Fn(String, String) -> CheckError) -> Result<(), CheckError> {
    if expected == found { Ok(()) } else { Err(error(expected.to_owned(), found.to_owned())) }
}

/// Why a report could not be read as one of a known form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TypedError {
    /// It is no report, or one of another form or version.
    Report(CheckError),
    /// Its answers do not have the form's shape; the validator's issues tell all of it, with places.
    Answers(String),
}

impl fmt::Display for TypedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TypedError::Report(error) => error.fmt(f),
            TypedError::Answers(reason) => write!(f, "the answers do not have the form's shape: {reason}"),
        }
    }
}

impl std::error::Error for TypedError {}

impl From<CheckError> for TypedError {
    fn from(error: CheckError) -> Self {
        TypedError::Report(error)
    }
}

/// Takes in the structs that `phieu_build::form` wrote for a form, by the form's id. Put it into a module of its own:
///
/// ```ignore
/// pub mod club_month {
///     phieu::include_form!("clb-thang");
/// }
/// ```
#[macro_export]
macro_rules! include_form {
    ($id:literal) => {
        include!(concat!(env!("OUT_DIR"), "/", $id, ".rs"));
    };
}
