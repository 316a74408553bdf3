//! Totals of a form and period below a unit, with how complete they are: nothing is added up in silence.
//!
//! Only reports that count are in, from sums that the store keeps up to date; sent ones on request, and then each figure says how many
//! of its units are not approved yet. Who is expected is every unit below of the kind that fills the form in; who is missing is named.

mod compare;
mod complete;
mod courses;
mod figure;
mod veil;

use std::collections::BTreeMap;
use std::sync::Arc;

use phieu_report::{OrgUnitCode, Period, Status};
use phieu_rollup::{FieldTotal, ReportFacts, Sums, Total, Totals};
use phieu_store::{Account, Progress, SumQuery, Unit};
use serde_json::{Value, json};

use crate::app::App;
use crate::forms::Form;
use crate::refusal::{Code, Refusal};
use crate::units::{brief, chain, chain_then, overseeing, oversees, readers, seen_by_rules, unit, unit_name};

use compare::Before;
pub(crate) use complete::{Counts, expected, progress};
use complete::{MOST_NAMED, named};
pub(crate) use courses::courses;
pub(crate) use figure::figure;
use veil::Veil;
pub(crate) use veil::hidden_counts;

/// What is asked for.
pub(crate) struct Question<'a> {
    pub(crate) account: &'a Account,
    pub(crate) form: &'a Arc<Form>,
    pub(crate) period: Period,
    pub(crate) org_unit: OrgUnitCode,
    /// Statuses to add besides those that count.
    pub(crate) also: Vec<Status>,
    /// Whether the approved estimate stands in where a unit's official report is not approved.
    pub(crate) estimates: bool,
}

impl Question<'_> {
    /// The unit and all above it as they were in the period, if the account may see its figures.
    async fn chain(&self, app: &App) -> Result<Vec<Unit>, Refusal> {
        let now = chain(app.store.as_ref(), unit(app, &self.org_unit).await?).await?;
        if !oversees(self.account, &now) {
            return Err(Refusal::with(Code::ForeignUnit, json!({ "org_unit": self.org_unit.as_str() })));
        }
        chain_then(app, &self.org_unit, self.period).await
    }

    /// The periods whose sums make up the figure of the one asked for.
    fn periods(&self) -> Vec<Period> {
        std::iter::once(self.period).chain(self.estimates.then(|| self.period.estimate())).collect()
    }

    /// What stands first in every answer.
    fn heading(&self, top: &Unit) -> Value {
        let statuses = Status::ALL.into_iter().filter(|status| status.counts()).chain(self.also.iter().copied());
        let mut heading = json!({
            "form": self.form.id.as_str(),
            "version": self.form.version.as_str(),
            "title": self.form.title(),
            "period": self.period.to_string(),
            "org_unit": brief(top),
            "include": statuses.map(|status| Value::from(status.name())).collect::<Value>(),
            "estimable": !self.period.is_estimate() && self.form.estimates().contains(&self.period.kind()),
        });
        if self.estimates {
            heading["estimates"] = 0.into();
        }
        heading
    }
}

/// Sums of one unit and period, and how many of what is in them does not count yet.
#[derive(Default)]
pub(crate) struct Tally {
    pub(crate) sums: Sums,
    open: BTreeMap<String, u64>,
    estimated: BTreeMap<String, u64>,
}

impl Tally {
    /// How many reports are in.
    pub(crate) fn reports(&self) -> usize {
        self.sums.get("").map_or(0, |sum| sum.given as usize)
    }

    /// The totals of a period, for the first unit of a chain.
    pub(crate) fn totals(&self, app: &App, form: &Form, chain: &[Unit], period: Period) -> Totals {
        form.totals_of_sums(&self.sums, self.reports(), &attributes(app, chain, period))
    }

    /// Of how many units the figure is not approved yet.
    fn open(&self, total: &FieldTotal) -> u64 {
        self.open.get(given_at(total)).copied().unwrap_or_default()
    }

    /// Of how many units the figure is an estimate.
    fn estimated(&self, total: &FieldTotal) -> u64 {
        self.estimated.get(given_at(total)).copied().unwrap_or_default()
    }

