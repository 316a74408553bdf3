//! A reviewer decides: returns a report with remarks, approves it, confirms it though figures that it read have changed, opens an approved
//! one again, or says which other report stands in its place. Answers are never touched. Which level may do what is the table of
//! `phieu_report`'s status machine.

use phieu_report::{Event, OrgUnitCode, ReportId, Revision};
use phieu_store::{Account, Duty, Moment, NewDecision, NewRemark, ReportRow, Unit};
use serde_json::{Value, json};

use crate::app::App;
use crate::clock::iso;
use crate::closing::is_past_closing;
use crate::forms::Form;
use crate::people::fields::text;
use crate::people::role::{Capability, lets};
use crate::refusal::{Code, Refusal};
use crate::submit::conflict;
use crate::units::{chain, level, overseeing, readers, reviewing_unit, reviewing_units, reviews, unit, unit_name, works_for};

/// How many reports are approved by one request.
const MOST_AT_ONCE: usize = 200;

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
    let Some(level) = level(arrival.account, form, &chain, row.approvals) else { return Err(Code::NotReviewer.into()) };
    let event = event(arrival.body)?;
    let remarks = remarks(arrival.body)?;
    if matches!(event, Event::Return | Event::Reopen | Event::Replace) && remarks.is_empty() {
        return Err(Code::RemarkMissing.into());
    }
    let new = NewDecision {
        report: arrival.report,
        revision: revision(arrival.body)?,
        event,
        level,
        past_closing: is_past_closing(app, form, &chain, row.period, arrival.at),
        replaced_by: replaced_by(arrival.body, event)?,
        remarks,
        at: arrival.at,
        login: arrival.account.login.clone(),
    };
    let decision = app.store.decide(&new).await?.map_err(conflict)?;
    Ok(json!({ "report_id": new.report.as_str(), "revision": decision.revision.get(), "status": decision.status.name() }))
}

/// Approves many reports, each for itself, and tells of each what became of it. What is flagged is left for a reader.
pub(crate) async fn approve_all(app: &App, account: &Account, body: &Value) -> Result<Value, Refusal> {
    let listed = body["reports"].as_array().filter(|listed| !listed.is_empty() && listed.len() <= MOST_AT_ONCE);
    let mut done = Vec::new();
    for item in listed.ok_or_else(|| Refusal::parameter("reports"))? {
        let named = item["report_id"].as_str().and_then(|id| ReportId::parse(id).ok());
        let report = named.ok_or_else(|| Refusal::parameter("reports"))?;
        let body = json!({ "revision": item["revision"], "action": Event::Approve.name() });
        let row = app.store.report(&report).await?;
        let outcome = match row.is_some_and(|row| row.flag.is_some()) {
            true => Err(Code::Flagged.into()),
            false => decide(app, Arrival { account, report: report.clone(), body: &body, at: app.now() }).await,
        };
        done.push(match outcome {
            Ok(decided) => decided,
            Err(refusal) if refusal.code == Code::Internal => return Err(refusal),
            Err(refusal) => json!({ "report_id": report.as_str(), "refused": refusal.code.name() }),
        });
    }
    Ok(json!({ "reports": done }))
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
    let account = &readers(account, form);
    let own = chain.first().is_some_and(|unit| works_for(account, unit));
    let near = |seat: &OrgUnitCode| !form.stays_with_reviewer() || is_below_review(seat, form, chain);
    own || reviews(account, form, chain) || overseeing(account, chain).any(near)
}

/// Whether an account reads a report for another body, to which the unit sends it: once it is approved, and no list of people.
pub(crate) fn is_received(account: &Account, form: &Form, row: &ReportRow) -> bool {
    let sent_to = |duty: &Duty| lets(duty, Capability::Receives) && duty.unit == row.unit;
    row.status.counts() && is_sent_on(form) && account.duties.iter().any(sent_to)
}

