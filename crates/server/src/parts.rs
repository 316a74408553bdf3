//! Figures of reports that stand inside another: the same unit's of shorter periods (`within`), those of the units directly below
//! (`children`), and how the unit has reported so far (`reporting`).
//!
//! They are figures, as totals use them: no texts and no names go from one report into another this way. Of a choice the chosen
//! name stands there; what is only counted, such as a date, stands as its count. A form asks for them in its setting `instances`.

use std::sync::Arc;

use phieu_catalog::UnitKind;
use phieu_report::{Date, Event, FormId, Period, PeriodType, Status};
use phieu_store::{Moment, ReportFilter, ReportRow, Unit, UnitFacts};
use serde_json::{Map, Value, json};

use crate::app::App;
use crate::clock::day;
use crate::forms::Form;
use crate::refusal::Refusal;
use crate::units::asked_from;

/// What counts as sent.
const COUNTS: [Status; 2] = [Status::Submitted, Status::Approved];

/// The unit's own reports of other forms for the shorter periods within this one:
/// `{"period": "2026-H1", "clb-thang": [{…}, …]}`, the earliest first.
pub(crate) async fn within(app: &App, form: &Form, unit: &Unit, period: Period) -> Result<Value, Refusal> {
    let mut root = Map::from_iter([("period".to_owned(), period.to_string().into())]);
    for other in others(app, form) {
        let mut parts = sent(app, &other.id, vec![unit.clone()]).await?;
        parts.retain(|facts| facts.period != period && period.contains(facts.period));
        parts.sort_by_key(|facts| facts.period);
        add(&mut root, &other.id, &parts);
    }
    Ok(root.into())
}

/// The latest report, within the period, of each unit directly below, and how many such units there are:
/// `{"units": {"club": 4}, "clb-thang": [{…}, …]}`, by unit.
pub(crate) async fn children(app: &App, form: &Form, unit: &Unit, period: Period) -> Result<Value, Refusal> {
    let below = app.store.units_under_at(&unit.code, app.forms.days(period).1).await?;
    let mut root = Map::new();
    for other in others(app, form) {
        let Some(kind) = other.filled_by().filter(|kind| UnitKind::parse(&unit.kind).is_some_and(|own| own < *kind)) else { continue };
        let units: Vec<Unit> = below.iter().filter(|unit| unit.kind == kind.name()).cloned().collect();
        root.entry("units").or_insert_with(|| json!({}))[kind.name()] = units.len().into();
        let mut parts = sent(app, &other.id, units).await?;
        parts.retain(|facts| period.contains(facts.period));
        parts.sort_by(|a, b| (&a.unit, b.period).cmp(&(&b.unit, a.period)));
        parts.dedup_by(|later, earlier| later.unit == earlier.unit);
        add(&mut root, &other.id, &parts);
    }
    Ok(root.into())
}

/// How the unit has reported on all that was due within the period by now and since it reports here, this form left out:
/// `{"expected", "on_time", "late", "missing", "returned", "reopened"}`, numbers of reports.
pub(crate) async fn reporting(app: &App, form: &Form, chain: &[Unit], period: Period, at: Moment) -> Result<Value, Refusal> {
    let mut counts = Counts::default();
    let Some(unit) = chain.first() else { return Ok(counts.to_json()) };
    let life = app.store.unit_life(&unit.code).await?;
    let was_there = |part: Period| life.as_ref().is_some_and(|life| life.on(app.forms.days(part).1).is_some());
    let asked = |due: Date| due < day(at) && asked_from(chain).is_none_or(|from| due >= from);
    let owed = |other: &&Arc<Form>| other.id != form.id && !other.is_register() && other.is_filled_by(&unit.kind);
    let others = app.forms.latest().filter(owed);
    for other in others {
        let filter = ReportFilter { units: Some(vec![unit.code.clone()]), form: Some(other.id.clone()), ..ReportFilter::default() };
        let rows = app.store.reports(&filter).await?;
        for part in parts_within(other, period).into_iter().filter(|part| was_there(*part) && asked(app.forms.due(other, *part))) {
            counts.add(app, other, part, rows.iter().find(|row| row.period == part)).await?;
        }
    }
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
    async fn add(&mut self, app: &App, form: &Form, part: Period, row: Option<&ReportRow>) -> Result<(), Refusal> {
        self.expected += 1;
        let Some(row) = row else {
            self.missing += 1;
            return Ok(());
        };
        let in_time = day(row.first_received_at) <= app.forms.due(form, part);
        *(if in_time { &mut self.on_time } else { &mut self.late }) += 1;
        self.returned += u64::from(matches!(row.status, Status::Returned | Status::Reopened));
        let history = app.store.history(&row.id).await?;
        self.reopened += u64::from(history.iter().any(|line| line.event == Event::Reopen));
        Ok(())
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

/// The figures of what units have sent of a form.
async fn sent(app: &App, form: &FormId, units: Vec<Unit>) -> Result<Vec<UnitFacts>, Refusal> {
    let mut facts = Vec::new();
    for status in COUNTS {
        let units = Some(units.iter().map(|unit| unit.code.clone()).collect());
        let filter = ReportFilter { units, form: Some(form.clone()), status: Some(status), period: None };
        facts.extend(app.store.facts(&filter).await?);
    }
    Ok(facts)
}

fn add(root: &mut Map<String, Value>, form: &FormId, parts: &[UnitFacts]) {
    if !parts.is_empty() {
        root.insert(form.as_str().to_owned(), parts.iter().map(node).collect());
    }
}

/// Figures by path as nested groups.
fn node(facts: &UnitFacts) -> Value {
    let mut node = json!({ "org_unit": facts.unit.as_str(), "period": facts.period.to_string() });
    for (path, value) in &facts.facts {
        match path.split_once('=') {
            None => *place(&mut node, path) = number(*value),
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

fn number(value: f64) -> Value {
    if value.fract() == 0.0 && value.abs() < 9e15 { json!(value as i64) } else { json!(value) }
}
