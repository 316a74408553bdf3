//! A reviewer decides: returns a report with remarks, approves it, or opens an approved one again. Answers are never touched.

use phieu_report::{Event, OrgUnitCode, ReportId, Revision, Role};
use phieu_store::{Account, Moment, NewDecision, NewRemark, ReportRow, Unit};
use serde_json::{Value, json};

use crate::app::App;
use crate::forms::Form;
use crate::refusal::{Code, Refusal};
use crate::submit::conflict;
use crate::units::{chain, overseeing, reviewing_unit, reviews, unit, works_for};

const MOST_REMARKS: usize = 200;
const LONGEST_REMARK: usize = 2000;
const LONGEST_PATH: usize = 300;

/// A decision as it arrived.
pub(crate) struct Arrival<'a> {
    pub(crate) account: &'a Account,
    pub(crate) report: ReportId,
    pub(crate) body: &'a Value,
    pub(crate) at: Moment,
}

/// Carries out a decision and gives the report's new state.
pub(crate) async fn decide(app: &App, arrival: Arrival<'_>) -> Result<Value, Refusal> {
    let (row, chain) = found(app, &arrival.report).await?;
    let form = app.forms.get(&row.form, &row.version)?;
    if !reviews(arrival.account, form, &chain) {
        return Err(Code::NotReviewer.into());
    }
    let event = event(arrival.body)?;
    let remarks = remarks(arrival.body)?;
    if matches!(event, Event::Return | Event::Reopen) && remarks.is_empty() {
        return Err(Code::RemarkMissing.into());
    }
    let new = NewDecision {
        report: arrival.report,
        revision: revision(arrival.body)?,
        event,
        remarks,
        at: arrival.at,
        login: arrival.account.login.clone(),
    };
    let decision = app.store.decide(&new).await?.map_err(conflict)?;
    Ok(json!({ "report_id": new.report.as_str(), "revision": decision.revision.get(), "status": decision.status.name() }))
}

/// A report with its unit and all units above it.
pub(crate) async fn found(app: &App, id: &ReportId) -> Result<(ReportRow, Vec<Unit>), Refusal> {
    let row = app.store.report(id).await?.ok_or(Code::UnknownReport)?;
    let chain = chain(app.store.as_ref(), unit(app, &row.unit).await?).await?;
    Ok((row, chain))
}

/// Whether an account may read a report: it is its own unit's, or the account reviews it, or it oversees the unit. A form with
/// names of people keeps its reports from those above its reviewer; they have the totals.
pub(crate) fn may_read(account: &Account, form: &Form, chain: &[Unit]) -> bool {
    let own = chain.first().is_some_and(|unit| works_for(account, unit));
    let near = |seat: &OrgUnitCode| !form.stays_with_reviewer() || is_below_review(seat, form, chain);
    own || reviews(account, form, chain) || overseeing(account, chain).any(near)
}

/// Whether a unit of the chain is the one that reviews a form of its first, or below it.
fn is_below_review(seat: &OrgUnitCode, form: &Form, chain: &[Unit]) -> bool {
    let level = |code: &OrgUnitCode| chain.iter().position(|unit| unit.code == *code);
    reviewing_unit(form, chain).is_some_and(|top| level(seat) <= level(&top.code))
}

/// What an account may decide on a report now.
pub(crate) fn actions(account: &Account, form: &Form, chain: &[Unit], row: &ReportRow) -> Vec<&'static str> {
    if !reviews(account, form, chain) {
        return Vec::new();
    }
    let possible = Event::ALL.into_iter().filter(|event| row.status.after(*event, Role::Reviewer).is_ok());
    possible.map(Event::name).collect()
}

fn event(body: &Value) -> Result<Event, Refusal> {
    let named = body["action"].as_str().and_then(|name| Event::parse(name).ok());
    named.filter(|event| *event != Event::Submit).ok_or_else(|| Refusal::parameter("action"))
}

fn revision(body: &Value) -> Result<Revision, Refusal> {
    let number = body["revision"].as_u64().and_then(|number| u32::try_from(number).ok());
    number.and_then(|number| Revision::try_from(number).ok()).ok_or_else(|| Refusal::parameter("revision"))
}

/// The remark on the whole report first, then those on answers. Blank ones say nothing and are not kept.
fn remarks(body: &Value) -> Result<Vec<NewRemark>, Refusal> {
    let mut remarks = Vec::from_iter(text(body, "remark")?.map(|text| NewRemark { path: String::new(), text }));
    let listed = match &body["remarks"] {
        Value::Null => &[][..],
        Value::Array(listed) => listed,
        _ => return Err(Refusal::parameter("remarks")),
    };
    for item in listed {
        let path = item["path"].as_str().ok_or_else(|| Refusal::parameter("remarks"))?.to_owned();
        remarks.extend(text(item, "text")?.map(|text| NewRemark { path, text }));
    }
    let too_long = |remark: &NewRemark| remark.text.chars().count() > LONGEST_REMARK || remark.path.len() > LONGEST_PATH;
    if remarks.len() > MOST_REMARKS || remarks.iter().any(too_long) {
        return Err(Code::RemarkTooLong.into());
    }
    Ok(remarks)
}

fn text(object: &Value, name: &str) -> Result<Option<String>, Refusal> {
    match &object[name] {
        Value::Null => Ok(None),
        Value::String(text) => Ok(Some(text.trim().to_owned()).filter(|text| !text.is_empty())),
        _ => Err(Refusal::parameter(name)),
    }
}
