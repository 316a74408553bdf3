//! What waits for a reviewer: the reports of each form and period on which a unit's level decides next, and by when.

use std::collections::BTreeMap;

use phieu_catalog::UnitKind;
use phieu_report::{Date, DutyState, Period};
use phieu_store::{Account, ReportRow, Unit};
use serde_json::{Value, json};

use crate::app::App;
use crate::forms::Form;
use crate::people::role::{Capability, lets};
use crate::refusal::Refusal;
use crate::units::{Units, chain, reviewing_units};

/// How many days before it is due a reviewer is told that a decision is due.
const SOON: i64 = 7;

/// The reports of a form and period that wait for an account's decision.
pub(crate) struct Waiting<'a> {
    pub(crate) form: &'a Form,
    pub(crate) period: Period,
    /// How many.
    pub(crate) reports: usize,
    /// How many of these read figures that have changed since.
    pub(crate) flagged: usize,
    /// By when they are decided, if the calendar says so.
    pub(crate) due: Option<Date>,
}

/// What waits for an account, the earliest due first: for each of its units that review.
pub(crate) async fn waiting<'a>(app: &'a App, account: &Account) -> Result<Vec<Waiting<'a>>, Refusal> {
    let mut all = Vec::new();
    for duty in account.duties.iter().filter(|duty| lets(duty, Capability::Reviews)) {
        let Some(own) = app.store.unit(&duty.unit).await? else { continue };
        let within = app.store.units_once_within(&own.code).await?;
        for form in app.forms.latest() {
            all.extend(of_form(app, form, &own, &within).await?);
        }
    }
    all.sort_by_key(|waiting| (waiting.due.is_none(), waiting.due));
    Ok(all)
}

async fn of_form<'a>(app: &'a App, form: &'a Form, own: &Unit, within: &[Unit]) -> Result<Vec<Waiting<'a>>, Refusal> {
    let mut by_period: BTreeMap<Period, (usize, usize)> = BTreeMap::new();
    for row in rows(app, form, own, within).await? {
        let counts = by_period.entry(row.period).or_default();
        counts.0 += 1;
        counts.1 += usize::from(row.flag.is_some());
    }
    let chain = chain(app.store.as_ref(), own.clone()).await?;
    let calendar = app.forms.calendar_of(&chain);
    let due = |period| UnitKind::parse(&own.kind).and_then(|kind| calendar.due_from(form, period, kind));
    let waiting = by_period.into_iter().map(|(period, (reports, flagged))| Waiting { form, period, reports, flagged, due: due(period) });
    Ok(waiting.collect())
}

/// The reports of a form that wait for a unit's decision.
async fn rows(app: &App, form: &Form, own: &Unit, within: &[Unit]) -> Result<Vec<ReportRow>, Refusal> {
    // Where a kind is missing between a unit and its reviewers, the levels are fewer: each number up to the form's own is looked at.
    let Some(highest) = form.reviewed_by().iter().position(|kind| kind.name() == own.kind) else { return Ok(Vec::new()) };
    let all = Units::of(within);
    let units: Vec<_> = within.iter().filter(|unit| form.is_filled_by(&unit.kind)).map(|unit| unit.code.clone()).collect();
    let mut rows = Vec::new();
    for number in (1..=highest + 1).filter_map(|number| u8::try_from(number).ok()) {
        let is_level = |row: &ReportRow| {
            reviewing_units(form, &all.chain(&row.unit)).iter().position(|unit| unit.code == own.code) == Some(usize::from(number) - 1)
        };
        rows.extend(app.store.waiting(&form.id, &units, number).await?.into_iter().filter(is_level));
    }
    Ok(rows)
}

impl Waiting<'_> {
    /// Where the duty stands on a day.
    pub(crate) fn state(&self, today: Date) -> DutyState {
        match self.due {
            Some(due) if due < today => DutyState::Overdue,
            Some(due) if due.plus_days(-SOON).is_some_and(|soon| soon > today) => DutyState::Upcoming,
            _ => DutyState::Due,
        }
    }

    /// As answers show it.
    pub(crate) fn to_json(&self, today: Date) -> Value {
        json!({
            "form": self.form.id.as_str(),
            "title": self.form.title(),
            "period": self.period.to_string(),
            "reports": self.reports,
            "flagged": self.flagged,
            "due": self.due.map(|due| due.to_string()),
            "state": self.state(today).name(),
        })
    }
}
