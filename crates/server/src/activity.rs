//! How active the units of a kind are: what they last said of themselves, and whether they have fallen silent.
//!
//! There is no second list of them: they are the units, also those that were dissolved or merged, and their standing comes from what
//! they reported. Which kinds are watched,
//! by which form, and how many periods make a silence is data of the catalogue.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use phieu_catalog::{UnitKind, Watch};
use phieu_report::{Date, OrgUnitCode, Period};
use phieu_store::{LastReport, SumQuery, Unit};
use serde_json::{Value, json};

use crate::app::App;
use crate::clock::iso;
use crate::forms::Form;
use crate::reach::Reach;
use crate::refusal::Refusal;
use crate::totals::tallies;
use crate::units::{Units, asked_from, brief};

/// How many periods are looked back over.
const LOOKED_BACK: usize = 36;
/// How many periods of each kind are looked at for classes.
const CLASSED: usize = 4;
/// The most units of a page, and how many it has where nothing is said.
const MOST: usize = 500;
pub(crate) const USUAL: usize = 100;

/// The periods that were due, each with its day, the latest first.
type DuePeriods = Vec<(Period, Date)>;

/// Where a unit stands in the list: how long it has been silent, the longest first, then its code.
pub(crate) type Place = (Reverse<usize>, OrgUnitCode);

/// The units of a kind within reach, the silent ones first, the longest silence at the top: so many after a place.
pub(crate) async fn activity(app: &App, reach: &Reach, watch: &Watch, after: Option<Place>, most: usize) -> Result<Value, Refusal> {
    let (report, status) = (app.forms.named(&watch.report)?, app.forms.named(&watch.status_form)?);
    let all = reach.all();
    let codes: Vec<OrgUnitCode> =
        reach.units().iter().filter(|unit| unit.kind == watch.kind.name()).map(|unit| unit.code.clone()).collect();
    let missed = missed(app, report, &codes, &all).await?;
    let choices: BTreeMap<OrgUnitCode, String> =
        app.store.last_choices(&status.id, &codes, &watch.status_field).await?.into_iter().collect();
    let silence = |code: &OrgUnitCode| {
        let may_be_silent = choices.get(code).is_some_and(|choice| !watch.active.contains(choice));
        let missed = missed.get(code).copied().unwrap_or_default();
        if missed >= watch.silent_after && !may_be_silent { missed } else { 0 }
    };
    let mut places: Vec<Place> = codes.into_iter().map(|code| (Reverse(silence(&code)), code)).collect();
    places.sort();
    let (count, silent) = (places.len(), places.iter().filter(|(Reverse(silence), _)| *silence > 0).count());
    places.retain(|place| after.as_ref().is_none_or(|after| place > after));
    let most = most.clamp(1, MOST);
    let next =
        places.get(most.saturating_sub(1)).filter(|_| places.len() > most).map(|(Reverse(silence), code)| format!("{silence}~{code}"));
    places.truncate(most);
    let shown: Vec<OrgUnitCode> = places.iter().map(|(_, code)| code.clone()).collect();
    let last: BTreeMap<OrgUnitCode, LastReport> = by_unit(app.store.last_reports(&report.id, &shown, None).await?);
    let told = places.iter().filter_map(|(Reverse(silence), code)| {
        let mut chain = all.upwards(code);
        let (unit, parent, last) = (chain.next()?, chain.next(), last.get(code));
        Some(json!({
            "org_unit": brief(unit),
            "parent": parent.map(brief),
            "status": choices.get(code).map(|choice| labelled(status, &watch.status_field, choice)),
            "last_period": last.map(|last| last.period.to_string()),
            "last_received_at": last.map(|last| iso(last.received_at)),
            "missed": missed.get(code).copied().unwrap_or_default(),
            "silent": *silence > 0,
        }))
    });
    Ok(json!({
        "kind": watch.kind.name(),
        "org_unit": brief(&reach.top),
        "silent_after": watch.silent_after,
        "report": { "form": report.id.as_str(), "title": report.title() },
        "count": count,
        "silent": silent,
        "classes": classes(app, watch, &reach.top.code).await?,
        "ended": ended(app, reach, watch.kind.name()).await?,
        "units": told.collect::<Value>(),
        "next": next,
    }))
}

/// Reads a place as `next` gives it.
pub(crate) fn place(text: &str) -> Result<Place, ()> {
    let (silence, code) = text.split_once('~').ok_or(())?;
    Ok((Reverse(silence.parse().map_err(drop)?), OrgUnitCode::parse(code).map_err(drop)?))
}

