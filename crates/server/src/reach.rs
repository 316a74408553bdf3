//! How far somebody asks: from one unit downwards, and what was reported there.

use std::collections::BTreeMap;
use std::sync::Arc;

use phieu_report::{OrgUnitCode, Period, Status};
use phieu_rollup::{ReportFacts, Totals};
use phieu_store::{Account, ReportFilter, SumQuery, Unit};
use serde_json::json;

use crate::app::App;
use crate::forms::Form;
use crate::people::role::Capability;
use crate::refusal::{Code, Refusal};
use crate::totals::{Tally, attributes, report_facts, tallies};
use crate::units::{Units, chain, home, oversees, unit, works_for};

/// The units that somebody may ask about, from one downwards.
pub(crate) struct Reach {
    /// The topmost.
    pub(crate) top: Unit,
    /// Whether all below it may be asked about as well.
    pub(crate) is_whole: bool,
    /// It and all below it that may be asked about.
    units: Vec<Unit>,
    /// The units above the topmost, the nearest first.
    above: Vec<Unit>,
}

/// The unit that was named, or the account's own, with all below it that the account oversees. Who only reports sees only its own.
pub(crate) async fn reach(app: &App, account: &Account, named: Option<OrgUnitCode>) -> Result<Reach, Refusal> {
    let code = named.map_or_else(|| home(account, Some(Capability::LooksOn)), Ok)?;
    let top = unit(app, &code).await?;
    let above = chain(app.store.as_ref(), top.clone()).await?;
    let is_whole = oversees(account, &above);
    let units = match (is_whole, works_for(account, &top)) {
        (true, _) => app.store.units_within(&top.code).await?,
        (false, true) => vec![top.clone()],
        (false, false) => return Err(Refusal::with(Code::ForeignUnit, json!({ "org_unit": top.code.as_str() }))),
    };
    Ok(Reach { top, is_whole, units, above: above.into_iter().skip(1).collect() })
}

impl Reach {
    /// It and all below it that may be asked about.
    pub(crate) fn units(&self) -> &[Unit] {
        &self.units
    }

    /// These and those above them, from which chains are made.
    pub(crate) fn all(&self) -> Units<'_> {
        Units::of(self.units.iter().chain(&self.above))
    }
}

/// What was reported of a form within reach: what is approved, and of a register what was sent.
pub(crate) struct Reported {
    /// The kept sums below the topmost unit, by period.
    sums: BTreeMap<Period, Tally>,
    /// Reports one by one: of who sees only its own, and where a period is made up of shorter ones, of which each unit's latest counts.
    facts: Vec<ReportFacts>,
}

impl Reported {
    /// What was reported for some periods, in one question; `in_parts` where several of them make up one.
    pub(crate) async fn read(app: &App, form: &Arc<Form>, reach: &Reach, periods: &[Period], in_parts: bool) -> Result<Reported, Refusal> {
        let mut reported = Reported { sums: BTreeMap::new(), facts: Vec::new() };
        if reach.is_whole && !in_parts {
            let also: Vec<Status> = Status::ALL.into_iter().filter(|status| form.is_register() && !status.counts()).collect();
            let query = SumQuery { form: &form.id, periods, units: std::slice::from_ref(&reach.top.code), path: None, also: &also };
            reported.sums = tallies(app, &query).await?.into_iter().map(|((_, period), tally)| (period, tally)).collect();
        } else {
            let units = reach.units.iter().filter(|unit| form.adds_up(&unit.kind)).map(|unit| unit.code.clone()).collect();
            let status = (!form.is_register()).then_some(Status::Approved);
            let filter = ReportFilter { units: Some(units), form: Some(form.id.clone()), period: None, status };
            reported.facts = app.store.facts(&filter).await?.into_iter().map(report_facts).collect();
        }
        Ok(reported)
    }

    /// The totals of a period from those that make it up, with how many reports are in them.
    pub(crate) fn totals(&self, app: &App, form: &Form, reach: &Reach, period: Period, parts: &[Period]) -> Totals {
        let chain = reach.all().chain(&reach.top.code);
        match parts.iter().find_map(|period| self.sums.get(period)) {
            Some(tally) => tally.totals(app, form, &chain, period),
            None => {
                let facts: Vec<ReportFacts> = self.facts.iter().filter(|one| parts.contains(&one.period)).cloned().collect();
                form.totals(&facts, &attributes(app, &chain, period))
            }
        }
    }
}
