//! The demonstration's reports: which periods, by whom, sent when, and what the reviewer said.

use phieu_report::{Date, FormId, OrgUnitCode, Period, PeriodType, Remark, Report, ReportId, Revision, Version, digest};
use serde::Deserialize;
use serde_json::Value;

use super::{Demo, Filled, Last, branch, care, club, commune, fund, october, registers};
use crate::{Calendar, DataError, UnitKind, calendar, form};

/// A report of the demonstration.
#[derive(Clone, Debug, PartialEq)]
pub struct DemoReport {
    /// The report, first revision.
    pub report: Report,
    /// The day on which it was sent.
    pub sent_on: Date,
    /// What its reviewer decides.
    pub decision: Decision,
}

/// What a reviewer decides on a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// It is accepted.
    Approve,
    /// It is sent back.
    Return(Vec<Remark>),
    /// Nothing yet.
    Wait,
}

/// Months that a club has reported.
const MONTHS: usize = 4;
/// Months that a branch has reported.
const BRANCH_MONTHS: usize = 2;
/// Quarters that a fund has reported.
const QUARTERS: usize = 2;

impl Demo {
    /// The reports of the periods that ended before a day: four months of each club, two of each branch, a half-year of each commune
    /// (its members, its care, what older people give) and its last Month of Action, two quarters of each fund, without those that
    /// somebody failed to send; and this year's registers. A unit's reports of a form follow one another in time; to be taken in this order.
    pub fn reports(&self, today: Date) -> Result<Vec<DemoReport>, DataError> {
        let maker = Maker { demo: self, calendar: calendar()?, today };
        let mut reports = Vec::new();
        for each in &self.clubs {
            let periods = maker.ended(PeriodType::Month, MONTHS);
            let filled = club::months(each, &periods, maker.calendar.window, maker.person(&each.code));
            reports.extend(maker.reports("clb-thang", UnitKind::Club, &each.code, each.last, filled)?);
        }
        for each in &self.branches {
            let filled = branch::months(each, &maker.ended(PeriodType::Month, BRANCH_MONTHS), maker.person(&each.code));
            reports.extend(maker.reports("bc-thang", UnitKind::Branch, &each.code, each.last, filled)?);
        }
        for each in &self.communes {
            let (periods, person) = (maker.ended(PeriodType::Half, 1), maker.person(&each.code));
            let filled = periods.iter().map(|period| commune::half_year(each, *period, maker.calendar.window, person));
            reports.extend(maker.reports("tk-tch", UnitKind::Commune, &each.code, each.last, filled.collect())?);
            let filled = periods.iter().map(|period| care::half_year(each, *period, person));
            reports.extend(maker.reports("cs-nct", UnitKind::Commune, &each.code, each.last, filled.collect())?);
            let filled = periods.iter().map(|period| care::given(each, *period, person));
            reports.extend(maker.reports("ph-nct", UnitKind::Commune, &each.code, each.last, filled.collect())?);
            let filled = maker.due_year("thd").map(|year| october::month(each, year, person));
            reports.extend(maker.reports("thd", UnitKind::Commune, &each.code, each.last, Vec::from_iter(filled))?);
        }
        for each in &self.funds {
            let periods = maker.ended(PeriodType::Quarter, QUARTERS);
            let person = maker.person(&each.commune);
            let filled = fund::quarters(each, &periods, maker.calendar.window, person);
            reports.extend(maker.reports("quy", UnitKind::Fund, &each.code, each.last, filled)?);
        }
        // A register is the running year's, and nobody decides on it.
        let year = Period::at(PeriodType::Year, today, maker.calendar.window);
        for register in registers::registers()? {
            let Some(year) = year else { continue };
            let report = report(&register.form, &register.unit, register.filled(year, today))?;
            reports.push(DemoReport { report, sent_on: today, decision: Decision::Wait });
        }
        Ok(reports)
    }
}

struct Maker<'a> {
    demo: &'a Demo,
    calendar: Calendar,
    today: Date,
}

