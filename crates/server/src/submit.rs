//! A revision comes in: shape, authority, period, what is already stored, the rules, and then one transaction.
//!
//! The demo's reports come the same way. The server believes no clock but its own: when the phone says it sealed the report is kept
//! beside the moment of receipt and decides nothing.

use std::sync::Arc;

use phieu_report::{DutyState, Error as ReportError, OrgUnitCode, Report, ReportId, Revision};
use phieu_store::{Account, Kept, Moment, NewRevision, Receipt, Refusal as StoreRefusal, RevisionKey, Sealed, Unit};
use serde_json::{Value, json};

use crate::app::App;
use crate::clock::{day, iso};
use crate::closing::{Closings, is_past_closing};
use crate::context;
use crate::flags;
use crate::forms::Form;
use crate::language::Language;
use crate::people::role::{Capability, may};
use crate::refusal::{Code, Refusal};
use crate::units::{chain, chain_then, hands_in, reports_for};

/// The longest text taken for the sender's clock.
const LONGEST_CLOCK: usize = 40;

/// A revision as it arrived.
pub(crate) struct Arrival<'a> {
    pub(crate) account: &'a Account,
    pub(crate) report: ReportId,
    pub(crate) revision: Revision,
    pub(crate) body: Value,
    pub(crate) at: Moment,
    pub(crate) language: Language,
}

/// The receipt of a revision, and whether it was stored just now.
pub(crate) struct Received {
    pub(crate) new: bool,
    pub(crate) receipt: Value,
}

/// Keeps a revision that holds, or says why not.
pub(crate) async fn submit(app: &App, arrival: Arrival<'_>) -> Result<Received, Refusal> {
    let report = read(&arrival)?;
    let form = app.forms.get(&report.form, &report.version)?;
    authorised(app, arrival.account, &report.org_unit).await?;
    let chain = chain_then(app, &report.org_unit, report.period).await?;
    fits(app, form, &chain, &report, arrival.at)?;
    was_there(app, &report).await?;

    let content = report.canonical();
    let key = key(&report, &arrival, &content);
    if let Some(receipt) = app.store.standing(&key).await?.map_err(conflict)? {
        return again(app, form, &receipt, arrival.language).await;
    }
    if Closings::of(app, &chain).await?.lock(app, form, &chain, report.period, arrival.at).is_some() {
        return Err(Code::PeriodLocked.into());
    }
    let context = context::of_unit(app, form, &chain, report.period, arrival.at).await?;
    let (sealed, verdict) = form.check(report.to_json(), context.clone(), arrival.language).await?;
    if verdict["valid"] != true {
        return Err(Refusal::with(Code::ReportInvalid, json!({ "verdict": verdict })));
    }
    let facts = form.facts(report.org_unit.clone(), report.period, &sealed);
    let new = NewRevision {
        flags: flags::readers(app, &chain, &key, &facts).await?,
        past_closing: is_past_closing(app, form, &chain, report.period, arrival.at),
        adds_up: chain.first().is_some_and(|unit| form.adds_up(&unit.kind)),
        warnings: u32::try_from(verdict["issues"].as_array().map_or(0, Vec::len)).unwrap_or(u32::MAX),
        key,
        version: report.version.clone(),
        days: app.forms.calendar_of(&chain).days(report.period),
        content,
        context: context.to_string().into_bytes(),
        facts: facts.facts,
        texts: facts.texts,
        sealed_at: sealed_at(&arrival.body),
        received_at: arrival.at,
        login: arrival.account.login.clone(),
    };
    match app.store.submit(&new).await?.map_err(conflict)? {
        Kept::Now(receipt) => Ok(Received { new: true, receipt: receipt_json(&receipt, verdict) }),
        Kept::Before(receipt) => again(app, form, &receipt, arrival.language).await,
    }
}

/// The report in the body, with the id and revision of its address.
fn read(arrival: &Arrival) -> Result<Report, Refusal> {
    let mut report = Report::from_json(&arrival.body).map_err(unreadable)?;
    let other_id = report.report_id.as_ref().is_some_and(|id| *id != arrival.report);
    let other_revision = report.revision.is_some_and(|revision| revision != arrival.revision);
    if other_id || other_revision {
        let member = if other_id { "report_id" } else { "revision" };
        return Err(Refusal::with(Code::BadReport, json!({ "reason": "address_differs", "subject": member })));
    }
    report.report_id = Some(arrival.report.clone());
    report.revision = Some(arrival.revision);
    Ok(report)
}

/// Why a report's heading cannot be read.
pub(crate) fn unreadable(error: ReportError) -> Refusal {
    let code = if matches!(error, ReportError::Period(_)) { Code::PeriodUnknown } else { Code::BadReport };
    Refusal::with(code, json!({ "reason": error.code(), "subject": error.subject() }))
}

