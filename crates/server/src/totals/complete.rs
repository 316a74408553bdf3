//! How complete totals are: who is expected, who has reported and by when, who is missing.

use std::collections::BTreeMap;

use phieu_report::{OrgUnitCode, Period, ReportId};
use phieu_store::{Awaited, Expected, Moment, Progress, ReportFilter, Unit};
use serde_json::Value;

use super::Question;
use crate::app::App;
use crate::clock::{later, moment_on};
use crate::forms::Form;
use crate::refusal::Refusal;
use crate::units::{province, unit_name};

/// How many of those who are missing are named at most; the rest is a number, and is named further down.
pub(super) const MOST_NAMED: u32 = 500;

/// How far the reports below each child of the first unit of a chain are. What came in time is told by the calendar of those who report:
/// that of the province, and above the provinces of each of them.
pub(crate) async fn progress(app: &App, form: &Form, chain: &[Unit], period: Period) -> Result<Vec<Progress>, Refusal> {
    let Some(top) = chain.first() else { return Ok(Vec::new()) };
    let until = |province: Option<&str>| {
        let due = app.forms.calendar_in(province, form).due(form, period);
        due.plus_days(1).map_or(Moment(i64::MAX), |next| later(moment_on(next, 0), -1))
    };
    let province = province(chain);
    let of_province = |code: &str| Some((OrgUnitCode::parse(code).ok()?, until(Some(code))));
    let own: Vec<_> = if province.is_some() { Vec::new() } else { app.forms.own_calendars().filter_map(of_province).collect() };
    Ok(app.store.progress(&expected(app, form, &top.code, period), until(province), &own).await?)
}

pub(crate) fn expected<'a>(app: &App, form: &'a Form, top: &'a OrgUnitCode, period: Period) -> Expected<'a> {
    let kind = form.filled_by().map(|kind| kind.name()).unwrap_or_default();
    Expected { form: &form.id, period, day: app.forms.days(period).1, top, kind }
}

/// How many of how many.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Counts {
    pub(crate) expected: u64,
    pub(crate) received: u64,
    pub(crate) approved: u64,
    on_time: u64,
}

impl Counts {
    pub(crate) fn of(progress: &[Progress]) -> Counts {
        let mut counts = Counts::default();
        for one in progress {
            counts.expected += one.expected;
            counts.received += one.received;
            counts.approved += one.counted;
            counts.on_time += one.on_time;
        }
        counts
    }

    pub(super) fn add_to(self, answer: &mut Value) {
        answer["expected"] = self.expected.into();
        answer["received"] = self.received.into();
        answer["approved"] = self.approved.into();
        answer["on_time"] = self.on_time.into();
        answer["late"] = (self.received - self.on_time).into();
    }

    /// Units whose report is not approved.
    pub(super) fn missing(self) -> u64 {
        self.expected - self.approved
    }
}

/// The units whose official report, or whose figure, is not in the totals, with where their duty stands; where estimates are asked for, with
/// the estimate that stands in.
pub(super) async fn named(app: &App, question: &Question<'_>, chain: &[Unit], path: &str) -> Result<Value, Refusal> {
    let Some(top) = chain.first() else { return Ok(Value::Null) };
    let silent = app.store.silent(&expected(app, question.form, &top.code, question.period), path, MOST_NAMED).await?;
    let estimates = estimates(app, question, &silent).await?;
    let line = |one: &Awaited| {
        let mut line = unit_name(&one.unit);
        let status = one.report.as_ref().map(|(_, status)| *status);
        // Below the centre the child is the province.
        let calendar = app.forms.calendar_in(Some(province(chain).unwrap_or(one.child.as_str())), question.form);
        line["state"] = calendar.state(question.form, question.period, status, app.today()).name().into();
        line["report_id"] = one.report.as_ref().map(|(id, _)| id.as_str()).into();
        if let Some(estimate) = estimates.get(&one.unit.code) {
            line["estimate"] = estimate.as_str().into();
        }
        line
    };
    Ok(silent.iter().map(line).collect())
}

/// The approved estimates of units, where they are asked for.
async fn estimates(app: &App, question: &Question<'_>, silent: &[Awaited]) -> Result<BTreeMap<OrgUnitCode, ReportId>, Refusal> {
    if !question.estimates {
        return Ok(BTreeMap::new());
    }
    let units = silent.iter().map(|one| one.unit.code.clone()).collect();
    let period = Some(question.period.estimate());
    let filter = ReportFilter { units: Some(units), form: Some(question.form.id.clone()), period, status: None };
    let rows = app.store.reports(&filter).await?;
    Ok(rows.into_iter().filter(|row| row.status.counts()).map(|row| (row.unit, row.id)).collect())
}
