//! The provinces and communes of the country over time, from two files of `data`: the list of July 2026 (see its README for source,
//! licence and checksum), and what changed before and after it (`unit-changes.toml`, each row with its source).
//!
//! Codes are text and keep their leading zeros. Names are not unique, neither in the country nor, without marks, in a province.

use std::collections::BTreeMap;

use phieu_report::{Date, OrgUnitCode};
use phieu_unit::{Hierarchy, Life, Succession, SuccessionKind, UnitKind, Version};
use serde::{Deserialize, Serialize};

use crate::{DataError, read};

const FILE: &str = include_str!("../data/administrative-units-2026-07.csv");
const CHANGES: &str = "unit-changes.toml";
const CHANGES_TEXT: &str = include_str!("../data/unit-changes.toml");
/// What a row of the list is known by.
const SOURCE: &str = "Quyết định 19/2025/QĐ-TTg (theo danh sách thanglequoc/vietnamese-provinces-database, 2026-07-25)";
/// The day on which the communes of the list began.
const COMMUNES_FROM: &str = "2025-07-01";
const CENTRE: &str = "VN";

/// An organisation unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    /// `VN`, two digits for a province, five for a commune, `24848-H01` for a branch, `24848-C01` for a club, `24848-Q01` for a
    /// fund.
    pub code: String,
    /// Its full name, with its type.
    pub name: String,
    /// What it is.
    pub kind: UnitKind,
    /// The code of the unit above it.
    pub parent: Option<String>,
}

/// The association's centre, above the provinces.
pub fn centre() -> Unit {
    let name = "Trung ương Hội Người cao tuổi Việt Nam";
    Unit { code: CENTRE.to_owned(), name: name.to_owned(), kind: UnitKind::Centre, parent: None }
}

/// The 34 provinces of the list, by code.
pub fn provinces() -> Vec<Unit> {
    lines().filter(|(_, province, _)| province.is_empty()).map(|(code, _, name)| unit(code, name, UnitKind::Province, CENTRE)).collect()
}

/// The province of a code.
pub fn province(code: &str) -> Option<Unit> {
    provinces().into_iter().find(|unit| unit.code == code)
}

/// The communes, wards and special zones of a province of the list, by code; none if there is no such province.
pub fn communes(province: &str) -> Vec<Unit> {
    if province.is_empty() {
        return Vec::new();
    }
    lines().filter(|line| line.1 == province).map(|(code, above, name)| unit(code, name, UnitKind::Commune, above)).collect()
}

fn unit(code: &str, name: &str, kind: UnitKind, parent: &str) -> Unit {
    Unit { code: code.to_owned(), name: name.to_owned(), kind, parent: Some(parent.to_owned()) }
}

/// The file's rows as code, province's code and name. No field of it is quoted.
fn lines() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    FILE.lines().skip(1).filter_map(|line| {
        let (code, rest) = line.split_once(',')?;
        let (province, name) = rest.split_once(',')?;
        Some((code, province, name))
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Changes {
    source: BTreeMap<String, String>,
    state: Vec<State>,
    succession: Vec<Went>,
}

/// What a code meant until a day, or means from a day on.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct State {
    code: OrgUnitCode,
    name: String,
    kind: Option<UnitKind>,
    parent: Option<OrgUnitCode>,
    until: Option<Date>,
    from: Option<Date>,
    source: String,
}

/// Units that went on in others.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Went {
    from: Vec<OrgUnitCode>,
    to: Vec<OrgUnitCode>,
    on: Date,
    kind: SuccessionKind,
    source: String,
}

/// A digest of all that [`hierarchy`] is made of: where it is the same, so is the hierarchy.
pub fn hierarchy_digest() -> String {
    phieu_report::digest([env!("CARGO_PKG_VERSION"), COMMUNES_FROM, SOURCE, CHANGES_TEXT, FILE].join("\n").as_bytes())
}

/// The centre, all provinces and communes, those of before that the sources name, and who went on in whom.
pub fn hierarchy() -> Result<Hierarchy, DataError> {
    let changes: Changes = read(CHANGES, CHANGES_TEXT)?;
    let mut lives = listed()?;
    for state in &changes.state {
        let source = changes.source.get(&state.source).ok_or_else(|| wrong(format!("no source `{}`", state.source)))?;
        add(&mut lives, state, source)?;
    }
    let mut successions = Vec::new();
    for went in changes.succession {
        let source = changes.source.get(&went.source).ok_or_else(|| wrong(format!("no source `{}`", went.source)))?;
        let pairs = went.from.iter().flat_map(|from| went.to.iter().map(move |to| (from.clone(), to.clone())));
        successions.extend(pairs.map(|(from, to)| Succession {
            from,
            to,
            on: went.on,
            kind: went.kind,
            share: None,
            source: source.clone(),
        }));
    }
    Ok(Hierarchy::new(lives.into_values(), successions))
}

/// The centre and every row of the list. A province counts from the first day there is, a commune from the day on which the list's
/// communes began.
fn listed() -> Result<BTreeMap<OrgUnitCode, Life>, DataError> {
    let communes_from = Date::parse(COMMUNES_FROM).map_err(wrong)?;
    let rows = lines().map(|(code, province, name)| match province {
        "" => (code, name, UnitKind::Province, Some(CENTRE), Date::FIRST),
        _ => (code, name, UnitKind::Commune, Some(province), communes_from),
    });
    let centre = centre();
    let all = std::iter::once((CENTRE, centre.name.as_str(), UnitKind::Centre, None, Date::FIRST)).chain(rows);
    all.map(|(code, name, kind, parent, valid_from)| {
        let code = OrgUnitCode::parse(code).map_err(wrong)?;
        let parent = parent.map(OrgUnitCode::parse).transpose().map_err(wrong)?;
        let version = Version { valid_from, valid_to: None, name: name.to_owned(), kind, parent, source: SOURCE.to_owned() };
        Ok((code.clone(), Life { code, versions: vec![version] }))
    })
    .collect()
}

/// Puts a state where it belongs in the life of its code: before the first version, or after the last.
fn add(lives: &mut BTreeMap<OrgUnitCode, Life>, state: &State, source: &str) -> Result<(), DataError> {
    let life = lives.entry(state.code.clone()).or_insert_with(|| Life { code: state.code.clone(), versions: Vec::new() });
    let like = life.versions.first().cloned();
    let centre = OrgUnitCode::parse(CENTRE).map_err(wrong)?;
    let mut version = Version {
        valid_from: like.as_ref().map_or(Date::FIRST, |like| like.valid_from),
        valid_to: state.until,
        name: state.name.clone(),
        kind: state.kind.or(like.as_ref().map(|like| like.kind)).unwrap_or(UnitKind::Province),
        parent: state.parent.clone().or(like.and_then(|like| like.parent)).or(Some(centre)),
        source: source.to_owned(),
    };
    match (state.until, state.from) {
        (Some(until), None) => {
            life.versions.first_mut().into_iter().for_each(|after| after.valid_from = until);
            life.versions.insert(0, version);
        }
        (None, Some(from)) => {
            version.valid_from = from;
            life.versions.last_mut().into_iter().for_each(|before| before.valid_to = Some(from));
            life.versions.push(version);
        }
        _ => return Err(wrong(format!("{}: one of until and from", state.code))),
    }
    Ok(())
}

fn wrong(error: impl ToString) -> DataError {
    DataError { file: CHANGES, message: error.to_string() }
}
