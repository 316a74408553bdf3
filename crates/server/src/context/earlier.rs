//! Reports of before this period, with which its figures are compared: also where the unit came from others since.
//!
//! What the unit is now may have been several units then, or a part of one. Their figures are added up as totals add them, if every
//! one of them has its approved report; half of them would be no comparison, and then there is none. The answers then say so:
//! `through` names the units. Of a unit that went into several only a known share is compared; where nobody knows it, that is told. Where the unit was itself, the report goes out as it is.

use phieu_report::{OrgUnitCode, Period};
use phieu_rollup::ReportFacts;
use phieu_store::{FactFilter, ReportRow};
use phieu_unit::{Source, sources};
use serde_json::Value;

use super::Known;
use super::others::{figures, report_facts};
use crate::calendar::LocalCalendar;
use crate::forms::Form;
use crate::refusal::Refusal;
use crate::totals::attributes;

/// What a period is compared with.
pub(super) enum Earlier<'k> {
    /// The unit's own report.
    Own(&'k ReportRow),
    /// The reports of the units that it was then, each with its share.
    Together(Vec<Source>, Period),
    /// Nothing: nobody knows how much of a unit that reported then is in this one.
    Unknown(OrgUnitCode, Period),
}

impl Earlier<'_> {
    /// The period of the unit's own report.
    pub(super) fn period(&self) -> Option<Period> {
        match self {
            Earlier::Own(row) => Some(row.period),
            Earlier::Together(..) | Earlier::Unknown(..) => None,
        }
    }
}

/// What is there to compare a form's period with, by the instance's name.
pub(super) fn earlier<'k>(known: &'k Known<'_>, form: &Form, period: Period) -> Vec<(&'static str, Earlier<'k>)> {
    let before = [("previous", last_before(known, form, period)), ("last-year", period.last_year())];
    let compared = before.into_iter().filter_map(|(name, earlier)| {
        let earlier = earlier?;
        Some((name, of_period(known, form, earlier, period)?))
    });
    let part = year_to_date(known, form, period).map(|row| ("year-to-date", Earlier::Own(row)));
    compared.chain(part).collect()
}

/// The last period that ended before one begins; of two that ended together the one of the same kind. So the first half-year follows
/// the last year, and a quarter the quarter before.
fn last_before(known: &Known<'_>, form: &Form, like: Period) -> Option<Period> {
    let calendar = calendar(known, like);
    let days = |period: Period| calendar.days(period);
    let ended = own_and_before(known, form).map(|row| row.period).filter(|period| days(*period).1 < days(like).0);
    ended.max_by_key(|period| (days(*period).1, period.kind() == like.kind()))
}

/// The report of a shorter period within a period that ends last: of a year, its last quarter or its half.
fn year_to_date<'k>(known: &'k Known<'_>, form: &Form, period: Period) -> Option<&'k ReportRow> {
    let own = own_and_before(known, form).filter(|row| row.unit == *known.unit);
    let parts = own.filter(|row| row.period != period.official() && period.contains(row.period));
    parts.max_by_key(|row| calendar(known, period).days(row.period).1)
}

/// The reports that count of the unit and of those it came from: whoever else is known does not fill in this form.
fn own_and_before<'k>(known: &'k Known<'_>, form: &Form) -> impl Iterator<Item = &'k ReportRow> {
    known.counted(&form.id).filter(|row| !row.period.is_estimate())
}

/// The calendar of the unit as it was in a known period.
fn calendar<'k>(known: &'k Known<'_>, period: Period) -> LocalCalendar<'k> {
    known.app.forms.calendar_of(known.then(period).map(|then| then.chain.as_slice()).unwrap_or_default())
}

/// What stands to be compared with a later period, of one period.
fn of_period<'k>(known: &'k Known<'_>, form: &Form, period: Period, later: Period) -> Option<Earlier<'k>> {
    let day = |period: Period| calendar(known, later).days(period).1;
    let report = |unit: &OrgUnitCode| own_and_before(known, form).find(|row| row.unit == *unit && row.period == period);
    let found = match sources(known.unit, day(period), day(later), &known.successions) {
        Ok(found) => found,
        Err(unit) => return report(&unit).is_some().then_some(Earlier::Unknown(unit, period)),
    };
    match found.as_slice() {
        [only] if only.code == *known.unit && only.share == 1.0 => report(known.unit).map(Earlier::Own),
        [] => None,
        sources => sources.iter().all(|source| report(&source.code).is_some()).then(|| Earlier::Together(found.clone(), period)),
    }
}

/// The figures of several units as one, each by its share.
pub(super) async fn together(known: &Known<'_>, form: &Form, sources: &[Source], period: Period, later: Period) -> Result<Value, Refusal> {
    let units: Vec<OrgUnitCode> = sources.iter().map(|source| source.code.clone()).collect();
    let filter = FactFilter { units: &units, form: &form.id, since: known.app.forms.days(period).0 };
    let facts = known.app.store.facts_since(&filter).await?;
    let mut facts: Vec<ReportFacts> =
        facts.iter().filter(|facts| facts.period == period && facts.status.counts()).map(report_facts).collect();
    for report in &mut facts {
        let share = sources.iter().find(|source| source.code == report.org_unit).map_or(1.0, |source| source.share);
        report.facts.iter_mut().for_each(|(_, value)| *value *= share);
    }
    let mut answers = figures(form, &facts, &attributes(known.app, &known.then(later)?.chain, period));
    answers["through"] = sources.iter().map(|source| Value::from(source.code.as_str())).collect();
    Ok(answers)
}
