//! Totals of a form and period below a unit, with how complete they are: nothing is added up in silence.
//!
//! Only reports that count are in, from sums that the store keeps up to date; sent ones on request, and then each figure says how many
//! of its units are not approved yet. Who is expected is every unit below of the kind that fills the form in; who is missing is named.

mod compare;
mod figure;

use std::collections::BTreeMap;
use std::sync::Arc;

use phieu_report::{OrgUnitCode, Period, Status};
use phieu_rollup::{FieldTotal, ReportFacts, Sums, Total, Totals, is_small};
use phieu_store::{Account, Awaited, Expected, Moment, Progress, SumQuery, Unit, UnitName};
use serde_json::{Value, json};

use crate::app::App;
use crate::clock::{later, moment_on};
use crate::forms::Form;
use crate::refusal::{Code, Refusal};
use crate::units::{brief, chain, chain_then, overseeing, oversees, seen_by_rules, unit};

use compare::Before;
pub(crate) use figure::figure;

/// How many of those who are missing are named at most; the rest is a number, and is named further down.
const MOST_NAMED: u32 = 500;

/// What is asked for.
pub(crate) struct Question<'a> {
    pub(crate) account: &'a Account,
    pub(crate) form: &'a Arc<Form>,
    pub(crate) period: Period,
    pub(crate) org_unit: OrgUnitCode,
    /// Statuses to add besides those that count.
    pub(crate) also: Vec<Status>,
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

    /// What stands first in every answer.
    fn heading(&self, top: &Unit) -> Value {
        let statuses = Status::ALL.into_iter().filter(|status| status.counts()).chain(self.also.iter().copied());
        json!({
            "form": self.form.id.as_str(),
            "version": self.form.version.as_str(),
            "title": self.form.title(),
            "period": self.period.to_string(),
            "org_unit": brief(top),
            "include": statuses.map(|status| Value::from(status.name())).collect::<Value>(),
        })
    }
}

/// Sums of one unit and period, and how many of what is in them does not count yet.
#[derive(Default)]
pub(crate) struct Tally {
    pub(crate) sums: Sums,
    open: BTreeMap<String, u64>,
}

impl Tally {
    /// How many reports are in.
    pub(crate) fn reports(&self) -> usize {
        self.sums.get("").map_or(0, |sum| sum.given as usize)
    }

    /// The totals, for a unit with these attributes.
    pub(crate) fn totals(&self, form: &Form, chain: &[Unit]) -> Totals {
        form.totals_of_sums(&self.sums, self.reports(), &attributes(chain))
    }

    /// Of how many units the figure is not approved yet.
    fn open(&self, total: &FieldTotal) -> u64 {
        let path = if total.aggregate == phieu::form::Aggregate::Recompute { "" } else { total.path.as_str() };
        self.open.get(path).copied().unwrap_or_default()
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
    let progress = progress(app, question.form, &top.code, question.period).await?;
    let before = compare::before(question.period);
    let periods: Vec<Period> = std::iter::once(question.period).chain(before.iter().map(|before| before.period)).collect();
    let units = [top.code.clone()];
    let query = SumQuery { form: &question.form.id, periods: &periods, units: &units, path: None, also: &question.also };
    let tallies = tallies(app, &query).await?;
    let empty = Tally::default();
    let tally = tallies.get(&(top.code.clone(), question.period)).unwrap_or(&empty);
    let counts = Counts::of(&progress);
    let mut before_all = Vec::new();
    for Before { name, period } in before {
        let tally = tallies.get(&(top.code.clone(), period)).unwrap_or(&empty);
        let counts = Counts::of(&self::progress(app, question.form, &top.code, period).await?);
        before_all.push(compare::Compared { name, period, counts, totals: tally.totals(question.form, &chain) });
    }
    let mut answer = question.heading(top);
    counts.add_to(&mut answer);
    let silent = named(app, &question, top, "").await?;
    answer["missing"] = silent;
    answer["missing_more"] = counts.missing().saturating_sub(u64::from(MOST_NAMED)).into();
    answer["compared"] = compare::summary(&before_all);
    answer["fields"] = fields(&question, &chain, tally, &counts, &before_all);
    let children = progress.iter().filter(|one| one.child.code != top.code).map(|one| {
        let mut child = json!({ "org_unit": unit_name(&one.child) });
        Counts::of(std::slice::from_ref(one)).add_to(&mut child);
        child
    });
    answer["children"] = children.collect();
    Ok(answer)
}

/// How far the reports below each child of a unit are.
pub(crate) async fn progress(app: &App, form: &Form, top: &OrgUnitCode, period: Period) -> Result<Vec<Progress>, Refusal> {
    let due = app.forms.due(form, period);
    let until = due.plus_days(1).map_or(Moment(i64::MAX), |next| later(moment_on(next, 0), -1));
    Ok(app.store.progress(&expected(app, form, top, period), until).await?)
}

pub(crate) fn expected<'a>(app: &App, form: &'a Form, top: &'a OrgUnitCode, period: Period) -> Expected<'a> {
    let kind = form.filled_by().map(|kind| kind.name()).unwrap_or_default();
    Expected { form: &form.id, period, day: app.forms.days(period).1, top, kind }
}

/// How many of how many.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Counts {
    pub(crate) expected: u64,
    pub(crate) received: u64,
    pub(crate) approved: u64,
    on_time: u64,
}

