//! Reports of before this period, with which its figures are compared: also where the unit came from others since.
//!
//! What the unit is now may have been several units then, or a part of one. Their figures are added up as totals add them, if every
//! one of them has its approved report; half of them would be no comparison, and then there is none. The answers then say so:
//! `through` names the units. Where the unit was itself, the report goes out as it is.

use phieu_report::{Date, OrgUnitCode, Period, Status};
use phieu_rollup::ReportFacts;
use phieu_store::{ReportFilter, ReportRow, Unit};
use phieu_unit::{Source, Succession, sources};
use serde_json::Value;

use super::answers;
use super::others::figures;
use crate::app::App;
use crate::forms::Form;
use crate::refusal::Refusal;
use crate::totals::report_facts;

/// The approved reports of a unit, and of those that it came from.
pub(super) struct Earlier<'a> {
    app: &'a App,
    form: &'a Form,
    chain: &'a [Unit],
    unit: &'a OrgUnitCode,
    /// The last day of the period that is compared.
    day: Date,
    successions: Vec<Succession>,
    approved: Vec<ReportRow>,
}

impl<'a> Earlier<'a> {
    pub(super) async fn new(app: &'a App, form: &'a Form, chain: &'a [Unit], unit: &'a OrgUnitCode, day: Date) -> Result<Self, Refusal> {
        let successions = app.store.successions().await?;
        let mut units = vec![unit.clone()];
        let mut at = 0;
        while let Some(code) = units.get(at).cloned() {
            let before = successions.iter().filter(|row| row.to == code).map(|row| row.from.clone());
            units.extend(before.filter(|from| !units.contains(from)).collect::<Vec<_>>());
            at += 1;
        }
        let filter = ReportFilter { units: Some(units), form: Some(form.id.clone()), period: None, status: Some(Status::Approved) };
        let mut approved = app.store.reports(&filter).await?;
        approved.retain(|row| !row.period.is_estimate());
        Ok(Earlier { app, form, chain, unit, day, successions, approved })
    }

    /// The unit's own reports.
    pub(super) fn own(&self) -> impl Iterator<Item = &ReportRow> {
        self.approved.iter().filter(|row| row.unit == *self.unit)
    }

    /// The last period that ended before a day; of two that ended together the one of the same kind. So the first half-year follows
    /// the last year, and a quarter the quarter before.
    pub(super) fn last_before(&self, start: Date, like: Period) -> Option<Period> {
        let days = |period: Period| self.app.forms.calendar_of(self.chain).days(period).1;
        let ended = self.approved.iter().map(|row| row.period).filter(|period| days(*period) < start);
        ended.max_by_key(|period| (days(*period), period.kind() == like.kind()))
    }

    /// What stands to be compared with, of one period.
    pub(super) async fn of(&self, period: Period) -> Result<Option<Value>, Refusal> {
        let then = self.app.forms.calendar_of(self.chain).days(period).1;
        let Some(sources) = sources(self.unit, then, self.day, &self.successions) else { return Ok(None) };
        match sources.as_slice() {
            [only] if only.code == *self.unit && only.share == 1.0 => match self.own().find(|row| row.period == period) {
                Some(row) => answers(self.app, row).await.map(Some),
                None => Ok(None),
            },
            sources => self.together(sources, period).await,
        }
    }

    /// The figures of several units as one, each by its share.
    async fn together(&self, sources: &[Source], period: Period) -> Result<Option<Value>, Refusal> {
        let has_report = |source: &Source| self.approved.iter().any(|row| row.unit == source.code && row.period == period);
        if sources.is_empty() || !sources.iter().all(has_report) {
            return Ok(None);
        }
        let codes = sources.iter().map(|source| source.code.clone()).collect();
        let filter =
            ReportFilter { units: Some(codes), form: Some(self.form.id.clone()), period: Some(period), status: Some(Status::Approved) };
        let mut facts: Vec<ReportFacts> = self.app.store.facts(&filter).await?.into_iter().map(report_facts).collect();
        for report in &mut facts {
            let share = sources.iter().find(|source| source.code == report.org_unit).map_or(1.0, |source| source.share);
            report.facts.iter_mut().for_each(|(_, value)| *value *= share);
        }
        let mut known = figures(self.form, &facts, self.chain);
        known["through"] = sources.iter().map(|source| Value::from(source.code.as_str())).collect();
        Ok(Some(known))
    }
}
