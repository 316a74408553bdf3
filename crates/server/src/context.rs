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
//! | `bodies` | bodies that are no more, with who has their tasks now; the same everywhere |
//! | `within`, `children`, `reporting` | figures inside this one and of the units below, and how it has reported: see `parts` |
//!
//! Beside the instances, `periods` says of which period each of the unit's own earlier reports is, and `not_compared` which earlier period has
//! reports that nobody knows how to divide: `{"previous": {"period": "2024", "org_unit": "675"}}`.
//!
//! From a form's id downwards, an instance is handed out only to a form that names it in its setting `instances`.

use std::sync::Arc;

use phieu_report::Period;
use phieu_store::{Moment, ReportRow, Unit};
use serde_json::{Map, Value, json};

use crate::app::App;
use crate::calendar::LocalCalendar;
use crate::clock::{day, iso};
use crate::forms::Form;
use crate::parts;
use crate::refusal::Refusal;
use crate::units::{self, seen_by_rules};

mod earlier;
mod known;
mod others;

use earlier::Earlier;
pub(crate) use known::Known;
pub(crate) use others::{parts, source_of};

/// What anybody's check knows: the day and the period.
pub(crate) fn public(app: &App, form: &Form, period: Period, at: Moment) -> Value {
    let mut instances = Map::new();
    instances.insert("period".to_owned(), period_instance(app.forms.calendar(), form, period));
    whole(at, instances)
}

/// What the check of a unit's own report knows. `chain` is the unit and all above it, as they were in the period.
pub(crate) async fn of_unit(app: &App, form: &Arc<Form>, chain: &[Unit], period: Period, at: Moment) -> Result<Value, Refusal> {
    match chain.first() {
        Some(unit) => Known::new(app, &unit.code, &[period]).await?.context(form, period, at).await,
        None => Ok(public(app, form, period, at)),
    }
}

impl Known<'_> {
    /// What the check of the unit's report of a form and one of the known periods knows.
    pub(crate) async fn context(&self, form: &Arc<Form>, period: Period, at: Moment) -> Result<Value, Refusal> {
        let then = self.then(period)?;
        let mut instances = Map::new();
        instances.insert("period".to_owned(), period_instance(self.app.forms.calendar_of(&then.chain), form, period));
        instances.insert("unit".to_owned(), seen_by_rules(self.app, &then.chain, period));
        let (mut periods, mut unknown) = (Map::new(), Map::new());
        for (name, before) in earlier::earlier(self, form, period) {
            if let Some(period) = before.period() {
                periods.insert(name.to_owned(), period.to_string().into());
            }
            let known = match before {
                Earlier::Own(row) => self.answers(row).await?,
                Earlier::Together(sources, before) => earlier::together(self, form, &sources, before, period).await?,
                Earlier::Unknown(unit, before) => {
                    unknown.insert(name.to_owned(), json!({ "period": before.to_string(), "org_unit": unit.as_str() }));
                    continue;
                }
            };
            instances.insert(name.to_owned(), known);
        }
        for name in form.instances().filter(|name| *name != form.id) {
            if let Some(known) = others::instance(self, form, &name, period).await? {
                instances.insert(name.as_str().to_owned(), known);
            }
        }
        if form.wants("province") {
            instances.insert("province".to_owned(), province(self.app, &then.chain, period));
        }
        if form.wants("bodies") {
            instances.insert("bodies".to_owned(), self.app.forms.bodies.clone());
        }
        if form.wants("within") {
            instances.insert("within".to_owned(), parts::within(self, form, period).await?);
        }
        if form.wants("children") {
            instances.insert("children".to_owned(), parts::children(self, form, period).await?);
        }
        if form.wants("reporting") {
            instances.insert("reporting".to_owned(), parts::reporting(self, form, period, at).await?);
        }
        let mut context = whole(at, instances);
        for (name, members) in [("periods", periods), ("not_compared", unknown)] {
            if !members.is_empty() {
                context[name] = Value::Object(members);
            }
        }
        Ok(context)
    }

    /// Fetches at once what the checks of several forms and periods read of whole reports.
    pub(crate) async fn prepare(&self, duties: impl Iterator<Item = (&Arc<Form>, Period)>) -> Result<(), Refusal> {
        let mut rows: Vec<&ReportRow> = Vec::new();
        for (form, period) in duties {
            rows.extend(earlier::earlier(self, form, period).into_iter().filter_map(|(_, before)| match before {
                Earlier::Own(row) => Some(row),
                Earlier::Together(..) | Earlier::Unknown(..) => None,
            }));
            rows.extend(form.instances().filter_map(|name| others::own_row(self, &name, period)));
        }
        rows.sort_by_key(|row| &row.id);
        rows.dedup_by_key(|row| &row.id);
        self.fetch(rows.into_iter()).await
    }
}

/// What the unit's province sets; where it sets nothing, what holds in the country.
fn province(app: &App, chain: &[Unit], period: Period) -> Value {
    app.forms.parameters(units::province(chain), period)
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

/// Stored bytes as JSON. They were JSON when they were stored; null would be a broken database, and then no answer is assumed.
pub(crate) fn content_of(bytes: &[u8]) -> Value {
    serde_json::from_slice(bytes).unwrap_or(Value::Null)
}
