//! Events: what happened to reports and periods, in order, out of the audit. Only names of things are told, never an answer or a person.

use phieu_report::{Event, OrgUnitCode};
use phieu_store::{Account, EventPage, EventQuery, ReportEvent};
use serde_json::{Value, json};

use crate::app::App;
use crate::clock::iso;
use crate::people::role::{Capability, lets};
use crate::query::Query;
use crate::refusal::Refusal;

/// How many lines of the audit are looked at for one page.
const LOOKED_AT: u32 = 500;

/// The events that are told, and their words.
const KINDS: &[(Event, &str)] = &[
    (Event::Submit, "report.submitted"),
    (Event::Return, "report.returned"),
    (Event::Approve, "report.approved"),
    (Event::Confirm, "report.confirmed"),
    (Event::Reopen, "report.reopened"),
    (Event::Replace, "report.replaced"),
    (Event::Flag, "report.flagged"),
    (Event::Lock, "period.locked"),
    (Event::Unlock, "period.unlocked"),
];

/// The words of all events.
pub(crate) fn kinds() -> impl Iterator<Item = &'static str> {
    KINDS.iter().map(|(_, word)| *word)
}

/// The word of an event.
pub(crate) fn kind(event: &ReportEvent) -> &'static str {
    KINDS.iter().find(|(own, _)| *own == event.event).map(|(_, word)| *word).unwrap_or_default()
}

/// The events that an account sees, after a line: those of the units that it oversees and of all below.
pub(crate) async fn after(app: &App, account: &Account, line: i64) -> Result<EventPage, Refusal> {
    let sees = |duty: &&phieu_store::Duty| lets(duty, Capability::Reviews) || lets(duty, Capability::LooksOn);
    let tops: Vec<OrgUnitCode> = account.duties.iter().filter(sees).map(|duty| duty.unit.clone()).collect();
    Ok(app.store.events(&EventQuery { tops: &tops, after: line, most: LOOKED_AT }).await?)
}

/// A page as answers show it: `next` is where to go on, also where a page holds nothing.
pub(crate) async fn page(app: &App, account: &Account, query: &Query) -> Result<Value, Refusal> {
    let line =
        query.parsed("after", |text| text.parse::<i64>().map_err(drop).and_then(|line| if line < 0 { Err(()) } else { Ok(line) }))?;
    let page = after(app, account, line.unwrap_or(0)).await?;
    Ok(json!({ "events": page.events.iter().map(to_json).collect::<Value>(), "next": page.last, "more": page.more }))
}

/// An event as answers and hooks tell it.
pub(crate) fn to_json(event: &ReportEvent) -> Value {
    let mut told = json!({
        "id": event.line,
        "type": kind(event),
        "at": iso(event.at),
        "form": event.form.as_str(),
        "org_unit": event.unit.as_str(),
        "period": event.period.to_string(),
    });
    if let Some((report, revision, status)) = &event.report {
        told["report_id"] = report.as_str().into();
        told["revision"] = revision.get().into();
        told["status"] = status.name().into();
    }
    if let Some(about) = &event.about {
        told["about"] = about.as_str().into();
    }
    told
}
