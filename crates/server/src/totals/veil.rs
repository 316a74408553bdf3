//! Small counts of people, hidden from those who may not read the lists themselves.
//!
//! A count is hidden where it is small, where it is the total of parts of which exactly one is small and no other could be hidden in its
//! place, and where it is the part that is hidden in the place of another: among its siblings, or a unit above it among its own. So it is
//! the same whether a figure is seen beside its siblings or asked for alone.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use phieu_report::{OrgUnitCode, Period, Status};
use phieu_rollup::{Total, hidden, is_small};
use phieu_store::{Account, Progress, SumQuery, Unit};

use super::{Question, Tally, fall_back, progress, reads_lists, tallies};
use crate::app::App;
use crate::forms::Form;
use crate::refusal::Refusal;
use crate::units::chain_then;

/// Which counts are hidden of a unit and of its children, by path and period.
#[derive(Default)]
pub(super) struct Veil {
    own: BTreeSet<(String, Period)>,
    children: BTreeSet<(OrgUnitCode, String, Period)>,
}

impl Veil {
    /// What is hidden from who asks; `only` where one figure is asked for whose sums have its path.
    pub(super) async fn of(
        app: &App,
        question: &Question<'_>,
        chain: &[Unit],
        below: &[Progress],
        periods: &[Period],
        only: Option<&str>,
    ) -> Result<Veil, Refusal> {
        let mut veil = Veil::default();
        let Some(top) = chain.first().filter(|_| !reads_lists(question, chain)) else { return Ok(veil) };
        let paths: BTreeSet<&str> =
            question.form.counts_of_people().into_iter().filter(|path| only.is_none_or(|only| only == *path)).collect();
        if paths.is_empty() {
            return Ok(veil);
        }
        let children: Vec<OrgUnitCode> = below.iter().map(|one| one.child.code.clone()).filter(|code| *code != top.code).collect();
        // Each unit of the chain among its siblings, from the top asked for upwards.
        let mut levels: Vec<(&OrgUnitCode, &OrgUnitCode, Vec<OrgUnitCode>)> = Vec::new();
        for pair in chain.windows(2) {
            let siblings = app.store.units_under_at(&pair[1].code, app.forms.days(question.period).1).await?;
            levels.push((&pair[0].code, &pair[1].code, siblings.into_iter().map(|unit| unit.code).collect()));
        }
        let mut units: BTreeSet<OrgUnitCode> = chain.iter().map(|unit| unit.code.clone()).chain(children.iter().cloned()).collect();
        units.extend(levels.iter().flat_map(|(_, _, siblings)| siblings.iter().cloned()));
        let units: Vec<OrgUnitCode> = units.into_iter().collect();
        let summed: Vec<Period> = periods.iter().copied().chain(question.periods()).collect();
        let query = SumQuery { form: &question.form.id, periods: &summed, units: &units, path: only, also: &question.also };
        let mut found = tallies(app, &query).await?;
        fall_back(&mut found, question.period);
        let counts = counts(app, question, chain, &paths, found);
        for (path, period) in paths.iter().flat_map(|path| periods.iter().map(move |period| (*path, *period))) {
            let count = |code: &OrgUnitCode| counts.get(&(code.clone(), path.to_owned(), period)).copied().unwrap_or_default();
            let parts = |codes: &[OrgUnitCode]| codes.iter().map(&count).collect::<Vec<f64>>();
            let among = |(own, parent, siblings): &(&OrgUnitCode, &OrgUnitCode, Vec<OrgUnitCode>)| {
                let (_, hides) = hidden(count(parent), &parts(siblings));
                siblings.iter().zip(hides).any(|(code, hides)| hides && code == *own)
            };
            let above = levels.iter().any(among);
            let (total, hides) = hidden(count(&top.code), &parts(&children));
            if above || total || is_small(count(&top.code)) {
                veil.own.insert((path.to_owned(), period));
            }
            let hidden_children = children.iter().zip(hides).filter(|(_, hides)| above || *hides);
            veil.children.extend(hidden_children.map(|(code, _)| (code.clone(), path.to_owned(), period)));
        }
        Ok(veil)
    }

    /// Whether the unit's own figure is hidden.
    pub(super) fn hides(&self, path: &str, period: Period) -> bool {
        self.own.contains(&(path.to_owned(), period))
    }

    /// Whether a child's is.
    pub(super) fn hides_child(&self, child: &str, path: &str, period: Period) -> bool {
        self.children.iter().any(|(code, own, when)| code.as_str() == child && own == path && *when == period)
    }
}

/// The counts of people in a unit that are hidden from an account in some periods, as they are where totals are asked for.
pub(crate) async fn hidden_counts(
    app: &App,
    account: &Account,
    form: &Arc<Form>,
    org_unit: &OrgUnitCode,
    periods: &[Period],
) -> Result<BTreeSet<(String, Period)>, Refusal> {
    let mut hidden = BTreeSet::new();
    let also: Vec<Status> = Status::ALL.into_iter().filter(|status| form.is_register() && !status.counts()).collect();
    let may_hide = form.stays_with_reviewer() && !form.counts_of_people().is_empty();
    for period in periods.iter().filter(|_| may_hide) {
        let question = Question { account, form, period: *period, org_unit: org_unit.clone(), also: also.clone(), estimates: false };
        let chain = chain_then(app, org_unit, *period).await?;
        if !reads_lists(&question, &chain) {
            let progress = progress(app, form, &chain, *period).await?;
            hidden.extend(Veil::of(app, &question, &chain, &progress, &[*period], None).await?.own);
        }
    }
    Ok(hidden)
}

/// The counts of people by unit, path and period.
fn counts(
    app: &App,
    question: &Question<'_>,
    chain: &[Unit],
    paths: &BTreeSet<&str>,
    found: BTreeMap<(OrgUnitCode, Period), Tally>,
) -> BTreeMap<(OrgUnitCode, String, Period), f64> {
    let mut counts = BTreeMap::new();
    // A sum is read as it is kept; only what is computed from sums needs all of them.
    let (summed, computed): (Vec<&str>, Vec<&str>) = paths.iter().partition(|path| question.form.is_summed(path));
    for ((unit, period), tally) in found {
        for path in &summed {
            if let Some(number) = tally.sums.get(*path).and_then(|sum| sum.value()) {
                counts.insert((unit.clone(), (*path).to_owned(), period), number);
            }
        }
        let totals = (!computed.is_empty()).then(|| tally.totals(app, question.form, chain, period));
        for field in totals.into_iter().flat_map(|totals| totals.fields) {
            if let (true, Total::Number(Some(number))) = (computed.contains(&field.path.as_str()), field.total) {
                counts.insert((unit.clone(), field.path, period), number);
            }
        }
    }
    counts
}
