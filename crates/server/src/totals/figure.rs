//! One figure looked into: unit by unit down to the reports it was made of, over the periods before, and who has not given it.

use std::collections::BTreeMap;

use phieu::form::Aggregate;
use phieu_report::{OrgUnitCode, Period};
use phieu_rollup::{FieldTotal, Total};
use phieu_store::{Both, Figure, Progress, ReportFilter, ReportRow, SumQuery, Unit};
use serde_json::{Map, Value, json};

use super::compare::{before, difference, number};
use super::{Counts, Question, Tally, Veil, add_total, described, fall_back, hide, named, progress, reads_lists, tallies};
use crate::app::App;
use crate::forms::Form;
use crate::refusal::{Code, Refusal};
use crate::units::unit_name;

/// How many periods the course of a figure goes back, the one asked for included.
pub(super) const COURSE: usize = 13;
/// How many texts are listed at most.
const MOST_TEXTS: u32 = 500;

/// The figure of a path.
pub(crate) async fn figure(app: &App, question: Question<'_>, path: &str) -> Result<Value, Refusal> {
    let chain = question.chain(app).await?;
    let Some(top) = chain.first() else { return Err(Code::UnknownUnit.into()) };
    let form = question.form;
    let nothing = Tally::default();
    let seen = Seen { app, form, path };
    let kind = seen.total(&nothing, &chain, question.period).ok_or_else(|| Refusal::parameter("path"))?.aggregate;
    // A rate is computed from all sums of its unit.
    let only = (kind != Aggregate::Recompute).then_some(path);
    let periods: Vec<Period> = std::iter::successors(Some(question.period), |period| period.previous()).take(COURSE).collect();
    let units = [top.code.clone()];
    let summed: Vec<Period> = periods.iter().copied().chain(question.periods().into_iter().skip(1)).collect();
    let query = SumQuery { form: &form.id, periods: &summed, units: &units, path: only, also: &question.also };
    let mut course = tallies(app, &query).await?;
    fall_back(&mut course, question.period);
    let at = |period: Period| course.get(&(top.code.clone(), period)).unwrap_or(&nothing);
    let tally = at(question.period);
    let total = seen.total(tally, &chain, question.period).ok_or_else(|| Refusal::parameter("path"))?;
    let below = progress(app, form, &chain, question.period).await?;
    let counts = Counts::of(&below);

    let mut answer = question.heading(top);
    merge(&mut answer, described(form, path));
    counts.add_to(&mut answer);
    if question.estimates {
        answer["estimates"] = tally.estimates().into();
    }
    add_total(&mut answer, tally, &total);
    answer["missing"] = named(app, &question, &chain, if kind == Aggregate::Recompute { "" } else { path }).await?;
    answer["compared"] = compared(app, &question, only.filter(|_| number(&total.total).is_some()), &top.code).await?;
    answer["course"] = periods.iter().rev().map(|period| seen.point(*period, at(*period), &chain)).collect();
    answer["children"] = children(&seen, &question, &below, only, &chain).await?;
    let may_read = reads_lists(&question, &chain);
    answer["texts"] = if kind == Aggregate::Concat && may_read { texts(app, &query).await? } else { json!([]) };
    let veil = Veil::of(app, &question, &chain, &below, &periods, only).await?;
    hide_all(&mut answer, &veil, path, question.period, &periods);
    Ok(answer)
}

/// The field that is looked into.
struct Seen<'a> {
    app: &'a App,
    form: &'a Form,
    path: &'a str,
}

impl Seen<'_> {
    /// Its total for the first unit of a chain; `None` where the form has no such total.
    fn total(&self, tally: &Tally, chain: &[Unit], period: Period) -> Option<FieldTotal> {
        tally.totals(self.app, self.form, chain, period).fields.into_iter().find(|field| field.path == self.path)
    }

    /// The figure in one period: of nothing reported there is no figure.
    fn point(&self, period: Period, tally: &Tally, chain: &[Unit]) -> Value {
        let total = self.total(tally, chain, period);
        json!({
            "period": period.to_string(),
            "reports": tally.reports(),
            "answered": total.as_ref().map_or(0, |total| total.units),
            "value": total.map_or(Value::Null, |total| plain(&total)),
        })
    }
}

fn plain(total: &FieldTotal) -> Value {
    if matches!(total.total, Total::Texts(_)) { Value::Null } else { total.total.to_json() }
}