impl Maker<'_> {
    /// The last periods of a kind that ended before today, oldest first.
    fn ended(&self, kind: PeriodType, count: usize) -> Vec<Period> {
        let now = Period::at(kind, self.today, self.calendar.window);
        let before = std::iter::successors(now.and_then(Period::previous), |period| period.previous());
        let mut periods: Vec<Period> = before.take(count).collect();
        periods.reverse();
        periods
    }

    /// The last year for which communes had to send a form by now; the year itself may still be running.
    fn due_year(&self, id: &str) -> Option<Period> {
        let rule = self.calendar.due_rule(id, PeriodType::Year, UnitKind::Commune)?;
        let now = Period::at(PeriodType::Year, self.today, self.calendar.window);
        std::iter::successors(now, |period| period.previous()).find(|year| rule.due(*year) < self.today)
    }

    /// Who signs in for a unit.
    fn person(&self, unit: &str) -> &str {
        self.demo.accounts.iter().find(|account| account.unit == unit).map_or("", |account| &account.name)
    }

    fn reports(&self, id: &'static str, kind: UnitKind, unit: &str, last: Last, filled: Vec<Filled>) -> Result<Vec<DemoReport>, DataError> {
        let newest = filled.last().map(|each| each.period);
        let mut reports = Vec::new();
        for each in filled {
            let is_newest = Some(each.period) == newest;
            if is_newest && last == Last::Missing {
                continue;
            }
            let decision = if is_newest { decision(last) } else { Decision::Approve };
            reports.push(DemoReport { sent_on: self.sent_on(id, kind, each.period), report: report(id, unit, each)?, decision });
        }
        Ok(reports)
    }

    /// On the due day, or today where that is still to come.
    fn sent_on(&self, id: &str, kind: UnitKind, period: Period) -> Date {
        let rule = self.calendar.due_rule(id, period.kind(), kind);
        rule.map_or(self.today, |rule| rule.due(period)).min(self.today)
    }
}

fn decision(last: Last) -> Decision {
    match last {
        Last::Approved => Decision::Approve,
        Last::Waiting | Last::Missing => Decision::Wait,
        Last::Returned => Decision::Return(vec![Remark {
            path: "loans/principal_repaid".to_owned(),
            text: "Hãy xem lại tiền gốc thu về trong tháng: sổ vay ở xã ghi số khác.".to_owned(),
        }]),
    }
}

fn report(id: &str, unit: &str, filled: Filled) -> Result<Report, DataError> {
    let wrong = |error: phieu_report::Error| DataError { file: "demo.toml", message: error.to_string() };
    Ok(Report {
        report_id: Some(ReportId::parse(&uuid(&format!("{id} {unit} {}", filled.period))).map_err(wrong)?),
        revision: Some(Revision::FIRST),
        form: FormId::parse(id).map_err(wrong)?,
        version: Version::parse(&version(id)?).map_err(wrong)?,
        org_unit: OrgUnitCode::parse(unit).map_err(wrong)?,
        period: filled.period,
        answers: match filled.answers {
            Value::Object(answers) => answers,
            _ => Default::default(),
        },
        explanations: filled.explanations,
    })
}

/// A UUID of version 8 (RFC 9562, section 5.8) from a text, so that the same report has the same id each time.
fn uuid(text: &str) -> String {
    let hex = digest(text.as_bytes());
    format!("{}-{}-8{}-8{}-{}", &hex[..8], &hex[8..12], &hex[13..16], &hex[17..20], &hex[20..32])
}

/// The version that a form's file gives itself.
fn version(id: &str) -> Result<String, DataError> {
    #[derive(Deserialize)]
    struct File {
        settings: Settings,
    }
    #[derive(Deserialize)]
    struct Settings {
        version: String,
    }
    let source = form(id).ok_or_else(|| DataError { file: "demo.toml", message: format!("there is no form {id}") })?;
    crate::read::<File>(source.file, source.text).map(|file| file.settings.version)
}
