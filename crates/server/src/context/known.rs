//! What one request has asked of the store for contexts. Each thing is asked for once, for all duties together: the units around as they
//! were, the reports of the unit, of those it came from and of those above it, the last revisions that checks read, and form by form the
//! figures of the units around.
//!
//! Another report's answers are the answers that count, with all calculated values, made anew by the check of the version they were
//! filled in with: what came in may hold answers that do not apply. Only figures go from one unit's report into another's.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use phieu_report::{Date, FormId, OrgUnitCode, Period, ReportId};
use phieu_store::{FactFilter, ReportRow, RevisionRow, Unit, UnitFacts};
use phieu_unit::Succession;
use serde_json::Value;
use tokio::sync::OnceCell;

use super::content_of;
use crate::app::App;
use crate::forms::Form;
use crate::refusal::{Code, Refusal};

/// The units around on the last day of a period.
pub(crate) struct Then {
    /// The unit and all above it.
    pub(crate) chain: Vec<Unit>,
    day: Date,
    below: OnceCell<Vec<Unit>>,
}

/// Figures of a form: of which units, from which day on.
struct Figures {
    units: BTreeSet<OrgUnitCode>,
    since: Date,
    facts: Arc<Vec<UnitFacts>>,
}

/// What is known of a unit and of those around it.
pub(crate) struct Known<'a> {
    pub(crate) app: &'a App,
    pub(crate) unit: &'a OrgUnitCode,
    pub(super) successions: Vec<Succession>,
    thens: BTreeMap<Date, Then>,
    rows: Vec<ReportRow>,
    answers: Mutex<BTreeMap<ReportId, Value>>,
    figures: Mutex<BTreeMap<FormId, Figures>>,
}

impl<'a> Known<'a> {
    /// What will be asked of some periods of a unit.
    pub(crate) async fn new(app: &'a App, unit: &'a OrgUnitCode, periods: &[Period]) -> Result<Known<'a>, Refusal> {
        let successions = app.store.successions().await?;
        let days: BTreeSet<Date> = periods.iter().map(|period| app.forms.days(*period).1).collect();
        let mut thens = BTreeMap::new();
        for day in days {
            let chain = app.store.chain_at(unit, day).await?;
            thens.insert(day, Then { chain, day, below: OnceCell::new() });
        }
        let mut units = vec![unit.clone()];
        let mut at = 0;
        while let Some(code) = units.get(at).cloned() {
            let before = successions.iter().filter(|row| row.to == code).map(|row| row.from.clone());
            units.extend(before.filter(|from| !units.contains(from)).collect::<Vec<_>>());
            at += 1;
        }
        units.extend(thens.values().flat_map(|then| &then.chain).map(|unit| unit.code.clone()));
        // The same period a year earlier, and the last before that: nothing older is asked for, however long a unit has reported.
        let first = periods.iter().filter_map(|period| Date::new(period.year() - 1, 1, 1)).min().unwrap_or(app.today());
        let rows = app.store.reports_since(&units, first).await?;
        Ok(Known { app, unit, successions, thens, rows, answers: Mutex::default(), figures: Mutex::default() })
    }

    /// The units around in one of the periods that were named.
    pub(crate) fn then(&self, period: Period) -> Result<&Then, Refusal> {
        self.thens.get(&self.app.forms.days(period).1).ok_or_else(|| Code::Internal.into())
    }

    /// What a unit has sent of a form, the latest period first: the unit itself, one that it came from, or one above it.
    pub(crate) fn reports(&self, form: &FormId, unit: &OrgUnitCode) -> Vec<&ReportRow> {
        self.rows.iter().filter(|row| row.form == *form && row.unit == *unit).collect()
    }

    /// The reports of a form that count, of the unit and of those that it came from.
    pub(super) fn counted(&self, form: &FormId) -> impl Iterator<Item = &ReportRow> {
        self.rows.iter().filter(move |row| row.form == *form && row.status.counts())
    }

    /// The unit and all below it.
    pub(crate) async fn below<'k>(&self, then: &'k Then) -> Result<&'k [Unit], Refusal> {
        let found = then.below.get_or_try_init(|| self.app.store.units_within_at(self.unit, then.day)).await?;
        Ok(found)
    }

    /// Fetches the answers of reports that are going to be read, all at once.
    pub(super) async fn fetch(&self, rows: impl Iterator<Item = &ReportRow>) -> Result<(), Refusal> {
        let wanted: Vec<ReportId> = {
            let held = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
            rows.map(|row| row.id.clone()).filter(|id| !held.contains_key(id)).collect()
        };
        if wanted.is_empty() {
            return Ok(());
        }
        let mut jobs = Vec::new();
        for (id, revision) in self.app.store.last_revisions(&wanted).await? {
            let form = self.rows.iter().find(|row| row.id == id).and_then(|row| self.app.forms.get(&row.form, &revision.version).ok());
            jobs.push((id, form.cloned(), revision));
        }
        let sealed = tokio::task::spawn_blocking(move || {
            jobs.into_iter().map(|(id, form, revision)| (id, sealed(form.as_deref(), &revision))).collect::<Vec<_>>()
        });
        let sealed = sealed.await.map_err(|error| {
            eprintln!("phieu: sealing broke off: {error}");
            Refusal::from(Code::Internal)
        })?;
        self.answers.lock().unwrap_or_else(PoisonError::into_inner).extend(sealed);
        Ok(())
    }

    /// The answers that count of a known report.
    pub(super) async fn answers(&self, row: &ReportRow) -> Result<Value, Refusal> {
        self.fetch(std::iter::once(row)).await?;
        Ok(self.answers.lock().unwrap_or_else(PoisonError::into_inner).get(&row.id).cloned().unwrap_or_default())
    }

    /// The figures of a form from the units above, the unit itself and the units below in a period, of periods that end in its year, in the
    /// year before it or later.
    pub(crate) async fn figures(&self, form: &FormId, period: Period, then: &Then) -> Result<Arc<Vec<UnitFacts>>, Refusal> {
        let since = Date::new(period.year() - 1, 1, 1).unwrap_or(then.day);
        let filled = self.app.forms.latest_of(form);
        let around = self.below(then).await?.iter().chain(then.chain.iter());
        let filling = around.filter(|unit| filled.is_some_and(|form| form.is_filled_by(&unit.kind)));
        let mut units: BTreeSet<OrgUnitCode> = filling.map(|unit| unit.code.clone()).collect();
        let mut since = since;
        if let Some(held) = self.figures.lock().unwrap_or_else(PoisonError::into_inner).get(form) {
            if held.since <= since && units.is_subset(&held.units) {
                return Ok(Arc::clone(&held.facts));
            }
            units.extend(held.units.iter().cloned());
            since = since.min(held.since);
        }
        let codes: Vec<OrgUnitCode> = units.iter().cloned().collect();
        let facts = Arc::new(self.app.store.facts_since(&FactFilter { units: &codes, form, since }).await?);
        let figures = Figures { units, since, facts: Arc::clone(&facts) };
        self.figures.lock().unwrap_or_else(PoisonError::into_inner).insert(form.clone(), figures);
        Ok(facts)
    }
}

/// The answers of a revision that count. Where its form's version is no longer here, they stay as they came.
fn sealed(form: Option<&Form>, revision: &RevisionRow) -> Value {
    let mut content = content_of(&revision.content);
    let sealed = form.and_then(|form| form.sealed(&content, &content_of(&revision.context)));
    sealed.unwrap_or_else(|| content["answers"].take())
}