/// Like with like: over the units that gave the figure in both periods, whoever else is missing.
async fn compared(app: &App, question: &Question<'_>, path: Option<&str>, top: &OrgUnitCode) -> Result<Value, Refusal> {
    let mut all = Map::new();
    for earlier in before(question.period) {
        let figure = |path, period| Figure { form: &question.form.id, period, path };
        let both = match path {
            Some(path) => app.store.both(top, [figure(path, question.period), figure(path, earlier.period)]).await?,
            None => Both::default(),
        };
        let values = both.first.value().zip(both.second.value());
        let of = json!({
            "period": earlier.period.to_string(),
            "units": both.first.given,
            "now": values.map(|(now, _)| phieu_rollup::figure(now)),
            "before": values.map(|(_, before)| phieu_rollup::figure(before)),
            "difference": values.map(|(now, before)| difference(now, before)),
        });
        all.insert(earlier.name.to_owned(), of);
    }
    Ok(all.into())
}

/// The units directly below with their figures; those that report themselves with their report.
async fn children(
    seen: &Seen<'_>,
    question: &Question<'_>,
    below: &[Progress],
    only: Option<&str>,
    chain: &[Unit],
) -> Result<Value, Refusal> {
    let Seen { app, form, .. } = seen;
    let units: Vec<OrgUnitCode> = below.iter().map(|one| one.child.code.clone()).collect();
    let query = SumQuery { form: &form.id, periods: &question.periods(), units: &units, path: only, also: &question.also };
    let mut found = tallies(app, &query).await?;
    fall_back(&mut found, question.period);
    let filter = ReportFilter { units: Some(units), form: Some(form.id.clone()), period: Some(question.period), ..ReportFilter::default() };
    let rows = app.store.reports(&filter).await?;
    let reports: BTreeMap<&OrgUnitCode, &ReportRow> = rows.iter().map(|row| (&row.unit, row)).collect();
    let attributes = app.store.units_under_at(&question.org_unit, app.forms.days(question.period).1).await?;
    let nothing = Tally::default();
    let line = |one: &Progress| {
        let tally = found.get(&(one.child.code.clone(), question.period)).unwrap_or(&nothing);
        let own = attributes.iter().find(|unit| unit.code == one.child.code);
        let chain: Vec<Unit> = own.into_iter().chain(chain).cloned().collect();
        let total = seen.total(tally, &chain, question.period)?;
        let report = reports.get(&one.child.code);
        let mut line = json!({
            "org_unit": unit_name(&one.child),
            "report_id": report.map(|row| row.id.as_str()),
            "status": report.map(|row| row.status.name()),
        });
        Counts::of(std::slice::from_ref(one)).add_to(&mut line);
        add_total(&mut line, tally, &total);
        Some(line)
    };
    Ok(below.iter().filter_map(line).collect())
}

/// What was written, by unit.
async fn texts(app: &App, query: &SumQuery<'_>) -> Result<Value, Refusal> {
    let texts = app.store.texts(query, MOST_TEXTS).await?;
    Ok(texts.into_iter().map(|(unit, text)| json!({ "org_unit": unit.as_str(), "text": text })).collect())
}

/// Hides counts of people: the unit's own, those of the units that make it up, those of earlier periods, and what is told beside them.
fn hide_all(answer: &mut Value, veil: &Veil, path: &str, period: Period, periods: &[Period]) {
    for child in answer["children"].as_array_mut().into_iter().flatten() {
        if veil.hides_child(child["org_unit"]["code"].as_str().unwrap_or_default(), path, period) {
            hide(child);
        }
    }
    for (point, period) in answer["course"].as_array_mut().into_iter().flatten().zip(periods.iter().rev()) {
        if veil.hides(path, *period) {
            point["value"] = Value::Null;
        }
    }
    let own = veil.hides(path, period);
    for earlier in before(period) {
        if own || veil.hides(path, earlier.period) {
            ["now", "before", "difference"].iter().for_each(|name| answer["compared"][earlier.name][*name] = Value::Null);
        }
    }
    if own {
        hide(answer);
    }
}

fn merge(answer: &mut Value, more: Value) {
    if let (Some(answer), Value::Object(more)) = (answer.as_object_mut(), more) {
        answer.extend(more);
    }
}