/// Refuses where the account neither reports for the unit nor hands in what units below its own made.
pub(crate) async fn authorised(app: &App, account: &Account, code: &OrgUnitCode) -> Result<(), Refusal> {
    if !may(account, Capability::Reports) && !may(account, Capability::HandsIn) {
        return Err(Code::NotReporter.into());
    }
    let foreign = || Refusal::with(Code::ForeignUnit, json!({ "org_unit": code.as_str() }));
    let unit = app.store.unit(code).await?.ok_or_else(foreign)?;
    if reports_for(account, &unit) || hands_in(account, &chain(app.store.as_ref(), unit).await?) { Ok(()) } else { Err(foreign()) }
}

/// Whether the form is for this kind of unit and period, and the period has begun or is asked for before it begins.
fn fits(app: &App, form: &Form, chain: &[Unit], report: &Report, at: Moment) -> Result<(), Refusal> {
    let calendar = app.forms.calendar_of(chain);
    let kind = chain.first().map(|unit| unit.kind.as_str()).unwrap_or_default();
    if !form.is_filled_by(kind) {
        return Err(Refusal::with(Code::UnitUnfit, json!({ "kind": kind })));
    }
    if !form.is_filed_for(report.period) || !calendar.has(form, report.period) {
        return Err(Refusal::with(Code::PeriodUnfit, json!({ "period": report.period.to_string() })));
    }
    let (start, _) = calendar.days(report.period);
    if start > day(at) && calendar.state(form, report.period, None, day(at)) == DutyState::Upcoming {
        return Err(Refusal::with(Code::PeriodNotBegun, json!({ "period": report.period.to_string(), "start": start.to_string() })));
    }
    Ok(())
}

/// Whether the unit was there on the period's last day.
async fn was_there(app: &App, report: &Report) -> Result<(), Refusal> {
    let life = app.store.unit_life(&report.org_unit).await?;
    let there = life.is_some_and(|life| life.on(app.forms.days(report.period).1).is_some());
    let absent = || Refusal::with(Code::UnitNotThen, json!({ "org_unit": report.org_unit.as_str(), "period": report.period.to_string() }));
    if there { Ok(()) } else { Err(absent()) }
}

fn key(report: &Report, arrival: &Arrival, content: &[u8]) -> RevisionKey {
    RevisionKey {
        report: arrival.report.clone(),
        number: arrival.revision,
        form: report.form.clone(),
        unit: report.org_unit.clone(),
        period: report.period,
        digest: phieu_report::digest(content),
    }
}

/// The receipt of what was stored earlier, with the verdict of then: the same check on the same content and context.
async fn again(app: &App, form: &Arc<Form>, receipt: &Receipt, language: Language) -> Result<Received, Refusal> {
    let stored = app.store.revision(&receipt.report, receipt.revision).await?.ok_or(Code::UnknownReport)?;
    let (_, verdict) = form.check(context::content_of(&stored.content), context::content_of(&stored.context), language).await?;
    Ok(Received { new: false, receipt: receipt_json(receipt, verdict) })
}

fn receipt_json(receipt: &Receipt, verdict: Value) -> Value {
    json!({
        "report_id": receipt.report.as_str(),
        "revision": receipt.revision.get(),
        "status": receipt.status.name(),
        "received_at": iso(receipt.received_at),
        "verdict": verdict,
    })
}

fn sealed_at(body: &Value) -> Option<Sealed> {
    let text = body["sealed_at"].as_str()?;
    Some(Sealed(text.chars().take(LONGEST_CLOCK).collect()))
}

/// What the store refuses, as the reader is told.
pub(crate) fn conflict(refusal: StoreRefusal) -> Refusal {
    match refusal {
        StoreRefusal::UnknownReport => Code::UnknownReport.into(),
        StoreRefusal::ReportExists(id) => Refusal::with(Code::ReportExists, json!({ "report_id": id.as_str() })),
        StoreRefusal::OtherReport => Code::ReportMismatch.into(),
        StoreRefusal::RevisionConflict(last) => Refusal::with(Code::RevisionConflict, json!({ "last": last.get() })),
        StoreRefusal::RevisionOld(last) => Refusal::with(Code::RevisionOld, json!({ "last": last.get() })),
        StoreRefusal::RevisionGap(last) => Refusal::with(Code::RevisionGap, json!({ "last": last.map_or(0, Revision::get) })),
        StoreRefusal::Turn => Code::NotYourTurn.into(),
        StoreRefusal::Locked => Code::PeriodLocked.into(),
        StoreRefusal::NotLocked => Code::PeriodNotLocked.into(),
        StoreRefusal::Replacement => Code::ReplacementUnfit.into(),
        StoreRefusal::Status(status) => Refusal::with(Code::StatusForbids, json!({ "status": status.name() })),
    }
}
