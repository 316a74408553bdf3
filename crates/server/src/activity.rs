//! How active the units of a kind are: what they last said of themselves, and whether they have fallen silent.
//!
//! There is no second list of them: they are the units, also those that were dissolved or merged, and their standing comes from what
//! they reported. Which kinds are watched,
//! by which form, and how many periods make a silence is data of the catalogue.

use std::collections::BTreeMap;

use phieu_catalog::Watch;
use phieu_report::{FormId, OrgUnitCode, Period, Status};
use phieu_store::{ReportFilter, ReportRow, Unit, UnitFacts};
use serde_json::{Value, json};

use crate::app::App;
use crate::clock::iso;
use crate::forms::Form;
use crate::refusal::Refusal;
use crate::registers::Reach;
use crate::units::{asked_from, brief};

/// How many periods are looked back over.
const LOOKED_BACK: usize = 36;

/// The units of a kind within reach, the silent ones first, the longest silence at the top.
pub(crate) async fn activity(app: &App, reach: &Reach, watch: &Watch) -> Result<Value, Refusal> {
    let (report, status) = (app.forms.named(&watch.report)?, app.forms.named(&watch.status_form)?);
    let units: Vec<&Unit> = reach.units().iter().filter(|unit| unit.kind == watch.kind.name()).collect();
    let codes: Vec<OrgUnitCode> = units.iter().map(|unit| unit.code.clone()).collect();
    let reports = by_unit(app.store.reports(&of(&codes, &report.id)).await?, |row| row.unit.clone());
    let said = by_unit(app.store.facts(&of(&codes, &status.id)).await?, |facts| facts.unit.clone());
    let all = reach.all();
    let mut told: Vec<(usize, Value)> = Vec::new();
    for unit in units {
        let chain = all.chain(&unit.code);
        let rows = reports.get(&unit.code).map(Vec::as_slice).unwrap_or_default();
        let missed = missed(app, report, rows, &chain);
        let choice = said.get(&unit.code).and_then(|facts| last_said(app, facts, &watch.status_field));
        let may_be_silent = choice.as_ref().is_some_and(|choice| !watch.active.contains(choice));
        let is_silent = missed >= watch.silent_after && !may_be_silent;
        let last = rows.iter().max_by_key(|row| app.forms.days(row.period).1);
        let of_unit = json!({
            "org_unit": brief(unit),
            "parent": chain.get(1).map(brief),
            "status": choice.as_deref().map(|choice| labelled(status, &watch.status_field, choice)),
            "last_period": last.map(|row| row.period.to_string()),
            "last_received_at": last.map(|row| iso(row.received_at)),
            "missed": missed,
            "silent": is_silent,
        });
        told.push((if is_silent { missed } else { 0 }, of_unit));
    }
    told.sort_by_key(|(silence, _)| std::cmp::Reverse(*silence));
    Ok(json!({
        "kind": watch.kind.name(),
        "org_unit": brief(&reach.top),
        "silent_after": watch.silent_after,
        "report": { "form": report.id.as_str(), "title": report.title() },
        "silent": told.iter().filter(|(silence, _)| *silence > 0).count(),
        "ended": ended(app, reach, watch.kind.name()).await?,
        "units": told.into_iter().map(|(_, of_unit)| of_unit).collect::<Value>(),
    }))
}

/// The units of the kind that have ended below: on which day, and which units went on in their place.
async fn ended(app: &App, reach: &Reach, kind: &str) -> Result<Vec<Value>, Refusal> {
    let is_there = |unit: &Unit| reach.units().iter().any(|there| there.code == unit.code);
    let once = app.store.units_once_within(&reach.top.code).await?;
    let successions = app.store.successions().await?;
    let mut told = Vec::new();
    for unit in once.iter().filter(|unit| unit.kind == kind && !is_there(unit)) {
        let on = app.store.unit_life(&unit.code).await?.and_then(|life| life.ended());
        let mut into = Vec::new();
        for succession in successions.iter().filter(|succession| succession.from == unit.code) {
            into.extend(app.store.unit(&succession.to).await?.as_ref().map(brief));
        }
        told.push(json!({ "org_unit": brief(unit), "on": on.map(|day| day.to_string()), "into": into }));
    }
    Ok(told)
}

fn of(units: &[OrgUnitCode], form: &FormId) -> ReportFilter {
    ReportFilter { units: Some(units.to_vec()), form: Some(form.clone()), ..ReportFilter::default() }
}

fn by_unit<T>(rows: Vec<T>, unit: impl Fn(&T) -> OrgUnitCode) -> BTreeMap<OrgUnitCode, Vec<T>> {
    let mut all: BTreeMap<OrgUnitCode, Vec<T>> = BTreeMap::new();
    rows.into_iter().for_each(|row| all.entry(unit(&row)).or_default().push(row));
    all
}

/// How many periods in a row, up to the last one that was due, the unit has not reported on since it is asked for reports.
fn missed(app: &App, form: &Form, rows: &[ReportRow], chain: &[Unit]) -> usize {
    let Some(kind) = form.period_types().into_iter().next() else { return 0 };
    let (calendar, from) = (app.forms.calendar_of(chain), asked_from(chain));
    let periods = std::iter::successors(calendar.at(kind, app.today()), |period| period.previous()).take(LOOKED_BACK);
    let due = periods.filter(|period| calendar.due(form, *period) < app.today());
    let asked = due.take_while(|period| from.is_none_or(|from| calendar.due(form, *period) >= from));
    let is_sent = |period: &Period| rows.iter().any(|row| row.period == *period && row.status != Status::Draft);
    asked.take_while(|period| !is_sent(period)).count()
}

/// The choice that the unit's latest report has in a field.
fn last_said(app: &App, facts: &[UnitFacts], field: &str) -> Option<String> {
    let latest = facts.iter().max_by_key(|facts| app.forms.days(facts.period).1)?;
    let chosen = latest.facts.iter().find_map(|(path, _)| path.strip_prefix(field)?.strip_prefix('='));
    chosen.map(str::to_owned)
}

/// A choice with its labels.
fn labelled(form: &Form, field: &str, choice: &str) -> Value {
    let fields = form.definition["fields"].as_array().into_iter().flatten();
    let choices = fields.filter(|described| described["path"] == field).filter_map(|described| described["choices"].as_array());
    let label = choices.flatten().find(|each| each["name"] == choice).map(|each| each["label"].clone());
    json!({ "name": choice, "label": label })
}
