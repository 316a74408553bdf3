//! An administrator changes units: a new one, another name or place, an end, several into one, one into several. Nothing is ever deleted.
//!
//! A change that is entered ahead waits for its day (`unit_plans`). What would leave a report open is refused and named, unless the
//! administrator says that it will not come any more; of one that waits, what is open on its day is still asked for.

use phieu_catalog::UnitKind;
use phieu_report::{Date, OrgUnitCode, Status};
use phieu_store::{Account, NewUnitChange, ReportFilter, ReportRow, Unit};
use phieu_unit::{Change, Fault};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::app::App;
use crate::forms::Form;
use crate::people::role::{Capability, lets, may};
use crate::refusal::{Code, Refusal};
use crate::unit_plans::within_reach;
use crate::units::{asked_from, brief, chain, unit};

/// How many ended periods count, besides the current one: those that duties ask for.
const STILL_ASKED: usize = 2;

/// Whether an account may change a unit, given with all above it: it administers that one or one above.
pub(crate) fn may_change(account: &Account, chain: &[Unit]) -> bool {
    let administers = |unit: &Unit| account.duties.iter().any(|duty| duty.unit == unit.code && lets(duty, Capability::Administers));
    chain.iter().any(administers)
}

/// Refuses where the account may not change one of these units. Codes of units that are still to come are nobody's.
async fn authorise(app: &App, account: &Account, codes: impl IntoIterator<Item = &OrgUnitCode>) -> Result<(), Refusal> {
    if !may(account, Capability::Administers) {
        return Err(Code::NotAdministrator.into());
    }
    for code in codes {
        if let Some(unit) = app.store.unit(code).await?
            && !may_change(account, &chain(app.store.as_ref(), unit).await?)
        {
            return Err(Refusal::with(Code::NotAdministrator, json!({ "org_unit": code.as_str() })));
        }
    }
    Ok(())
}

/// A change as it arrives.
#[derive(Deserialize)]
pub(crate) struct Wanted {
    #[serde(flatten)]
    pub(crate) change: Change,
    /// Whether the unit may end although reports of it are open.
    #[serde(default)]
    pub(crate) despite_duties: bool,
}

/// Who asks for a change: an account, or whoever has the database's files.
pub(crate) enum By<'a> {
    Account(&'a Account),
    Files,
}

impl By<'_> {
    pub(crate) fn login(&self) -> &str {
        match self {
            By::Account(account) => &account.login,
            By::Files => "phieu unit",
        }
    }

    pub(crate) async fn authorised(&self, app: &App, codes: impl IntoIterator<Item = &OrgUnitCode>) -> Result<(), Refusal> {
        match self {
            By::Account(account) => authorise(app, account, codes).await,
            By::Files => Ok(()),
        }
    }
}

/// Carries out a change and names the units that it touched, as they are now; or keeps it for its day and gives its number.
pub(crate) async fn change(app: &App, by: By<'_>, wanted: Wanted) -> Result<Value, Refusal> {
    let Wanted { change, despite_duties } = wanted;
    by.authorised(app, change.units()).await?;
    by.authorised(app, &silent_parent(app, &change).await?).await?;
    if change.on > app.today() {
        within_reach(app, change.on)?;
        let new = NewUnitChange { change, at: app.now(), login: by.login().to_owned() };
        let number = app.store.plan_change(&new).await?.map_err(refused)?;
        return Ok(json!({ "units": [], "planned": number }));
    }
    if !despite_duties {
        let mut open = Vec::new();
        for code in change.ending() {
            open.extend(open_duties(app, code, change.on).await?);
        }
        if !open.is_empty() {
            return Err(Refusal::with(Code::UnitHasDuties, json!({ "open": open })));
        }
    }
    let new = NewUnitChange { change, at: app.now(), login: by.login().to_owned() };
    let touched = app.store.change_units(&new).await?.map_err(refused)?;
    let mut units = Vec::new();
    for code in touched {
        units.push(brief(&unit(app, &code).await?));
    }
    Ok(json!({ "units": units }))
}

