//! The country: its provinces and communes as they are, and in each commune clubs, a fund and a branch that are invented.

use anyhow::Result;
use phieu_catalog::{UnitKind, centre, communes, provinces};
use phieu_report::OrgUnitCode;
use phieu_store::Unit;
use serde_json::Map;

/// Clubs in the country by the project's goal.
pub const CLUBS: usize = 12_000;

/// All units, parents before their children.
pub fn units(clubs: usize) -> Result<Vec<Unit>> {
    let mut units = vec![unit(&centre().code, &centre().name, UnitKind::Centre, None)?];
    let mut all = Vec::new();
    for province in provinces() {
        units.push(unit(&province.code, &province.name, UnitKind::Province, Some("VN"))?);
        all.extend(communes(&province.code));
    }
    for commune in &all {
        units.push(unit(&commune.code, &commune.name, UnitKind::Commune, commune.parent.as_deref())?);
        units.push(unit(&format!("{}-Q01", commune.code), "Quỹ", UnitKind::Fund, Some(&commune.code))?);
        units.push(unit(&format!("{}-H01", commune.code), "Chi hội", UnitKind::Branch, Some(&commune.code))?);
    }
    for number in 0..clubs {
        let commune = &all[number % all.len()].code;
        units.push(unit(&format!("{commune}-C{:02}", number / all.len() + 1), "Câu lạc bộ", UnitKind::Club, Some(commune))?);
    }
    Ok(units)
}

fn unit(code: &str, name: &str, kind: UnitKind, parent: Option<&str>) -> Result<Unit> {
    Ok(Unit {
        code: OrgUnitCode::parse(code)?,
        name: name.to_owned(),
        kind: kind.name().to_owned(),
        parent: parent.map(OrgUnitCode::parse).transpose()?,
        attributes: Map::new(),
    })
}
