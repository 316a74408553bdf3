//! Totals of a form and period below a unit, with how complete they are: nothing is added up in silence.
//!
//! Only approved reports count. Who is expected is every unit below of the kind that fills the form in; who is missing is named.

use std::collections::BTreeMap;
use std::sync::Arc;

use phieu_report::{OrgUnitCode, Period, Status};
use phieu_rollup::{Completeness, FieldTotal, Received, ReportFacts, completeness, is_small};
use phieu_store::{Account, ReportFilter, ReportRow, Unit};
use serde_json::{Value, json};

use crate::app::App;
use crate::clock::day;
use crate::forms::Form;
use crate::refusal::{Code, Refusal};
use crate::units::{brief, chain, overseeing, oversees, seen_by_rules, unit};

/// What is asked for.
pub(crate) struct Question<'a> {
    pub(crate) account: &'a Account,
    pub(crate) form: &'a Arc<Form>,
    pub(crate) period: Period,
    pub(crate) org_unit: OrgUnitCode,
}

/// A unit that is expected to report, with its report, if it has sent one.
struct Expected<'a> {
    unit: &'a Unit,
    report: Option<ReportRow>,
}

/// The totals.
pub(crate) async fn totals(app: &App, question: Question<'_>) -> Result<Value, Refusal> {
    let top = unit(app, &question.org_unit).await?;
    let chain = chain(app.store.as_ref(), top.clone()).await?;
    if !oversees(question.account, &chain) {
        return Err(Refusal::with(Code::ForeignUnit, json!({ "org_unit": top.code.as_str() })));
    }
    let day = app.forms.days(question.period).1;
    let below = app.store.units_within_at(&top.code, day).await?;
    let chain = app.store.chain_at(&top.code, day).await?;
    let expected = expected(app, &question, &below).await?;
    let mut totals = json!({
        "form": question.form.id.as_str(),
        "version": question.form.version.as_str(),
        "title": question.form.title(),
        "period": question.period.to_string(),
        "org_unit": brief(chain.first().unwrap_or(&top)),
        "missing": expected.iter().filter_map(|one| missing(app, &question, one)).collect::<Value>(),
        "fields": fields(app, &question, &expected, &chain).await?,
        "children": children(app, &question, &top, &below, &expected),
    });
    add_counts(&mut totals, &counts(app, &question, expected.iter()));
    Ok(totals)
}

async fn expected<'a>(app: &App, question: &Question<'_>, below: &'a [Unit]) -> Result<Vec<Expected<'a>>, Refusal> {
    let filler = question.form.filled_by().map(|kind| kind.name()).unwrap_or_default();
    let units: Vec<&Unit> = below.iter().filter(|unit| unit.kind == filler).collect();
    let filter = filter(question, units.iter().map(|unit| unit.code.clone()), None);
    let reports = app.store.reports(&filter).await?;
    let mut reports: BTreeMap<OrgUnitCode, ReportRow> = reports.into_iter().map(|row| (row.unit.clone(), row)).collect();
    Ok(units.into_iter().map(|unit| Expected { unit, report: reports.remove(&unit.code) }).collect())
}

fn filter(question: &Question, units: impl Iterator<Item = OrgUnitCode>, status: Option<Status>) -> ReportFilter {
    ReportFilter { units: Some(units.collect()), form: Some(question.form.id.clone()), period: Some(question.period), status }
}

fn counts<'a>(app: &App, question: &Question, expected: impl Iterator<Item = &'a Expected<'a>>) -> Completeness {
    let (mut units, mut received) = (Vec::new(), Vec::new());
    for one in expected {
        units.push(one.unit.code.clone());
        received.extend(one.report.as_ref().map(|row| Received {
            org_unit: row.unit.clone(),
            status: row.status,
            received_on: day(row.first_received_at),
        }));
    }
    completeness(&units, &received, app.forms.due(question.form, question.period))
}

fn add_counts(answer: &mut Value, counts: &Completeness) {
    answer["expected"] = counts.expected.into();
    answer["received"] = counts.received.into();
    answer["approved"] = counts.approved.into();
    answer["on_time"] = counts.on_time.into();
    answer["late"] = counts.late.into();
}