/// The unit under which a change puts a new one without naming it.
async fn silent_parent(app: &App, change: &Change) -> Result<Option<OrgUnitCode>, Refusal> {
    let Some((new, beside)) = change.beside() else { return Ok(None) };
    // One that there is stays where it is.
    if app.store.unit(new).await?.is_some() {
        return Ok(None);
    }
    Ok(app.store.unit(beside).await?.and_then(|unit| unit.parent))
}

/// Sets the day from which a unit and those below it are asked for reports.
pub(crate) async fn ask_from(app: &App, by: By<'_>, code: &OrgUnitCode, day: Date) -> Result<Value, Refusal> {
    by.authorised(app, [code]).await?;
    let unknown = || Refusal::with(Code::UnknownUnit, json!({ "org_unit": code.as_str() }));
    let unit = app.store.ask_from(code, day, app.now(), by.login()).await?.ok_or_else(unknown)?;
    Ok(json!({ "units": [brief(&unit)] }))
}

/// The reports that a unit still owes or has under way, of periods that end before a day.
async fn open_duties(app: &App, code: &OrgUnitCode, before: Date) -> Result<Vec<Value>, Refusal> {
    let chain = chain(app.store.as_ref(), unit(app, code).await?).await?;
    let Some(kind) = chain.first().and_then(|unit| UnitKind::parse(&unit.kind)) else { return Ok(Vec::new()) };
    let mut open = Vec::new();
    // A register is open as long as its unit is there; it keeps nobody from ending.
    for form in app.forms.latest().filter(|form| form.is_filled_by(kind.name()) && !form.is_register()) {
        open.extend(open_of_form(app, form, &chain, before).await?);
    }
    Ok(open)
}

async fn open_of_form(app: &App, form: &Form, chain: &[Unit], before: Date) -> Result<Vec<Value>, Refusal> {
    let Some(unit) = chain.first() else { return Ok(Vec::new()) };
    let filter = ReportFilter { units: Some(vec![unit.code.clone()]), form: Some(form.id.clone()), ..ReportFilter::default() };
    let reports = app.store.reports(&filter).await?;
    let life = app.store.unit_life(&unit.code).await?;
    let calendar = app.forms.calendar_of(chain);
    let mut periods = calendar.asked(form, app.today(), asked_from(chain), STILL_ASKED);
    periods.retain(|period| {
        let end = calendar.days(*period).1;
        let was_there = life.as_ref().is_some_and(|life| life.on(end).is_some());
        end < before && was_there && reports.iter().all(|row| row.period != *period)
    });
    let is_open = |row: &&ReportRow| !row.status.counts() && row.status != Status::Replaced;
    periods.extend(reports.iter().filter(is_open).map(|row| row.period));
    let listed = periods.into_iter().map(|period| {
        let status = reports.iter().find(|row| row.period == period).map(|row| row.status.name());
        json!({ "org_unit": unit.code.as_str(), "form": form.id.as_str(), "title": form.title(), "period": period.to_string(), "status": status })
    });
    Ok(listed.collect())
}

/// Why a change cannot be, as the reader is told.
fn refused(fault: Fault) -> Refusal {
    let mut details = json!({ "reason": fault.code(), "org_unit": fault.unit().map(OrgUnitCode::as_str) });
    match &fault {
        Fault::HasChildren(_, children) => details["children"] = children.iter().map(|code| Value::from(code.as_str())).collect(),
        Fault::TooEarly(_, day) => details["since"] = day.to_string().into(),
        _ => {}
    }
    Refusal::with(code_of_fault(fault.code()), details)
}

/// The refusal of a fault, by the fault's word.
pub(crate) fn code_of_fault(fault: &str) -> Code {
    match fault {
        "unknown_unit" | "absent" => Code::UnknownUnit,
        "taken" => Code::UnitTaken,
        "ended" => Code::UnitEnded,
        "has_children" => Code::UnitHasChildren,
        "no_parent" | "level" => Code::UnitPlace,
        "name" => Code::UnitName,
        "few" | "twice" | "not_a_child" | "share" => Code::UnitList,
        _ => Code::UnitDay,
    }
}
