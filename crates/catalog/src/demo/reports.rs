//! The demonstration's reports: which periods, by whom, sent when, and what the reviewers said.

use std::collections::BTreeMap;

use phieu_report::{Date, FormId, OrgUnitCode, Period, PeriodType, Remark, Report, ReportId, Revision, Version, digest};
use serde_json::Value;

use super::maker::Maker;
use super::{Demo, registers};
use crate::{DataError, form};

/// A revision of a report of the demonstration.
#[derive(Clone, Debug, PartialEq)]
pub struct DemoReport {
    /// The report. An answer `{"@": source, "else": value}` stands for what the form itself works out when it is filled in.
    pub report: Report,
    /// The day on which it was sent.
    pub sent_on: Date,
    /// What its reviewers decide, and when.
    pub decided: Vec<(Date, Decision)>,
    /// The rules that it breaks on purpose.
    pub fires: Vec<String>,
}

/// What reviewers decide on a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// The first level approves it.
    Approve,
    /// All levels approve it.
    Accept,
    /// It is sent back.
    Return(Vec<Remark>),
    /// It was approved, and is opened again.
    Reopen(Vec<Remark>),
}

/// How far back the reports go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum History {
    /// Four months of each club, two of each branch, two quarters of each fund, the last of what communes send: there in a moment.
    Months,
    /// Up to two years, as far as unit, club and fund go back: what earlier periods and trends are looked at with, and what went wrong.
    Years,
}

impl History {
    /// How many of the last periods of a kind, where a short history has so many.
    pub(super) fn count(self, kind: PeriodType, short: usize) -> usize {
        match self {
            History::Months => short,
            History::Years => usize::from(24 / kind.months()),
        }
    }

    /// How many days before the first start reports are asked for.
    pub(super) fn days(self) -> i64 {
        match self {
            History::Months => 80,
            History::Years => 2 * 366,
        }
    }
}

impl Demo {
    /// The reports that were due by a day, without those that somebody failed to send, and this year's registers. They come in the order
    /// in which they were sent; a unit's reports follow one another.
    pub fn reports(&self, today: Date, history: History) -> Result<Vec<DemoReport>, DataError> {
        let mut maker = Maker::new(self, today, history)?;
        maker.clubs()?;
        maker.branches()?;
        maker.funds()?;
        maker.communes()?;
        let mut reports = maker.finish();
        // A register is the running year's, and nobody decides on it.
        if let Some(year) = Period::at(PeriodType::Year, today, maker.calendar.window) {
            for register in registers::registers()? {
                let report = report(&register.form, &register.unit, year, register.answers(today))?;
                reports.push(DemoReport { report, sent_on: today, decided: Vec::new(), fires: register.fires });
            }
        }
        Ok(reports)
    }
}

/// A first revision.
pub(super) fn report(id: &str, unit: &str, period: Period, answers: Value) -> Result<Report, DataError> {
    let wrong = |error: phieu_report::Error| DataError { file: "demo.toml", message: error.to_string() };
    Ok(Report {
        report_id: Some(ReportId::parse(&uuid(&format!("{id} {unit} {period}"))).map_err(wrong)?),
        revision: Some(Revision::FIRST),
        form: FormId::parse(id).map_err(wrong)?,
        version: Version::parse(&version(id)?).map_err(wrong)?,
        org_unit: OrgUnitCode::parse(unit).map_err(wrong)?,
        period,
        answers: match answers {
            Value::Object(answers) => answers,
            _ => Default::default(),
        },
        explanations: BTreeMap::new(),
    })
}

/// A UUID of version 8 (RFC 9562, section 5.8) from a text, so that the same report has the same id each time.
fn uuid(text: &str) -> String {
    let hex = digest(text.as_bytes());
    format!("{}-{}-8{}-8{}-{}", &hex[..8], &hex[8..12], &hex[13..16], &hex[17..20], &hex[20..32])
}

/// The version that a form's file gives itself, in its settings at the top.
fn version(id: &str) -> Result<String, DataError> {
    let source = form(id).ok_or_else(|| DataError { file: "demo.toml", message: format!("there is no form {id}") })?;
    let value = |line: &str| Some(line.strip_prefix("version = \"")?.strip_suffix('"')?.to_owned());
    let found = source.text.lines().find_map(value);
    found.ok_or_else(|| DataError { file: source.file, message: "no version".to_owned() })
}