/// A unit whose report is not in the totals, with where its duty stands.
fn missing(app: &App, question: &Question, one: &Expected) -> Option<Value> {
    let status = one.report.as_ref().map(|row| row.status);
    if status == Some(Status::Approved) {
        return None;
    }
    let mut missing = brief(one.unit);
    missing["state"] = app.forms.state(question.form, question.period, status, app.today()).name().into();
    Some(missing)
}

/// Every field that has a total, in the order of the form.
async fn fields(app: &App, question: &Question<'_>, expected: &[Expected<'_>], chain: &[Unit]) -> Result<Value, Refusal> {
    let filter = filter(question, expected.iter().map(|one| one.unit.code.clone()), Some(Status::Approved));
    let reports: Vec<ReportFacts> = app.store.facts(&filter).await?.into_iter().map(report_facts).collect();
    let totals = question.form.totals(&reports, &attributes(chain));
    let described: BTreeMap<&str, &Value> = question.form.definition["fields"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|field| Some((field["path"].as_str()?, field)))
        .collect();
    let people = if reads_lists(question, chain) { Vec::new() } else { question.form.counts_of_people() };
    let shown = totals.fields.iter().map(|total| {
        let mut shown = field(total, described.get(total.path.as_str()).copied().unwrap_or(&Value::Null));
        if people.contains(&total.path.as_str()) && shown["value"].as_f64().is_some_and(is_small) {
            shown["value"] = Value::Null;
            shown["hidden"] = json!(true);
        }
        shown
    });
    Ok(shown.collect())
}

/// Whether who asks may read the reports themselves, of which small counts tell nothing new.
fn reads_lists(question: &Question, chain: &[Unit]) -> bool {
    !question.form.stays_with_reviewer() || overseeing(question.account, chain).any(|seat| is_near(question.form, seat, chain))
}

/// Whether a unit is the last that reviews the form, or below it.
fn is_near(form: &Form, seat: &OrgUnitCode, chain: &[Unit]) -> bool {
    let kinds = form.reviewed_by();
    let seat = chain.iter().position(|unit| unit.code == *seat);
    let reviewer = chain.iter().rposition(|unit| kinds.iter().any(|kind| kind.name() == unit.kind));
    seat.is_some_and(|seat| reviewer.is_some_and(|reviewer| seat <= reviewer))
}

pub(crate) fn report_facts(stored: phieu_store::UnitFacts) -> ReportFacts {
    ReportFacts { org_unit: stored.unit, period: stored.period, facts: stored.facts, texts: stored.texts }
}

/// The unit's attributes as texts, for rates whose formula a province picks.
pub(crate) fn attributes(chain: &[Unit]) -> BTreeMap<String, String> {
    let seen = seen_by_rules(chain);
    let texts = seen.as_object().into_iter().flatten();
    texts.filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned()))).collect()
}

fn field(total: &FieldTotal, described: &Value) -> Value {
    json!({
        "path": total.path,
        "code": described["code"],
        "label": described["label"],
        "unit": described["unit"],
        "aggregate": described["aggregate"],
        "answered": total.units,
        "value": total.total.to_json(),
    })
}

/// The units directly below that have anybody to expect a report from.
fn children(app: &App, question: &Question, top: &Unit, below: &[Unit], expected: &[Expected]) -> Value {
    let parents: BTreeMap<&OrgUnitCode, &OrgUnitCode> = below.iter().filter_map(|unit| Some((&unit.code, unit.parent.as_ref()?))).collect();
    let mut by_child: BTreeMap<&OrgUnitCode, Vec<&Expected>> = BTreeMap::new();
    for one in expected.iter().filter(|one| one.unit.code != top.code) {
        let way_up = std::iter::successors(Some(&one.unit.code), |code| parents.get(code).copied());
        let child = way_up.take_while(|code| **code != top.code).last();
        by_child.entry(child.unwrap_or(&one.unit.code)).or_default().push(one);
    }
    let listed = below.iter().filter_map(|unit| {
        let mut child = json!({ "org_unit": brief(unit) });
        add_counts(&mut child, &counts(app, question, by_child.get(&unit.code)?.iter().copied()));
        Some(child)
    });
    listed.collect()
}