/// Whether other bodies get a form's reports: no list of people, and no register.
pub(crate) fn is_sent_on(form: &Form) -> bool {
    !form.stays_with_reviewer() && !form.is_register()
}

/// Whether a unit of the chain is the one that reviews a form of its first, or below it.
fn is_below_review(seat: &OrgUnitCode, form: &Form, chain: &[Unit]) -> bool {
    let level = |code: &OrgUnitCode| chain.iter().position(|unit| unit.code == *code);
    reviewing_unit(form, chain).is_some_and(|top| level(seat) <= level(&top.code))
}

/// What an account may decide on a report now.
pub(crate) fn actions(account: &Account, form: &Form, chain: &[Unit], row: &ReportRow, locked: bool) -> Vec<&'static str> {
    let Some(level) = level(account, form, chain, row.approvals) else { return Vec::new() };
    let standing = row.standing(locked);
    let possible = Event::DECISIONS.into_iter().filter(|event| standing.after(*event, level.role(row.approvals)).is_ok());
    possible.map(Event::name).collect()
}

/// How far the review of a report has come, and why it is to be looked at again:
/// `{"approvals": 1, "levels": 2, "accepted": false, "flag": {…}, "replaced_by"}`.
pub(crate) fn standing(app: &App, form: &Form, chain: &[Unit], row: &ReportRow) -> Value {
    let levels = reviewing_units(form, chain).len();
    let flag = row.flag.as_ref().map(|flag| {
        json!({
            "report_id": flag.report.as_str(),
            "form": flag.form.as_str(),
            "title": app.forms.latest_of(&flag.form).map(|form| form.title()),
            "org_unit": unit_name(&flag.unit),
            "period": flag.period.to_string(),
            "at": iso(flag.at),
        })
    });
    json!({
        "approvals": row.approvals,
        "levels": levels,
        "accepted": levels > 1 && row.standing(false).is_accepted(u8::try_from(levels).unwrap_or(u8::MAX)),
        "flag": flag,
        "replaced_by": row.replaced_by.as_ref().map(ReportId::as_str),
    })
}

fn event(body: &Value) -> Result<Event, Refusal> {
    let named = body["action"].as_str().and_then(|name| Event::parse(name).ok());
    named.filter(|event| Event::DECISIONS.contains(event)).ok_or_else(|| Refusal::parameter("action"))
}

fn replaced_by(body: &Value, event: Event) -> Result<Option<ReportId>, Refusal> {
    if event != Event::Replace {
        return Ok(None);
    }
    let named = body["replaced_by"].as_str().and_then(|id| ReportId::parse(id).ok());
    named.map(Some).ok_or_else(|| Refusal::parameter("replaced_by"))
}

fn revision(body: &Value) -> Result<Revision, Refusal> {
    let number = body["revision"].as_u64().and_then(|number| u32::try_from(number).ok());
    number.and_then(|number| Revision::try_from(number).ok()).ok_or_else(|| Refusal::parameter("revision"))
}

/// The remark on the whole report first, then those on answers. Blank ones say nothing and are not kept.
fn remarks(body: &Value) -> Result<Vec<NewRemark>, Refusal> {
    let mut remarks = Vec::from_iter(text(body, "remark")?.map(|text| NewRemark { path: String::new(), text: text.to_owned() }));
    let listed = match &body["remarks"] {
        Value::Null => &[][..],
        Value::Array(listed) => listed,
        _ => return Err(Refusal::parameter("remarks")),
    };
    for item in listed {
        let path = item["path"].as_str().ok_or_else(|| Refusal::parameter("remarks"))?.to_owned();
        remarks.extend(text(item, "text")?.map(|text| NewRemark { path, text: text.to_owned() }));
    }
    let too_long = |remark: &NewRemark| remark.text.chars().count() > LONGEST_REMARK || remark.path.len() > LONGEST_PATH;
    if remarks.len() > MOST_REMARKS || remarks.iter().any(too_long) {
        return Err(Code::RemarkTooLong.into());
    }
    Ok(remarks)
}
