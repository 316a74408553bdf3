//! What a check may know from outside the report: the day, the unit, the period, and the unit's other reports.
//!
//! The same context goes to the phone with each duty, so that the phone sees what the server will see.
//!
//! | instance | what |
//! |---|---|
//! | `period`, `unit` | the period's days; the unit with the attributes of all above it |
//! | `previous` | its last approved report of the form whose period ended before this one begins, or the figures of those it came from: see `earlier` |
//! | `year-to-date` | its last approved report of a shorter period within this one |
//! | `last-year` | its approved report of the same period a year earlier, or the figures of those it came from |
//! | a form's id | its report of that form for the same period, sent or approved |
//! | `province` | what the province sets, as it holds on the period's last day |
//! | `within`, `children`, `reporting` | figures inside this one and of the units below, and how it has reported: see `parts` |
//!
//! From a form's id downwards, an instance is handed out only to a form that names it in its setting `instances`.

use std::sync::Arc;

use phieu_catalog::UnitKind;
use phieu_report::{FormId, OrgUnitCode, Period, Status};
use phieu_store::{Moment, ReportFilter, ReportRow, Unit};
use serde_json::{Map, Value, json};

use crate::app::App;
use crate::calendar::LocalCalendar;
use crate::clock::{day, iso};
use crate::forms::Form;
use crate::parts;
use crate::refusal::Refusal;
use crate::units::seen_by_rules;

mod earlier;
mod others;

pub(crate) use others::parts;

/// What anybody's check knows: the day and the period.
pub(crate) fn public(app: &App, form: &Form, period: Period, at: Moment) -> Value {
    let mut instances = Map::new();
    instances.insert("period".to_owned(), period_instance(app.forms.calendar(), form, period));
    whole(at, instances)
}

/// What the check of a unit's own report knows. `chain` is the unit and all above it, as they were in the period.
pub(crate) async fn of_unit(app: &App, form: &Arc<Form>, chain: &[Unit], period: Period, at: Moment) -> Result<Value, Refusal> {
    let mut instances = Map::new();
    let calendar = app.forms.calendar_of(chain);
    instances.insert("period".to_owned(), period_instance(calendar, form, period));
    instances.insert("unit".to_owned(), seen_by_rules(chain));
    let Some(unit) = chain.first() else { return Ok(whole(at, instances)) };
    let (start, end) = calendar.days(period);
    let earlier = earlier::Earlier::new(app, form, chain, &unit.code, end).await?;
    let before = [("previous", earlier.last_before(start, period)), ("last-year", period.last_year())];
    for (name, period) in before.into_iter().filter_map(|(name, period)| Some((name, period?))) {
        if let Some(known) = earlier.of(period).await? {
            instances.insert(name.to_owned(), known);
        }
    }
    if let Some(part) = year_to_date(calendar, earlier.own(), period) {
        instances.insert("year-to-date".to_owned(), answers(app, part).await?);
    }
    for name in form.instances().filter(|name| *name != form.id) {
        if let Some(known) = others::instance(app, form, chain, &name, period).await? {
            instances.insert(name.as_str().to_owned(), known);
        }
    }
    if form.wants("province") {
        instances.insert("province".to_owned(), province(app, chain, period));
    }
    if form.wants("within") {
        instances.insert("within".to_owned(), parts::within(app, form, unit, period).await?);
    }
    if form.wants("children") {
        instances.insert("children".to_owned(), parts::children(app, form, unit, period).await?);
    }
    if form.wants("reporting") {
        instances.insert("reporting".to_owned(), parts::reporting(app, form, chain, period, at).await?);
    }
    Ok(whole(at, instances))
}

/// What the unit's province sets; where it sets nothing, what holds in the country.
fn province(app: &App, chain: &[Unit], period: Period) -> Value {
    let province = chain.iter().find(|unit| unit.kind == UnitKind::Province.name());
    app.forms.parameters(province.map(|unit| unit.code.as_str()), period)
}

/// A context that was brought, with today's date and this moment where it has none.
pub(crate) fn with_clock(mut context: Value, at: Moment) -> Value {
    if let Some(members) = context.as_object_mut() {
        members.entry("today").or_insert_with(|| day(at).to_string().into());
        members.entry("now").or_insert_with(|| iso(at).into());
    }
    context
}

fn whole(at: Moment, instances: Map<String, Value>) -> Value {
    json!({ "today": day(at).to_string(), "now": iso(at), "instances": instances })
}

fn period_instance(calendar: LocalCalendar, form: &Form, period: Period) -> Value {
    let (start, end) = calendar.days(period);
    json!({
        "id": period.to_string(),
        "type": period.kind().name(),
        "start": start.to_string(),
        "end": end.to_string(),
        "due": calendar.due(form, period).to_string(),
        "estimate": if period.is_estimate() { "yes" } else { "no" },
    })
}

/// The report of a shorter period within this one that ends last: of a year, its last quarter or its half.
fn year_to_date<'a>(calendar: LocalCalendar, approved: impl Iterator<Item = &'a ReportRow>, period: Period) -> Option<&'a ReportRow> {
    let parts = approved.filter(|row| row.period != period.official() && period.contains(row.period));
    parts.max_by_key(|row| calendar.days(row.period).1)
}

async fn reports(
    app: &App,
    form: &FormId,
    unit: &OrgUnitCode,
    period: Option<Period>,
    status: Option<Status>,
) -> Result<Vec<ReportRow>, Refusal> {
    let filter = ReportFilter { units: Some(vec![unit.clone()]), form: Some(form.clone()), period, status };
    Ok(app.store.reports(&filter).await?)
}

/// The answers of a report's last revision.
async fn answers(app: &App, row: &ReportRow) -> Result<Value, Refusal> {
    let stored = app.store.revision(&row.id, row.revision).await?;
    let content = stored.map(|revision| revision.content).unwrap_or_default();
    Ok(content_of(&content)["answers"].take())
}

/// Stored bytes as JSON. They were JSON when they were stored; null would be a broken database, and then no answer is assumed.
pub(crate) fn content_of(bytes: &[u8]) -> Value {
    serde_json::from_slice(bytes).unwrap_or(Value::Null)
}
