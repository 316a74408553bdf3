//! What a signed-in person's units have to report: the current period and the last few of each form, where each stands, and what its
//! check will know, so that the phone can fill it in with no network.

use std::sync::Arc;

use phieu_report::{Date, DutyState, Period, PeriodType, Status};
use phieu_store::{Account, Remark, ReportFilter, ReportRow, Unit};
use serde_json::{Value, json};

use crate::app::App;
use crate::clock::iso;
use crate::context;
use crate::forms::Form;
use crate::people::role::{Capability, lets};
use crate::refusal::Refusal;
use crate::units::{asked_from, brief, chain, chain_then};

/// How many ended periods are asked for, besides the current one.
const STILL_ASKED: usize = 2;
/// How many reports that are done stay listed, for each form and unit.
const DONE_LISTED: usize = 6;

/// All duties of the units that an account reports for and of the funds under them, the earliest due first.
pub(crate) async fn duties(app: &App, account: &Account) -> Result<Value, Refusal> {
    let mut duties = Vec::new();
    for unit in reporting_units(app, account).await? {
        let chain = chain(app.store.as_ref(), unit).await?;
        for form in app.forms.latest() {
            duties.extend(of_form(app, form, &chain).await?);
        }
    }
    duties.sort_by_key(|(due, _): &(Date, Value)| *due);
    let duties: Vec<Value> = duties.into_iter().map(|(_, duty)| duty).collect();
    Ok(json!({ "now": iso(app.now()), "duties": duties }))
}

async fn reporting_units(app: &App, account: &Account) -> Result<Vec<Unit>, Refusal> {
    let mut units: Vec<Unit> = Vec::new();
    for duty in account.duties.iter().filter(|duty| lets(duty, Capability::Reports)) {
        let funds = app.store.units_under(&duty.unit).await?.into_iter().filter(|unit| unit.kind == "fund");
        for unit in app.store.unit(&duty.unit).await?.into_iter().chain(funds) {
            if !units.contains(&unit) {
                units.push(unit);
            }
        }
    }
    Ok(units)
}

async fn of_form(app: &App, form: &Arc<Form>, chain: &[Unit]) -> Result<Vec<(Date, Value)>, Refusal> {
    let Some(unit) = chain.first().filter(|unit| form.filled_by().is_some_and(|kind| kind.name() == unit.kind)) else {
        return Ok(Vec::new());
    };
    let filter = ReportFilter { units: Some(vec![unit.code.clone()]), form: Some(form.id.clone()), ..ReportFilter::default() };
    let reports = app.store.reports(&filter).await?;
    let mut duties = Vec::new();
    let life = app.store.unit_life(&unit.code).await?;
    let was_there = |period: Period| life.as_ref().is_some_and(|life| life.on(app.forms.days(period).1).is_some());
    for period in listed(app, form, chain, &reports) {
        let report = reports.iter().find(|row| row.period == period);
        if report.is_none() && !was_there(period) {
            continue;
        }
        let then = chain_then(app, &unit.code, period).await?;
        duties.push((app.forms.due(form, period), duty(app, form, &then, period, report).await?));
    }
    Ok(duties)
}

/// The periods to list: those still asked for and due since the unit reports here, those with a report that is not done, and the last ones done.
fn listed(app: &App, form: &Form, chain: &[Unit], reports: &[ReportRow]) -> Vec<Period> {
    let mut periods = asked(app, form, STILL_ASKED);
    let from = asked_from(chain);
    periods.retain(|period| from.is_none_or(|from| app.forms.due(form, *period) >= from));
    let done = reports.iter().filter(|row| row.status == Status::Approved).take(DONE_LISTED);
    let open = reports.iter().filter(|row| row.status != Status::Approved);
    for row in done.chain(open) {
        if !periods.contains(&row.period) {
            periods.push(row.period);
        }
    }
    periods
}

/// The current period of each kind of a form and so many before it, the latest first. Where the next one is asked for before it
/// begins, it counts as the current one.
///
/// A form of half-years that is also filed for the year has no second half: its year is the report on it.
pub(crate) fn asked(app: &App, form: &Form, before: usize) -> Vec<Period> {
    let kinds = form.period_types();
    let mut periods = Vec::new();
    for kind in &kinds {
        let current = app.forms.period_at(*kind, app.today());
        let next = current.and_then(Period::next).filter(|next| is_open(app, form, *next));
        let of_kind = next.into_iter().chain(std::iter::successors(current, |period| period.previous()));
        let covered = |period: &Period| kinds.contains(&PeriodType::Year) && *kind == PeriodType::Half && period.number() == 2;
        let count = if *kind == PeriodType::Year { 2 } else { before + 1 };
        periods.extend(of_kind.take(count).filter(|period| !covered(period)));
    }
    periods
}

/// Whether a period that nobody has reported on is asked for today.
fn is_open(app: &App, form: &Form, period: Period) -> bool {
    app.forms.state(form, period, None, app.today()) != DutyState::Upcoming
}

async fn duty(app: &App, form: &Arc<Form>, chain: &[Unit], period: Period, report: Option<&ReportRow>) -> Result<Value, Refusal> {
    let (start, end) = app.forms.days(period);
    let state = app.forms.state(form, period, report.map(|row| row.status), app.today());
    let mut duty = json!({
        "form": form.id.as_str(),
        "version": form.version.as_str(),
        "title": form.title(),
        "org_unit": chain.first().map(brief),
        "period": period.to_string(),
        "period_start": start.to_string(),
        "period_end": end.to_string(),
        "due": app.forms.due(form, period).to_string(),
        "state": state.name(),
        "remarks": [],
        "context": context::of_unit(app, form, chain, period, app.now()).await?,
    });
    if let Some(row) = report {
        let (whole, on_answers) = last_remarks(app, row).await?;
        duty["report_id"] = row.id.as_str().into();
        duty["revision"] = row.revision.get().into();
        duty["remarks"] = on_answers.iter().map(remark).collect();
        duty["remark"] = whole.map_or(Value::Null, |remark| remark.text.into());
    }
    Ok(duty)
}

/// The latest remark on the whole report and the remarks on its answers, of the last revision.
async fn last_remarks(app: &App, row: &ReportRow) -> Result<(Option<Remark>, Vec<Remark>), Refusal> {
    let remarks = app.store.remarks(&row.id).await?.into_iter().filter(|remark| remark.revision == row.revision);
    let (mut whole, on_answers): (Vec<_>, Vec<_>) = remarks.partition(|remark| remark.path.is_empty());
    Ok((whole.pop(), on_answers))
}

/// A remark as answers show it.
pub(crate) fn remark(remark: &Remark) -> Value {
    json!({
        "path": remark.path,
        "text": remark.text,
        "by": remark.by,
        "at": iso(remark.at),
        "revision": remark.revision.get(),
    })
}
