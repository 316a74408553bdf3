//! Changes of units that are entered before their day: listed, taken back. When it comes they are carried out ([`daily`](crate::daily));
//! authority was asked when the change was entered.

use phieu_report::{Date, OrgUnitCode};
use phieu_store::{Account, PlannedChange};
use phieu_unit::{Action, Change};
use serde_json::{Value, json};

use crate::app::App;
use crate::clock::iso;
use crate::language::Language;
use crate::refusal::{Code, Refusal};
use crate::unit_changes::{By, code_of_fault};

/// How many years ahead a change is entered at most: a later day is a slip of the finger.
const FARTHEST_YEARS: i32 = 5;

/// Refuses a day too far ahead.
pub(crate) fn within_reach(app: &App, on: Date) -> Result<(), Refusal> {
    if on.year() > app.today().year() + FARTHEST_YEARS {
        return Err(Refusal::with(Code::UnitDay, json!({ "on": on.to_string(), "today": app.today().to_string() })));
    }
    Ok(())
}

/// What waits, and what could not be carried out: `{"changes": [{"change", "on", "action", "units", "source", "by", "at", "refused", …}]}`.
pub(crate) async fn listed(app: &App, account: &Account, language: Language) -> Result<Value, Refusal> {
    let mut changes = Vec::new();
    for planned in app.store.planned_changes().await? {
        let may_withdraw = By::Account(account).authorised(app, planned.change.units()).await.is_ok();
        changes.push(one(app, &planned, may_withdraw, language).await?);
    }
    Ok(json!({ "changes": changes }))
}

async fn one(app: &App, planned: &PlannedChange, may_withdraw: bool, language: Language) -> Result<Value, Refusal> {
    let change = json!(planned.change);
    let mut units = Vec::new();
    let heir = match &planned.change.action {
        Action::Merge { from, into } if !from.contains(&into.code) => app.store.unit(&into.code).await?.map(|_| &into.code),
        _ => None,
    };
    for (part, code) in parts(&planned.change, heir) {
        let known = app.store.unit(code).await?.map(|unit| unit.name);
        let new = new_name(&planned.change, code).filter(|_| part == "after");
        let name = new.or(known).unwrap_or_default();
        units.push(json!({ "code": code.as_str(), "name": name, "part": part }));
    }
    let refused = planned.fault.as_deref().map(|fault| code_of_fault(fault).sentence(language));
    Ok(json!({
        "change": planned.id,
        "action": change["action"],
        "name": change["name"],
        "on": planned.change.on.to_string(),
        "source": planned.change.source,
        "units": units,
        "by": planned.by,
        "at": iso(planned.at),
        "refused": refused,
        "may_withdraw": may_withdraw,
    }))
}

/// Which part each unit has in a change: it is there `before` or `after`, goes over (`moved`) to one of those after, or stands `above`. `heir` is a
/// unit of today that takes others in without being named among them.
fn parts<'c>(change: &'c Change, heir: Option<&'c OrgUnitCode>) -> Vec<(&'static str, &'c OrgUnitCode)> {
    match &change.action {
        Action::Add { code, parent, .. } => vec![("after", code), ("above", parent)],
        Action::Move { code, parent } => vec![("before", code), ("above", parent)],
        Action::Rename { code, .. } | Action::Close { code } => vec![("before", code)],
        Action::Merge { from, into } => {
            let (before, above) = (from.iter().chain(heir).map(|code| ("before", code)), into.parent.iter().map(|code| ("above", code)));
            before.chain([("after", &into.code)]).chain(above).collect()
        }
        Action::Split { code, into } => {
            let after = into.iter().map(|part| ("after", &part.code));
            let moved = into.iter().flat_map(|part| &part.children).map(|code| ("moved", code));
            [("before", code)].into_iter().chain(after).chain(moved).collect()
        }
    }
}

/// How a unit that is still to come will be called.
fn new_name(change: &Change, code: &OrgUnitCode) -> Option<String> {
    match &change.action {
        Action::Add { code: new, name, .. } => (new == code).then(|| name.clone()),
        Action::Merge { into, .. } => into.name.clone().filter(|_| into.code == *code),
        Action::Split { into, .. } => into.iter().find(|part| part.code == *code)?.name.clone(),
        Action::Rename { .. } | Action::Move { .. } | Action::Close { .. } => None,
    }
}

/// Takes a change back before its day, or puts one aside that could not be carried out.
pub(crate) async fn withdraw(app: &App, account: &Account, id: i64) -> Result<(), Refusal> {
    let planned = app.store.planned_changes().await?.into_iter().find(|planned| planned.id == id).ok_or(Code::UnknownChange)?;
    By::Account(account).authorised(app, planned.change.units()).await?;
    match app.store.withdraw_change(id, app.now(), &account.login).await? {
        true => Ok(()),
        false => Err(Code::UnknownChange.into()),
    }
}