    /// How many reports are estimates.
    fn estimates(&self) -> u64 {
        self.estimated.get("").copied().unwrap_or_default()
    }

    /// Adds estimates for what is not official. No unit has both that count: the official report replaces the estimate.
    fn fall_back(&mut self, estimates: Tally) {
        for (path, sum) in estimates.sums {
            self.estimated.insert(path.clone(), sum.given);
            self.sums.entry(path).or_default().add(sum);
        }
    }
}

/// Where sums say how many units gave a figure: of what is computed again, how many reported.
fn given_at(total: &FieldTotal) -> &str {
    if total.aggregate == phieu::form::Aggregate::Recompute { "" } else { &total.path }
}

/// Puts the estimates of a period where its official figures are.
fn fall_back(tallies: &mut BTreeMap<(OrgUnitCode, Period), Tally>, period: Period) {
    let estimate = period.estimate();
    let units: Vec<OrgUnitCode> = tallies.keys().filter(|(_, at)| *at == estimate && *at != period).map(|(unit, _)| unit.clone()).collect();
    for unit in units {
        if let Some(estimates) = tallies.remove(&(unit.clone(), estimate)) {
            tallies.entry((unit, period)).or_default().fall_back(estimates);
        }
    }
}

/// The kept sums of some units and periods.
pub(crate) async fn tallies(app: &App, query: &SumQuery<'_>) -> Result<BTreeMap<(OrgUnitCode, Period), Tally>, Refusal> {
    let mut tallies: BTreeMap<_, Tally> = BTreeMap::new();
    for found in app.store.sums(query).await? {
        let tally = tallies.entry((found.unit, found.period)).or_default();
        if found.open > 0 {
            tally.open.insert(found.path.clone(), found.open);
        }
        tally.sums.insert(found.path, found.sum);
    }
    Ok(tallies)
}

/// The totals.
pub(crate) async fn totals(app: &App, question: Question<'_>) -> Result<Value, Refusal> {
    let chain = question.chain(app).await?;
    let Some(top) = chain.first() else { return Err(Code::UnknownUnit.into()) };
    let progress = progress(app, question.form, &chain, question.period).await?;
    let before = compare::before(question.period);
    let periods: Vec<Period> = question.periods().into_iter().chain(before.iter().map(|before| before.period)).collect();
    let units = [top.code.clone()];
    let query = SumQuery { form: &question.form.id, periods: &periods, units: &units, path: None, also: &question.also };
    let mut tallies = tallies(app, &query).await?;
    fall_back(&mut tallies, question.period);
    let empty = Tally::default();
    let tally = tallies.get(&(top.code.clone(), question.period)).unwrap_or(&empty);
    let counts = Counts::of(&progress);
    let mut before_all = Vec::new();
    for Before { name, period } in before {
        let tally = tallies.get(&(top.code.clone(), period)).unwrap_or(&empty);
        let counts = Counts::of(&self::progress(app, question.form, &chain, period).await?);
        before_all.push(compare::Compared { name, period, counts, totals: tally.totals(app, question.form, &chain, period) });
    }
    let mut answer = question.heading(top);
    counts.add_to(&mut answer);
    if question.estimates {
        answer["estimates"] = tally.estimates().into();
    }
    answer["missing"] = named(app, &question, &chain, "").await?;
    answer["missing_more"] = counts.missing().saturating_sub(u64::from(MOST_NAMED)).into();
    answer["compared"] = compare::summary(&before_all);
    let veil = Veil::of(app, &question, &chain, &progress, &periods, None).await?;
    let totals = tally.totals(app, question.form, &chain, question.period);
    answer["fields"] = totals.fields.iter().map(|total| field(&question, tally, total, &counts, &before_all, &veil)).collect();
    answer["children"] = children(app, &question, top, &progress).await?;
    Ok(answer)
}