/// Where it is told how their classes are spread: the form, the field, and the latest period of which a report counts.
async fn classes(app: &App, watch: &Watch, top: &OrgUnitCode) -> Result<Value, Refusal> {
    let form = app.forms.named(&watch.class_form)?;
    let current = form.period_types().into_iter().filter_map(|kind| app.forms.calendar().at(kind, app.today()));
    let periods = current.flat_map(|current| std::iter::successors(Some(current), |period| period.previous()).take(CLASSED));
    let periods: Vec<Period> = periods.collect();
    let units = [top.clone()];
    let query = SumQuery { form: &form.id, periods: &periods, units: &units, path: Some(&watch.class_field), also: &[] };
    let found = tallies(app, &query).await?;
    let known = found.into_iter().filter(|(_, tally)| tally.sums.get(&watch.class_field).is_some_and(|sum| sum.given > 0));
    let latest = known.map(|((_, period), _)| period).max_by_key(|period| app.forms.days(*period).1);
    Ok(json!({ "form": form.id.as_str(), "path": watch.class_field, "period": latest.map(|period| period.to_string()) }))
}

/// The units of the kind that have ended below: on which day, and which units went on in their place.
async fn ended(app: &App, reach: &Reach, kind: &str) -> Result<Vec<Value>, Refusal> {
    let there: BTreeSet<&OrgUnitCode> = reach.units().iter().map(|unit| &unit.code).collect();
    let once = app.store.units_once_within(&reach.top.code).await?;
    let successions = app.store.successions().await?;
    let mut told = Vec::new();
    for unit in once.iter().filter(|unit| unit.kind == kind && !there.contains(&unit.code)) {
        let on = app.store.unit_life(&unit.code).await?.and_then(|life| life.ended());
        let mut into = Vec::new();
        for succession in successions.iter().filter(|succession| succession.from == unit.code) {
            into.extend(app.store.unit(&succession.to).await?.as_ref().map(brief));
        }
        told.push(json!({ "org_unit": brief(unit), "on": on.map(|day| day.to_string()), "into": into }));
    }
    Ok(told)
}

fn by_unit(last: Vec<LastReport>) -> BTreeMap<OrgUnitCode, LastReport> {
    last.into_iter().map(|last| (last.unit.clone(), last)).collect()
}

/// How many periods in a row, up to the last one that was due, each unit has not reported on since it is asked for reports.
///
/// Units for which the same periods were due are asked about together: the calendar is the province's.
async fn missed(app: &App, form: &Form, codes: &[OrgUnitCode], all: &Units<'_>) -> Result<BTreeMap<OrgUnitCode, usize>, Refusal> {
    let mut missed = BTreeMap::new();
    let Some(kind) = form.period_types().into_iter().next() else { return Ok(missed) };
    let mut by_province: BTreeMap<Option<&str>, DuePeriods> = BTreeMap::new();
    let mut together: BTreeMap<DuePeriods, Vec<(OrgUnitCode, Option<Date>)>> = BTreeMap::new();
    for code in codes {
        let chain: Vec<&Unit> = all.upwards(code).collect();
        let province = chain.iter().find(|unit| unit.kind == UnitKind::Province.name()).map(|unit| unit.code.as_str());
        let due = by_province.entry(province).or_insert_with(|| {
            let chain: Vec<Unit> = chain.iter().map(|unit| (*unit).clone()).collect();
            let calendar = app.forms.calendar_of(&chain);
            let periods = std::iter::successors(calendar.at(kind, app.today()), |period| period.previous()).take(LOOKED_BACK);
            periods.map(|period| (period, calendar.due(form, period))).filter(|(_, due)| *due < app.today()).collect()
        });
        together.entry(due.clone()).or_default().push((code.clone(), asked_from(chain)));
    }
    for (due, units) in together {
        let (codes, periods): (Vec<_>, Vec<_>) =
            (units.iter().map(|(code, _)| code.clone()).collect(), due.iter().map(|(period, _)| *period).collect());
        let last = by_unit(app.store.last_reports(&form.id, &codes, Some(&periods)).await?);
        for (code, from) in units {
            let sent = last.get(&code).map(|last| last.period);
            let asked = due.iter().take_while(|(_, due)| from.is_none_or(|from| *due >= from));
            let silent = asked.take_while(|(period, _)| Some(*period) != sent).count();
            missed.insert(code, silent);
        }
    }
    Ok(missed)
}

/// A choice with its labels.
fn labelled(form: &Form, field: &str, choice: &str) -> Value {
    let choices = form.field(field).and_then(|field| field["choices"].as_array());
    let label = choices.into_iter().flatten().find(|each| each["name"] == choice).map(|each| each["label"].clone());
    json!({ "name": choice, "label": label })
}
