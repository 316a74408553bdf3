//! The provinces and communes of the country, from `data/administrative-units-2026-07.csv`
//! (`thanglequoc/vietnamese-provinces-database`, generated 2026-07-25, MIT licence, copyright Thang Le Quoc).
//!
//! Codes are text and keep their leading zeros. Names are not unique, neither in the country nor, without marks, in a province.

use serde::{Deserialize, Serialize};

const FILE: &str = include_str!("../data/administrative-units-2026-07.csv");

/// The kinds of organisation unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnitKind {
    /// The association's centre.
    Centre,
    /// A province or a city under the centre.
    Province,
    /// A commune, ward or special zone.
    Commune,
    /// A branch (chi hội) in a village or neighbourhood.
    Branch,
    /// An intergenerational self-help club.
    Club,
    /// A fund; a unit, because one return is made for each fund.
    Fund,
}

impl UnitKind {
    /// All of them, from above to below.
    pub const ALL: [UnitKind; 6] =
        [UnitKind::Centre, UnitKind::Province, UnitKind::Commune, UnitKind::Branch, UnitKind::Club, UnitKind::Fund];

    /// The word in forms and JSON.
    pub fn name(self) -> &'static str {
        match self {
            UnitKind::Centre => "centre",
            UnitKind::Province => "province",
            UnitKind::Commune => "commune",
            UnitKind::Branch => "branch",
            UnitKind::Club => "club",
            UnitKind::Fund => "fund",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<UnitKind> {
        UnitKind::ALL.into_iter().find(|kind| kind.name() == text)
    }
}

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
    Unit { code: "VN".to_owned(), name: name.to_owned(), kind: UnitKind::Centre, parent: None }
}

/// The 34 provinces, by code.
pub fn provinces() -> Vec<Unit> {
    lines().filter(|(_, province, _)| province.is_empty()).map(|(code, _, name)| unit(code, name, UnitKind::Province, "VN")).collect()
}

/// The province of a code.
pub fn province(code: &str) -> Option<Unit> {
    provinces().into_iter().find(|unit| unit.code == code)
}

/// The communes, wards and special zones of a province, by code; none if there is no such province.
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
