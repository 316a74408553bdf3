//! Figures of reports that stand inside another: the same unit's of shorter periods (`within`), those of the units directly below
//! (`children`), and how the unit has reported so far (`reporting`).
//!
//! They are figures, as totals use them: no texts and no names go from one report into another this way. Of a choice the chosen
//! name stands there; what is only counted, such as a date, stands as its count. A form asks for them in its setting `instances`.

use std::collections::BTreeSet;
use std::sync::Arc;

use phieu_catalog::UnitKind;
use phieu_report::{Date, FormId, OrgUnitCode, Period, PeriodType, Status};
use phieu_rollup::figure;
use phieu_store::{Moment, ReportRow, Unit, UnitFacts};
use serde_json::{Map, Value, json};

use crate::app::App;
use crate::clock::day;
use crate::context::Known;
use crate::forms::Form;
use crate::refusal::Refusal;
use crate::units::asked_from;

/// Whether a report is sent and nobody has sent it back.
fn is_sent(facts: &&UnitFacts) -> bool {
    facts.status.is_with_reviewers()
}

/// The unit's own reports of other forms for the shorter periods within this one:
/// `{"period": "2026-H1", "clb-thang": [{…}, …]}`, the earliest first.
pub(crate) async fn within(known: &Known<'_>, form: &Form, period: Period) -> Result<Value, Refusal> {
    let mut root = Map::from_iter([("period".to_owned(), period.to_string().into())]);
    for other in others(known.app, form) {
        let sent = known.figures(&other.id, period, known.then(period)?).await?;
        let own = |facts: &&UnitFacts| facts.unit == *known.unit && facts.period != period && period.contains(facts.period);
        let mut parts: Vec<&UnitFacts> = sent.iter().filter(is_sent).filter(own).collect();
        parts.sort_by_key(|facts| facts.period);
        add(&mut root, &other.id, &parts);
    }
    Ok(root.into())
}

/// The latest report, within the period, of each unit directly below, and how many such units there are:
/// `{"units": {"club": 4}, "clb-thang": [{…}, …]}`, by unit.
pub(crate) async fn children(known: &Known<'_>, form: &Form, period: Period) -> Result<Value, Refusal> {
    let mut root = Map::new();
    let then = known.then(period)?;
    let Some(unit) = then.chain.first() else { return Ok(root.into()) };
    for other in others(known.app, form) {
        let Some(kind) = other.filled_by().filter(|kind| UnitKind::parse(&unit.kind).is_some_and(|own| own < *kind)) else { continue };
        let directly = |below: &&Unit| below.kind == kind.name() && below.parent.as_ref() == Some(&unit.code);
        let units: BTreeSet<&OrgUnitCode> = known.below(then).await?.iter().filter(directly).map(|unit| &unit.code).collect();
        root.entry("units").or_insert_with(|| json!({}))[kind.name()] = units.len().into();
        let sent = known.figures(&other.id, period, then).await?;
        let theirs = |facts: &&UnitFacts| units.contains(&facts.unit) && period.contains(facts.period);
        let mut parts: Vec<&UnitFacts> = sent.iter().filter(is_sent).filter(theirs).collect();
        parts.sort_by(|a, b| (&a.unit, b.period).cmp(&(&b.unit, a.period)));
        parts.dedup_by(|later, earlier| later.unit == earlier.unit);
        add(&mut root, &other.id, &parts);
    }
    Ok(root.into())
}

/// How the unit has reported on all that was due within the period by now and since it reports here, this form left out:
/// `{"expected", "on_time", "late", "missing", "returned", "reopened"}`, numbers of reports.
pub(crate) async fn reporting(known: &Known<'_>, form: &Form, period: Period, at: Moment) -> Result<Value, Refusal> {
    let (app, mut counts, mut sent) = (known.app, Counts::default(), Vec::new());
    let chain = &known.then(period)?.chain;
    let Some(unit) = chain.first() else { return Ok(counts.to_json()) };
    let life = app.store.unit_life(&unit.code).await?;
    let calendar = app.forms.calendar_of(chain);
    let was_there = |part: Period| life.as_ref().is_some_and(|life| life.on(calendar.days(part).1).is_some());
    let asked = |due: Date| due < day(at) && asked_from(chain).is_none_or(|from| due >= from);
    let owed = |other: &&Arc<Form>| other.id != form.id && !other.is_register() && other.is_filled_by(&unit.kind);
    let others = app.forms.latest().filter(owed);
    for other in others {
        for part in parts_within(other, period).into_iter().filter(|part| was_there(*part) && asked(calendar.due(other, *part))) {
            let row = known.reports(&other.id, &unit.code).into_iter().find(|row| row.period == part);
            counts.add(calendar.due(other, part), row);
            sent.extend(row.map(|row| row.id.clone()));
        }
    }
    counts.reopened = app.store.reopened(&sent).await?.len() as u64;
    Ok(counts.to_json())
}

#[derive(Default)]
struct Counts {
    expected: u64,
    on_time: u64,
    late: u64,
    missing: u64,
    returned: u64,
    reopened: u64,
}

impl Counts {
    /// A report that was due on a day, if it came.
    fn add(&mut self, due: Date, row: Option<&ReportRow>) {
        self.expected += 1;
        let Some(row) = row else {
            self.missing += 1;
            return;
        };
        *(if day(row.first_received_at) <= due { &mut self.on_time } else { &mut self.late }) += 1;
        self.returned += u64::from(matches!(row.status, Status::Returned | Status::Reopened));
    }

    fn to_json(&self) -> Value {
        json!({
            "expected": self.expected, "on_time": self.on_time, "late": self.late,
            "missing": self.missing, "returned": self.returned, "reopened": self.reopened,
        })
    }
}

/// The periods of a form inside a period. A half-year whose year is filed has no second half.
fn parts_within(form: &Form, period: Period) -> Vec<Period> {
    let kinds = form.period_types();
    let covered = |part: &Period| kinds.contains(&PeriodType::Year) && part.kind() == PeriodType::Half && part.number() == 2;
    kinds.iter().flat_map(|kind| period.parts(*kind)).filter(|part| !covered(part)).collect()
}

/// The other forms that this one reads, as far as the server knows them.
fn others<'a>(app: &'a App, form: &'a Form) -> impl Iterator<Item = &'a Arc<Form>> {
    form.instances().filter_map(|id| app.forms.latest_of(&id))
}

fn add(root: &mut Map<String, Value>, form: &FormId, parts: &[&UnitFacts]) {
    if !parts.is_empty() {
        root.insert(form.as_str().to_owned(), parts.iter().map(|facts| node(facts)).collect());
    }
}

/// Figures by path as nested groups.
fn node(facts: &UnitFacts) -> Value {
    let mut node = json!({ "org_unit": facts.unit.as_str(), "period": facts.period.to_string() });
    for (path, value) in &facts.facts {
        match path.split_once('=') {
            None => *place(&mut node, path) = figure(*value),
            Some((field, choice)) => choose(place(&mut node, field), choice),
        }
    }
    node
}

/// The place of a path; a path of figures never leads through a figure.
fn place<'v>(node: &'v mut Value, path: &str) -> &'v mut Value {
    path.split('/').fold(node, |at, name| &mut at[name])
}

/// A chosen name stands where the count of answers stood.
fn choose(at: &mut Value, choice: &str) {
    match at {
        Value::Array(choices) => choices.push(choice.into()),
        other => *other = json!([choice]),
    }
}
