//! What waits for a reviewer: the reports of each form and period on which a unit's level decides next, and by when.

use std::collections::{BTreeMap, BTreeSet};

use phieu_catalog::UnitKind;
use phieu_report::{Date, DutyState, FormId, Period};
use phieu_store::{Account, Group, Unit};
use serde_json::{Value, json};

use crate::app::App;
use crate::forms::Form;
use crate::listing::scopes;
use crate::people::role::{Capability, lets};
use crate::refusal::Refusal;
use crate::units::{Units, chain};

/// How many days before it is due a reviewer is told that a decision is due.
const SOON: i64 = 7;

/// The reports of a form and period that wait for an account's decision.
pub(crate) struct Waiting<'a> {
    pub(crate) form: &'a Form,
    pub(crate) period: Period,
    /// How many.
    pub(crate) reports: u64,
    /// How many of these read figures that have changed since.
    pub(crate) flagged: u64,
    /// By when they are decided, if the calendar says so.
    pub(crate) due: Option<Date>,
}

/// What waits for an account, the earliest due first: for each of its units that review.
pub(crate) async fn waiting<'a>(app: &'a App, account: &Account) -> Result<Vec<Waiting<'a>>, Refusal> {
    let mut all = Vec::new();
    for duty in account.duties.iter().filter(|duty| lets(duty, Capability::Reviews)) {
        let Some(own) = app.store.unit(&duty.unit).await? else { continue };
        all.extend(of_unit(app, account, own).await?);
    }
    all.sort_by_key(|waiting| (waiting.due.is_none(), waiting.due));
    Ok(all)
}

async fn of_unit<'a>(app: &'a App, account: &Account, own: Unit) -> Result<Vec<Waiting<'a>>, Refusal> {
    let within = app.store.units_once_within(&own.code).await?;
    let mut scopes = scopes(app, account, &Units::of(&within), &within, &BTreeSet::from([&own.code]));
    scopes.retain(|scope| scope.levels != 0);
    let mut by_period: BTreeMap<(FormId, Period), (u64, u64)> = BTreeMap::new();
    for counted in app.store.counted(&scopes).await? {
        let of = |group: Group| Group::ALL.iter().zip(counted.groups).find(|(each, _)| **each == group).map_or(0, |(_, count)| count);
        let (again, first) = (of(Group::Again), of(Group::Waiting));
        if again + first > 0 {
            let sums = by_period.entry((counted.form.clone(), counted.period)).or_default();
            *sums = (sums.0 + again + first, sums.1 + again);
        }
    }
    let kind = UnitKind::parse(&own.kind);
    let chain = chain(app.store.as_ref(), own).await?;
    let calendar = app.forms.calendar_of(&chain);
    let waiting = by_period.into_iter().filter_map(|((form, period), (reports, flagged))| {
        let form = app.forms.latest_of(&form)?;
        let due = kind.and_then(|kind| calendar.due_from(form, period, kind));
        Some(Waiting { form, period, reports, flagged, due })
    });
    Ok(waiting.collect())
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
