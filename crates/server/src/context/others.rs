//! What a check may know of other forms: the instances that a form names in its setting `instances`.
//!
//! | name | what |
//! |---|---|
//! | `tk-tch`, a form's id | the report of the same period, sent or approved, of the nearest unit that files it: the unit or one above it; |
//! |  | of a register the year in which the period lies |
//! | `latest-tk-tch` | that unit's last approved report whose period ends by the end of this one |
//! | `totals` | of each form named that units below file: how many reports are expected and approved, and their totals |
//!
//! Of another unit's report only figures are handed out, never texts and rows: a list of names stays with the unit that keeps it.
//! Of the unit's own reports rows stay behind as well: no rule asks for them, and the context is kept with the report and read with it.
//! Totals are made where all periods fit without overlap: of a year the years if the form has them, else its quarters or months.

use phieu_catalog::UnitKind;
use phieu_report::{FormId, Period, PeriodType, Status};
use phieu_rollup::{ReportFacts, Total};
use phieu_store::{ReportFilter, ReportRow, Unit};
use serde_json::{Map, Value, json};

use super::{answers, reports};
use crate::app::App;
use crate::forms::Form;
use crate::refusal::Refusal;
use crate::totals::{attributes, report_facts};

/// What stands before a form's id where its last approved report is meant, of whatever period.
const LATEST: &str = "latest-";

/// One instance of the setting; `None` where there is nothing to know.
pub(super) async fn instance(app: &App, form: &Form, chain: &[Unit], name: &FormId, period: Period) -> Result<Option<Value>, Refusal> {
    if name.as_str() == "totals" {
        return totals(app, form, chain, period).await.map(Some);
    }
    match name.as_str().strip_prefix(LATEST).and_then(|id| FormId::parse(id).ok()) {
        Some(other) => latest(app, chain, &other, period).await,
        None => same_period(app, chain, name, period).await,
    }
}

async fn same_period(app: &App, chain: &[Unit], other: &FormId, period: Period) -> Result<Option<Value>, Refusal> {
    let Some(unit) = filing_unit(app, chain, other) else { return Ok(None) };
    let is_register = app.forms.latest_of(other).is_some_and(|form| form.is_register());
    let period = Period::new(PeriodType::Year, period.year(), 1).filter(|_| is_register).unwrap_or(period);
    let sent = reports(app, other, &unit.code, None, None).await?;
    let counts = |row: &&ReportRow| row.status.is_with_reviewers();
    // An estimate knows the other form's estimate, and where there is none what is official.
    let of = |period: Period| sent.iter().filter(counts).find(|row| row.period == period);
    known(app, chain, of(period).or_else(|| of(period.official()))).await
}

async fn latest(app: &App, chain: &[Unit], other: &FormId, period: Period) -> Result<Option<Value>, Refusal> {
    let Some(unit) = filing_unit(app, chain, other) else { return Ok(None) };
    let (_, end) = app.forms.days(period);
    let approved = reports(app, other, &unit.code, None, Some(Status::Approved)).await?;
    let ended = approved.iter().filter(|row| !row.period.is_estimate() && app.forms.days(row.period).1 <= end);
    known(app, chain, ended.max_by_key(|row| (app.forms.days(row.period).1, row.period.kind()))).await
}

/// The nearest unit, from a unit upwards, of the kind that fills a form in.
fn filing_unit<'a>(app: &App, chain: &'a [Unit], form: &FormId) -> Option<&'a Unit> {
    let form = app.forms.latest_of(form)?;
    chain.iter().find(|unit| form.is_filled_by(&unit.kind))
}

/// The answers of the unit's own report, without the rows of its lists; of a report of a unit above it, the figures.
async fn known(app: &App, chain: &[Unit], row: Option<&ReportRow>) -> Result<Option<Value>, Refusal> {
    let Some(row) = row else { return Ok(None) };
    if chain.first().is_some_and(|unit| unit.code == row.unit) {
        return answers(app, row).await.map(|answers| Some(without_rows(answers)));
    }
    let facts = facts(app, &row.form, vec![row.unit.clone()], row.period, row.status).await?;
    Ok(app.forms.latest_of(&row.form).map(|form| figures(form, &facts, &[])))
}

/// Answers without their repeats. A list of chosen names is no repeat.
fn without_rows(mut answers: Value) -> Value {
    if let Some(members) = answers.as_object_mut() {
        members.retain(|_, value| !value.as_array().is_some_and(|rows| rows.iter().any(Value::is_object)));
        members.values_mut().for_each(|value| *value = without_rows(value.take()));
    }
    answers
}

/// `{"bc-thang": {"units": 18, "expected": 108, "approved": 107, "answers": {…}}}`: every form named that units below file.
async fn totals(app: &App, form: &Form, chain: &[Unit], period: Period) -> Result<Value, Refusal> {
    let mut all = Map::new();
    let Some(unit) = chain.first() else { return Ok(all.into()) };
    let below = app.store.units_within_at(&unit.code, app.forms.days(period).1).await?;
    for id in form.instances() {
        let Some(other) = app.forms.latest_of(&id) else { continue };
        let filing = |below: &&Unit| below.code != unit.code && other.filled_by().map(UnitKind::name) == Some(below.kind.as_str());
        let units: Vec<_> = below.iter().filter(filing).map(|unit| unit.code.clone()).collect();
        if units.is_empty() {
            continue;
        }
        let parts = parts(&other.period_types(), period);
        let mut approved = Vec::new();
        for part in &parts {
            approved.extend(facts(app, &id, units.clone(), *part, Status::Approved).await?);
        }
        let of_form = json!({
            "units": units.len(), "expected": units.len() * parts.len(), "approved": approved.len(),
            "answers": figures(other, &approved, chain),
        });
        all.insert(id.as_str().to_owned(), of_form);
    }
    Ok(all.into())
}

/// The periods of the longest kind that make up a period, none where no kind of the form fits into it.
pub(crate) fn parts(kinds: &[PeriodType], period: Period) -> Vec<Period> {
    let fits = |kind: &&PeriodType| !kind.is_review() && period.months().is_multiple_of(kind.months().into());
    let longest = kinds.iter().filter(fits).max_by_key(|kind| kind.months());
    longest.map_or_else(Vec::new, |kind| period.parts(*kind))
}

async fn facts(
    app: &App,
    form: &FormId,
    units: Vec<phieu_report::OrgUnitCode>,
    period: Period,
    status: Status,
) -> Result<Vec<ReportFacts>, Refusal> {
    let filter = ReportFilter { units: Some(units), form: Some(form.clone()), period: Some(period), status: Some(status) };
    Ok(app.store.facts(&filter).await?.into_iter().map(report_facts).collect())
}

/// The numbers of totals, nested by path as answers are.
pub(super) fn figures(form: &Form, reports: &[ReportFacts], chain: &[Unit]) -> Value {
    let mut answers = json!({});
    for field in form.totals(reports, &attributes(chain)).fields {
        if matches!(field.total, Total::Number(Some(_))) {
            *field.path.split('/').fold(&mut answers, |at, name| &mut at[name]) = field.total.to_json();
        }
    }
    answers
}
