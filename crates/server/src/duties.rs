//! What a signed-in person's units have to report, and what waits for its decision: what is overdue first, and never hidden. With each
//! report to be made comes what its check will know, so that the phone can fill it in with no network.

use std::collections::BTreeMap;
use std::sync::Arc;

use phieu_report::{Date, DutyState, OrgUnitCode, Period, ReportId};
use phieu_store::{Account, Remark, ReportFilter, ReportRow, Unit};
use phieu_unit::Life;
use serde_json::{Value, json};

use crate::app::App;
use crate::clock::iso;
use crate::closing::Closings;
use crate::context::Known;
use crate::forms::Form;
use crate::people::role::{Capability, lets};
use crate::refusal::Refusal;
use crate::review::standing;
use crate::reviewing::waiting;
use crate::units::{asked_from, brief, chain};

/// How many ended periods are asked for, besides the current one, where it is not known since when a unit reports here.
const STILL_ASKED: usize = 2;
/// How many reports that are done stay listed, for each form and unit.
const DONE_LISTED: usize = 6;

/// One report that a unit has to make, or has made.
pub(crate) struct Duty {
    pub(crate) form: Arc<Form>,
    /// The unit and all above it, as they are today.
    pub(crate) chain: Arc<Vec<Unit>>,
    pub(crate) period: Period,
    pub(crate) due: Date,
    pub(crate) state: DutyState,
    report: Option<ReportRow>,
    lock: Option<Value>,
}

/// All duties of an account: of the units that it reports for and of the funds under them, and as a reviewer.
pub(crate) async fn duties(app: &App, account: &Account) -> Result<Value, Refusal> {
    let listed = listed(app, account).await?;
    let mut by_unit: BTreeMap<&OrgUnitCode, Vec<usize>> = BTreeMap::new();
    for (at, duty) in listed.iter().enumerate() {
        duty.chain.first().into_iter().for_each(|unit| by_unit.entry(&unit.code).or_default().push(at));
    }
    let mut duties = vec![Value::Null; listed.len()];
    for (unit, places) in by_unit {
        let of_unit = || places.iter().filter_map(|at| listed.get(*at));
        let known = Known::new(app, unit, &of_unit().map(|duty| duty.period).collect::<Vec<_>>()).await?;
        known.prepare(of_unit().map(|duty| (&duty.form, duty.period))).await?;
        let reports: Vec<ReportId> = of_unit().filter_map(|duty| Some(duty.report.as_ref()?.id.clone())).collect();
        let remarks = app.store.remarks_on(&reports).await?;
        for (at, duty) in places.iter().zip(of_unit()) {
            duties[*at] = to_json(&known, duty, &remarks).await?;
        }
    }
    let reviews: Vec<Value> = waiting(app, account).await?.iter().map(|waiting| waiting.to_json(app.today())).collect();
    Ok(json!({ "now": iso(app.now()), "duties": duties, "reviews": reviews }))
}

/// The reports that an account's unit and the funds under it have to make: what is overdue first, then what came back, what is due, what will
/// be, what is sent and done; each the earliest due first.
pub(crate) async fn listed(app: &App, account: &Account) -> Result<Vec<Duty>, Refusal> {
    let mut duties = Vec::new();
    for unit in reporting_units(app, account).await? {
        let chain = Arc::new(chain(app.store.as_ref(), unit).await?);
        let closings = Closings::of(app, &chain).await?;
        let Some(unit) = chain.first() else { continue };
        let reports = app.store.reports(&ReportFilter { units: Some(vec![unit.code.clone()]), ..ReportFilter::default() }).await?;
        let life = app.store.unit_life(&unit.code).await?;
        let filled = app.forms.latest().filter(|form| form.is_filled_by(&unit.kind));
        for form in filled {
            let reports = reports.iter().filter(|row| row.form == form.id).cloned().collect::<Vec<_>>();
            duties.extend(of_form(app, form, &chain, &closings, &reports, life.as_ref()));
        }
    }
    duties.sort_by_key(|duty| (rank(duty.state), duty.due));
    Ok(duties)
}

