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

/// How far back the reports go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum History {
    /// Four months of each club, two of each branch, two quarters of each fund: there in a moment.
    Months,
    /// Two years of each, as far as unit, club and fund go back: what earlier periods and trends are looked at with.
    Years,
}

impl History {
    /// How many of the last periods, where a short history has so many.
    fn count(self, kind: PeriodType, short: usize) -> usize {
        match self {
            History::Months => short,
            History::Years => usize::from(24 / kind.months()),
        }
    }

    /// How many days before the first start reports are asked for.
    pub fn days(self) -> i64 {
        match self {
            History::Months => 80,
            History::Years => 2 * 366,
        }
    }
}

impl Demo {
    /// The reports of the periods that ended before a day: months of each club and branch, quarters of each fund, a half-year of each commune
    /// (its members, its care, what older people give) and its last Month of Action, without those that somebody failed to send; and
    /// this year's registers. A unit's reports of a form follow one another in time; to be taken in this order.
    pub fn reports(&self, today: Date, history: History) -> Result<Vec<DemoReport>, DataError> {
        let maker = Maker { demo: self, calendar: calendar()?, today };
        let mut reports = Vec::new();
        for each in &self.clubs {
            let mut periods = maker.ended(PeriodType::Month, history.count(PeriodType::Month, 4));
            periods.retain(|period| maker.is_after(&each.founded_on, *period));
            let filled = club::months(each, &periods, maker.calendar.window, maker.person(&each.code));
            reports.extend(maker.reports("clb-thang", UnitKind::Club, &each.code, each.last, filled)?);
        }
        for each in &self.branches {
            let mut periods = maker.ended(PeriodType::Month, history.count(PeriodType::Month, 2));
            periods.retain(|period| maker.is_after(&self.since, *period));
            let filled = branch::months(each, &periods, maker.person(&each.code));
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
            let mut periods = maker.ended(PeriodType::Quarter, history.count(PeriodType::Quarter, 2));
            periods.retain(|period| maker.is_after(&each.licensed_on, *period));
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

    /// Whether a period began after a day of the data.
    fn is_after(&self, day: &str, period: Period) -> bool {
        [day, self.demo.since.as_str()].iter().all(|day| Date::parse(day).is_ok_and(|day| day < period.start(self.calendar.window)))
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
