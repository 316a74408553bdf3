//! The kinds of organisation unit, and which may stand under which. The order leaves no room for a circle of parents.

use serde::{Deserialize, Serialize};

/// The kinds of organisation unit, from above to below.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnitKind {
    /// The association's centre.
    Centre,
    /// A province or a city under the centre.
    Province,
    /// A district, as there were until 30/06/2025.
    District,
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
    pub const ALL: [UnitKind; 7] =
        [UnitKind::Centre, UnitKind::Province, UnitKind::District, UnitKind::Commune, UnitKind::Branch, UnitKind::Club, UnitKind::Fund];

    /// The word in forms and JSON.
    pub fn name(self) -> &'static str {
        match self {
            UnitKind::Centre => "centre",
            UnitKind::Province => "province",
            UnitKind::District => "district",
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

    /// Whether a unit of this kind may stand under one of another kind, or under none.
    pub fn fits_under(self, parent: Option<UnitKind>) -> bool {
        match self {
            UnitKind::Centre => parent.is_none(),
            UnitKind::Province => parent == Some(UnitKind::Centre),
            UnitKind::District => parent == Some(UnitKind::Province),
            UnitKind::Commune => matches!(parent, Some(UnitKind::Province | UnitKind::District)),
            UnitKind::Branch | UnitKind::Club | UnitKind::Fund => parent == Some(UnitKind::Commune),
        }
    }
}