fn rank(state: DutyState) -> u8 {
    match state {
        DutyState::Overdue => 0,
        DutyState::Returned => 1,
        DutyState::Due => 2,
        DutyState::Upcoming => 3,
        DutyState::Submitted | DutyState::Open => 4,
        DutyState::Locked | DutyState::Approved | DutyState::Replaced => 5,
    }
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

fn of_form(
    app: &App,
    form: &Arc<Form>,
    chain: &Arc<Vec<Unit>>,
    closings: &Closings,
    reports: &[ReportRow],
    life: Option<&Life>,
) -> Vec<Duty> {
    let calendar = app.forms.calendar_of(chain);
    let was_there = |period: Period| life.is_some_and(|life| life.on(calendar.days(period).1).is_some());
    let duties = periods(app, form, chain, reports).into_iter().filter_map(|period| {
        let report = reports.iter().find(|row| row.period == period).cloned();
        if report.is_none() && !was_there(period) {
            return None;
        }
        let lock = closings.lock(app, form, chain, period, app.now());
        let state = calendar.state(form, period, report.as_ref().map(|row| row.status), app.today());
        let can_do_nothing = lock.is_some() && !matches!(state, DutyState::Submitted | DutyState::Approved | DutyState::Replaced);
        let state = match form.is_register() {
            _ if can_do_nothing => DutyState::Locked,
            true => DutyState::Open,
            false => state,
        };
        Some(Duty { form: Arc::clone(form), chain: Arc::clone(chain), period, due: calendar.due(form, period), state, report, lock })
    });
    duties.collect()
}

/// The periods to list: those still asked for, those with a report that is not done, and the last ones done. An estimate goes with the
/// official report.
fn periods(app: &App, form: &Form, chain: &[Unit], reports: &[ReportRow]) -> Vec<Period> {
    let mut periods = app.forms.calendar_of(chain).asked(form, app.today(), asked_from(chain), STILL_ASKED);
    periods.retain(|period| !period.is_estimate() || reports.iter().all(|row| row.period != period.official()));
    let (done, open): (Vec<_>, Vec<_>) = reports.iter().filter(|row| row.replaced_by.is_none()).partition(|row| row.status.counts());
    for row in done.into_iter().take(DONE_LISTED).chain(open) {
        if !periods.contains(&row.period) {
            periods.push(row.period);
        }
    }
    periods
}

async fn to_json(known: &Known<'_>, duty: &Duty, remarks: &[(ReportId, Remark)]) -> Result<Value, Refusal> {
    let (app, Duty { form, chain, period, report, .. }) = (known.app, duty);
    let (start, end) = app.forms.calendar_of(chain).days(*period);
    let mut shown = json!({
        "form": form.id.as_str(),
        "version": form.version.as_str(),
        "title": form.title(),
        "org_unit": known.then(*period)?.chain.first().map(brief),
        "period": period.to_string(),
        "period_start": start.to_string(),
        "period_end": end.to_string(),
        "due": duty.due.to_string(),
        "state": duty.state.name(),
        "remarks": [],
        "context": known.context(form, *period, app.now()).await?,
    });
    if let Some(lock) = &duty.lock {
        shown["locked"] = lock.clone();
    }
    if let Some(row) = report {
        let (whole, on_answers) = last_remarks(remarks, row);
        shown["report_id"] = row.id.as_str().into();
        shown["revision"] = row.revision.get().into();
        shown["remarks"] = on_answers.into_iter().map(remark).collect();
        shown["remark"] = whole.map_or(Value::Null, |remark| remark.text.as_str().into());
        shown["standing"] = standing(app, form, chain, row);
    }
    Ok(shown)
}

/// The latest remark on the whole report and the remarks on its answers, of the last revision.
fn last_remarks<'r>(remarks: &'r [(ReportId, Remark)], row: &ReportRow) -> (Option<&'r Remark>, Vec<&'r Remark>) {
    let last = remarks.iter().filter(|(report, remark)| *report == row.id && remark.revision == row.revision);
    let (mut whole, on_answers): (Vec<_>, Vec<_>) = last.map(|(_, remark)| remark).partition(|remark| remark.path.is_empty());
    (whole.pop(), on_answers)
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
