//! One unit over time, as answers show it: what it was when, whom it came from, who came after it, who is under it.

use phieu_report::{Date, OrgUnitCode};
use phieu_store::Account;
use phieu_unit::{Hierarchy, Succession, Version};
use serde_json::{Value, json};

use crate::app::App;
use crate::helper;
use crate::refusal::Refusal;
use crate::unit_changes::may_change;
use crate::units::{brief, chain, unit};

/// What is known of a unit, and whether the account may change it.
pub(crate) async fn life(app: &App, account: &Account, code: &OrgUnitCode) -> Result<Value, Refusal> {
    let chain = chain(app.store.as_ref(), unit(app, code).await?).await?;
    let hierarchy = app.store.hierarchy().await?;
    let versions = hierarchy.life(code).map(|life| life.versions.as_slice()).unwrap_or_default();
    let rows = |which: fn(&Succession) -> (&OrgUnitCode, &OrgUnitCode)| {
        let of_unit = hierarchy.successions().iter().filter(move |row| which(row).0 == code);
        of_unit.map(|row| succession(&hierarchy, row, which(row).1)).collect::<Value>()
    };
    Ok(json!({
        "org_unit": chain.first().map(brief),
        "above": chain.iter().skip(1).map(brief).collect::<Value>(),
        "below": app.store.units_under(code).await?.iter().map(brief).collect::<Value>(),
        "versions": versions.iter().map(|row| version(&hierarchy, row)).collect::<Value>(),
        "predecessors": rows(|row| (&row.to, &row.from)),
        "successors": rows(|row| (&row.from, &row.to)),
        "asked_from": chain.first().and_then(|unit| unit.attributes.get("asked_from")),
        "may_change": may_change(account, &chain),
        "helper": helper::own(account, &chain),
        "may_set_helper": helper::may_set(account, &chain),
    }))
}

/// What a unit was called before a day, or as it began.
fn name_before(hierarchy: &Hierarchy, code: &OrgUnitCode, day: Date) -> String {
    let versions = hierarchy.life(code).map(|life| life.versions.as_slice()).unwrap_or_default();
    let then = versions.iter().rev().find(|version| version.valid_from < day).or(versions.first());
    then.map(|version| version.name.clone()).unwrap_or_default()
}

fn version(hierarchy: &Hierarchy, version: &Version) -> Value {
    let parent = version.parent.as_ref().map(|code| {
        let name = hierarchy.life(code).and_then(|life| Some(life.on(version.valid_from).or(life.last())?.name.as_str()));
        json!({ "code": code.as_str(), "name": name.unwrap_or_default() })
    });
    json!({
        "name": version.name,
        "kind": version.kind.name(),
        "parent": parent,
        "valid_from": (version.valid_from > Date::FIRST).then(|| version.valid_from.to_string()),
        "valid_to": version.valid_to.map(|day| day.to_string()),
        "source": version.source,
    })
}

/// A row of succession by the unit at its other end. One of before is named as it was before, one of after as it was from then on.
fn succession(hierarchy: &Hierarchy, row: &Succession, other: &OrgUnitCode) -> Value {
    let name = if *other == row.from {
        name_before(hierarchy, other, row.on)
    } else {
        hierarchy.life(other).and_then(|life| Some(life.on(row.on)?.name.clone())).unwrap_or_default()
    };
    json!({
        "code": other.as_str(), "name": name, "on": row.on.to_string(), "kind": row.kind.name(), "share": row.share, "source": row.source,
    })
}
