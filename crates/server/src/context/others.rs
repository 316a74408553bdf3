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

use std::collections::{BTreeMap, BTreeSet};

use phieu_catalog::UnitKind;
use phieu_report::{FormId, OrgUnitCode, Period, PeriodType};
use phieu_rollup::{ReportFacts, Total};
use phieu_store::{ReportRow, Unit, UnitFacts};
use serde_json::{Map, Value, json};

use super::Known;
use crate::forms::Form;
use crate::personal::erase;
use crate::refusal::Refusal;
use crate::totals::attributes;

/// What stands before a form's id where its last approved report is meant, of whatever period.
const LATEST: &str = "latest-";

/// The id of the form that an instance of another form's report is of.
pub(crate) fn source_of(instance: &str) -> &str {
    instance.strip_prefix(LATEST).unwrap_or(instance)
}

/// One instance of the setting; `None` where there is nothing to know.
pub(super) async fn instance(known: &Known<'_>, form: &Form, name: &FormId, period: Period) -> Result<Option<Value>, Refusal> {
    if name.as_str() == "totals" {
        return totals(known, form, period).await.map(Some);
    }
    let Some(row) = row(known, name, period) else { return Ok(None) };
    if row.unit == *known.unit {
        let mut answers = without_rows(known.answers(row).await?);
        if let Some(source) = known.app.forms.latest_of(&row.form) {
            // Names stay in the report that asked for them, for as long as it says.
            erase(source, &mut answers);
        }
        return Ok(Some(answers));
    }
    let then = known.then(period)?;
    let facts = known.figures(&row.form, row.period, then).await?;
    let of_row = |facts: &&UnitFacts| facts.unit == row.unit && facts.period == row.period;
    let facts: Vec<ReportFacts> = facts.iter().filter(of_row).map(report_facts).collect();
    let from = then.chain.iter().position(|unit| unit.code == row.unit).unwrap_or_default();
    let attributes = attributes(known.app, &then.chain[from..], row.period);
    Ok(known.app.forms.latest_of(&row.form).map(|form| figures(form, &facts, &attributes)))
}

/// The unit's own report that an instance shows whole.
pub(super) fn own_row<'k>(known: &'k Known<'_>, name: &FormId, period: Period) -> Option<&'k ReportRow> {
    row(known, name, period).filter(|row| row.unit == *known.unit)
}

/// The report that an instance shows.
fn row<'k>(known: &'k Known<'_>, name: &FormId, period: Period) -> Option<&'k ReportRow> {
    let latest = name.as_str().strip_prefix(LATEST).and_then(|id| FormId::parse(id).ok());
    let other = latest.as_ref().unwrap_or(name);
    // The nearest unit, from the unit upwards, of the kind that fills the form in.
    let form = known.app.forms.latest_of(other)?;
    let unit = known.then(period).ok()?.chain.iter().find(|unit| form.is_filled_by(&unit.kind))?;
    let found = known.reports(other, &unit.code);
    if latest.is_none() {
        let period = Period::new(PeriodType::Year, period.year(), 1).filter(|_| form.is_register()).unwrap_or(period);
        // An estimate knows the other form's estimate, and where there is none what is official.
        let of = |period: Period| found.iter().copied().find(|row| row.period == period && row.status.is_with_reviewers());
        return of(period).or_else(|| of(period.official()));
    }
    let last_day = |row: &ReportRow| known.app.forms.days(row.period).1;
    let (_, end) = known.app.forms.days(period);
    let ended = found.into_iter().filter(|row| row.status.counts() && !row.period.is_estimate() && last_day(row) <= end);
    ended.max_by_key(|row| (last_day(row), row.period.kind()))
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
async fn totals(known: &Known<'_>, form: &Form, period: Period) -> Result<Value, Refusal> {
    let mut all = Map::new();
    let then = known.then(period)?;
    let below = known.below(then).await?;
    for id in form.instances() {
        let Some(other) = known.app.forms.latest_of(&id) else { continue };
        let filing = |below: &&Unit| below.code != *known.unit && other.filled_by().map(UnitKind::name) == Some(below.kind.as_str());
        let units: BTreeSet<&OrgUnitCode> = below.iter().filter(filing).map(|unit| &unit.code).collect();
        if units.is_empty() {
            continue;
        }
        let parts = parts(&other.period_types(), period);
        let counted = |facts: &&UnitFacts| facts.status.counts() && units.contains(&facts.unit) && parts.contains(&facts.period);
        let approved: Vec<ReportFacts> = known.figures(&id, period, then).await?.iter().filter(counted).map(report_facts).collect();
        let of_form = json!({
            "units": units.len(), "expected": units.len() * parts.len(), "approved": approved.len(),
            "answers": figures(other, &approved, &attributes(known.app, &then.chain, period)),
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

pub(super) fn report_facts(stored: &UnitFacts) -> ReportFacts {
    ReportFacts { org_unit: stored.unit.clone(), period: stored.period, facts: stored.facts.clone(), texts: Vec::new() }
}

/// The numbers of totals, nested by path as answers are.
pub(super) fn figures(form: &Form, reports: &[ReportFacts], attributes: &BTreeMap<String, String>) -> Value {
    let mut answers = json!({});
    for field in form.totals(reports, attributes).fields {
        if matches!(field.total, Total::Number(Some(_))) {
            *field.path.split('/').fold(&mut answers, |at, name| &mut at[name]) = field.total.to_json();
        }
    }
    answers
}