/// How far each unit below is, with how many estimates stand in where they are asked for.
async fn children(app: &App, question: &Question<'_>, top: &Unit, progress: &[Progress]) -> Result<Value, Refusal> {
    let below: Vec<&Progress> = progress.iter().filter(|one| one.child.code != top.code).collect();
    let units: Vec<OrgUnitCode> = below.iter().map(|one| one.child.code.clone()).collect();
    let estimate = question.period.estimate();
    let query = SumQuery { form: &question.form.id, periods: &[estimate], units: &units, path: Some(""), also: &[] };
    let estimates = if question.estimates { tallies(app, &query).await? } else { BTreeMap::new() };
    let line = |one: &&Progress| {
        let mut child = json!({ "org_unit": unit_name(&one.child) });
        Counts::of(std::slice::from_ref(*one)).add_to(&mut child);
        if question.estimates {
            child["estimates"] = estimates.get(&(one.child.code.clone(), estimate)).map_or(0, Tally::reports).into();
        }
        child
    };
    Ok(below.iter().map(line).collect())
}

pub(crate) fn report_facts(stored: phieu_store::UnitFacts) -> ReportFacts {
    ReportFacts { org_unit: stored.unit, period: stored.period, facts: stored.facts, texts: stored.texts }
}

/// The unit's attributes in a period as texts, for rates whose formula a province picks.
pub(crate) fn attributes(app: &App, chain: &[Unit], period: Period) -> BTreeMap<String, String> {
    let seen = seen_by_rules(app, chain, period);
    let texts = seen.as_object().into_iter().flatten();
    texts.filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned()))).collect()
}

/// A field that has a total, beside earlier periods.
fn field(question: &Question, tally: &Tally, total: &FieldTotal, counts: &Counts, before: &[compare::Compared], veil: &Veil) -> Value {
    let mut field = described(question.form, &total.path);
    add_total(&mut field, tally, total);
    let hides = veil.hides(&total.path, question.period);
    for compared in before {
        field[compared.name] = compared.field(total, counts);
        // A difference tells one of its sides from the other.
        let hides_before = veil.hides(&total.path, compared.period);
        if hides || hides_before {
            field[compared.name]["difference"] = Value::Null;
        }
        if hides_before {
            field[compared.name]["value"] = Value::Null;
        }
    }
    if hides {
        hide(&mut field);
    }
    field
}

/// Hides a count of people.
fn hide(field: &mut Value) {
    field["value"] = Value::Null;
    field["hidden"] = json!(true);
}

/// Whether who asks may read the reports themselves, of which small counts tell nothing new.
fn reads_lists(question: &Question, chain: &[Unit]) -> bool {
    !question.form.stays_with_reviewer()
        || overseeing(&readers(question.account, question.form), chain).any(|seat| is_near(question.form, seat, chain))
}

/// Whether a unit is the last that reviews the form, or below it.
fn is_near(form: &Form, seat: &OrgUnitCode, chain: &[Unit]) -> bool {
    let kinds = form.reviewed_by();
    let seat = chain.iter().position(|unit| unit.code == *seat);
    let reviewer = chain.iter().rposition(|unit| kinds.iter().any(|kind| kind.name() == unit.kind));
    seat.is_some_and(|seat| reviewer.is_some_and(|reviewer| seat <= reviewer))
}

/// A field as totals name it; one that counts choices brings their labels.
pub(crate) fn described(form: &Form, path: &str) -> Value {
    let found = form.field(path).unwrap_or(&Value::Null);
    let mut told = json!({
        "path": path, "code": found["code"], "label": found["label"], "unit": found["unit"], "aggregate": found["aggregate"],
    });
    if let Some(choices) = found.get("choices").filter(|_| found["aggregate"] == "count") {
        told["choices"] = choices.clone();
    }
    told
}

/// The figure, how many units gave it, and how many of those are not approved. Texts are read where the figure is looked into.
fn add_total(field: &mut Value, tally: &Tally, total: &FieldTotal) {
    field["answered"] = total.units.into();
    field["unapproved"] = tally.open(total).into();
    if tally.estimates() > 0 {
        field["estimated"] = tally.estimated(total).into();
    }
    field["value"] = if matches!(total.total, Total::Texts(_)) { Value::Null } else { total.total.to_json() };
}
