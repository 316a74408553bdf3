//! Units found by name on a day: everybody who fits, the best first, each with what stands above it. Nobody is chosen for the reader.

use std::collections::BTreeMap;

use phieu_catalog::UnitKind;
use phieu_report::{Date, OrgUnitCode};
use phieu_store::Unit;
use phieu_unit::Query;
use serde_json::{Value, json};

use crate::app::App;
use crate::refusal::Refusal;
use crate::units::{DEEPEST, brief};

/// The most units that one answer lists.
pub(crate) const MOST: usize = 100;

/// The units of that name, of one kind if it is given, on a day: so many at most, and whether there are more.
pub(crate) async fn search(app: &App, text: &str, kind: Option<UnitKind>, on: Date, limit: usize) -> Result<Value, Refusal> {
    let units = app.store.units_on(on).await?;
    let by_code: BTreeMap<&OrgUnitCode, &Unit> = units.iter().map(|unit| (&unit.code, unit)).collect();
    let query = Query::new(text);
    let mut found: Vec<_> = units
        .iter()
        .filter(|unit| kind.is_none_or(|kind| kind.name() == unit.kind))
        .filter_map(|unit| {
            let above = above(&by_code, unit);
            let names: Vec<&str> = above.iter().map(|unit| unit.name.as_str()).collect();
            let rank = query.as_ref()?.rank(unit.code.as_str(), &unit.name, &names)?;
            Some(((rank, UnitKind::parse(&unit.kind), &unit.code), unit, above))
        })
        .collect();
    found.sort_by_key(|(key, ..)| *key);
    let more = found.len() > limit;
    let listed = found.into_iter().take(limit).map(|(_, unit, above)| {
        let mut found = brief(unit);
        found["above"] = above.into_iter().map(brief).collect();
        found
    });
    Ok(json!({ "units": listed.collect::<Value>(), "more": more }))
}

/// The units above one, the nearest first.
fn above<'a>(by_code: &BTreeMap<&OrgUnitCode, &'a Unit>, unit: &Unit) -> Vec<&'a Unit> {
    let up = |unit: &&'a Unit| unit.parent.as_ref().and_then(|code| by_code.get(code)).copied();
    let first = unit.parent.as_ref().and_then(|code| by_code.get(code)).copied();
    std::iter::successors(first, up).take(DEEPEST).collect()
}