impl Counts {
    pub(crate) fn of(progress: &[Progress]) -> Counts {
        let mut counts = Counts::default();
        for one in progress {
            counts.expected += one.expected;
            counts.received += one.received;
            counts.approved += one.counted;
            counts.on_time += one.on_time;
        }
        counts
    }

    fn add_to(self, answer: &mut Value) {
        answer["expected"] = self.expected.into();
        answer["received"] = self.received.into();
        answer["approved"] = self.approved.into();
        answer["on_time"] = self.on_time.into();
        answer["late"] = (self.received - self.on_time).into();
    }

    /// Units whose report is not approved.
    fn missing(self) -> u64 {
        self.expected - self.approved
    }
}

/// The units whose report, or whose figure, is not in the totals, with where their duty stands.
async fn named(app: &App, question: &Question<'_>, top: &Unit, path: &str) -> Result<Value, Refusal> {
    let silent = app.store.silent(&expected(app, question.form, &top.code, question.period), path, MOST_NAMED).await?;
    let line = |one: &Awaited| {
        let mut line = unit_name(&one.unit);
        let status = one.report.as_ref().map(|(_, status)| *status);
        line["state"] = app.forms.state(question.form, question.period, status, app.today()).name().into();
        line["report_id"] = one.report.as_ref().map(|(id, _)| id.as_str()).into();
        line
    };
    Ok(silent.iter().map(line).collect())
}

pub(crate) fn report_facts(stored: phieu_store::UnitFacts) -> ReportFacts {
    ReportFacts { org_unit: stored.unit, period: stored.period, facts: stored.facts, texts: stored.texts }
}

/// The unit's attributes as texts, for rates whose formula a province picks.
pub(crate) fn attributes(chain: &[Unit]) -> BTreeMap<String, String> {
    let seen = seen_by_rules(chain);
    let texts = seen.as_object().into_iter().flatten();
    texts.filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned()))).collect()
}

/// Every field that has a total, in the order of the form.
fn fields(question: &Question, chain: &[Unit], tally: &Tally, counts: &Counts, before: &[compare::Compared]) -> Value {
    let (veiled, totals) = (veiled(question, chain), tally.totals(question.form, chain));
    let field = |total: &FieldTotal| {
        let mut field = described(question.form, &total.path);
        add_total(&mut field, tally, total);
        for compared in before {
            field[compared.name] = compared.field(total, counts);
        }
        if veiled.contains(&total.path.as_str()) {
            hide(&mut field);
        }
        field
    };
    totals.fields.iter().map(field).collect()
}

/// Whether who asks may read the reports themselves, of which small counts tell nothing new.
fn reads_lists(question: &Question, chain: &[Unit]) -> bool {
    !question.form.stays_with_reviewer() || overseeing(question.account, chain).any(|seat| is_near(question.form, seat, chain))
}

/// Whether a unit is the last that reviews the form, or below it.
fn is_near(form: &Form, seat: &OrgUnitCode, chain: &[Unit]) -> bool {
    let kinds = form.reviewed_by();
    let seat = chain.iter().position(|unit| unit.code == *seat);
    let reviewer = chain.iter().rposition(|unit| kinds.iter().any(|kind| kind.name() == unit.kind));
    seat.is_some_and(|seat| reviewer.is_some_and(|reviewer| seat <= reviewer))
}

/// The counts of people in the form of which small ones are not shown to who asks.
fn veiled<'f>(question: &Question<'f>, chain: &[Unit]) -> Vec<&'f str> {
    if reads_lists(question, chain) { Vec::new() } else { question.form.counts_of_people() }
}

/// Hides a small count of people: the figure and what is told beside it.
fn hide(field: &mut Value) {
    let before = ["previous", "last_year"];
    if before.iter().any(|name| field[*name]["value"].as_f64().is_some_and(is_small)) || field["value"].as_f64().is_some_and(is_small) {
        for name in before.into_iter().filter(|name| field.get(name).is_some()).collect::<Vec<_>>() {
            field[name]["value"] = Value::Null;
            field[name]["difference"] = Value::Null;
        }
    }
    if field["value"].as_f64().is_some_and(is_small) {
        field["value"] = Value::Null;
        field["hidden"] = json!(true);
    }
}

/// A field as totals name it; one that counts choices brings their labels.
pub(crate) fn described(form: &Form, path: &str) -> Value {
    let fields = form.definition["fields"].as_array();
    let found = fields.into_iter().flatten().find(|field| field["path"] == path).unwrap_or(&Value::Null);
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
    field["value"] = if matches!(total.total, Total::Texts(_)) { Value::Null } else { total.total.to_json() };
}

fn unit_name(unit: &UnitName) -> Value {
    json!({ "code": unit.code.as_str(), "name": unit.name, "kind": unit.kind })
}
