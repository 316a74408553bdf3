//! Who follows whom: which units of before make up a unit of now, so that figures of both can be compared.

use std::collections::BTreeMap;

use phieu_report::{Date, OrgUnitCode};
use serde::{Deserialize, Serialize};

/// How a unit went on in another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SuccessionKind {
    /// Several became one; a unit that took others in is among its own predecessors.
    Merge,
    /// One became several, each with a share of it.
    Split,
    /// The same body under another code.
    Rename,
    /// A part of one went over to another, which has it beside its own.
    Partial,
}

impl SuccessionKind {
    /// The word in data and JSON.
    pub fn name(self) -> &'static str {
        match self {
            SuccessionKind::Merge => "merge",
            SuccessionKind::Split => "split",
            SuccessionKind::Rename => "rename",
            SuccessionKind::Partial => "partial",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<SuccessionKind> {
        let all = [SuccessionKind::Merge, SuccessionKind::Split, SuccessionKind::Rename, SuccessionKind::Partial];
        all.into_iter().find(|kind| kind.name() == text)
    }

    /// Whether the whole of the one went over.
    fn is_whole(self) -> bool {
        matches!(self, SuccessionKind::Merge | SuccessionKind::Rename)
    }
}

/// A unit that went on in another from a day on.
#[derive(Clone, Debug, PartialEq)]
pub struct Succession {
    /// The unit of before.
    pub from: OrgUnitCode,
    /// The unit of after; the same where it went on beside others that were put together with it or split off.
    pub to: OrgUnitCode,
    /// The first day of after.
    pub on: Date,
    /// How.
    pub kind: SuccessionKind,
    /// How much of the unit of before went over, more than 0 and 1 at most; `None` is all of a merge or rename, and of the others unknown.
    pub share: Option<f64>,
    /// What says so.
    pub source: String,
}

/// A unit whose figures make up a part of another's.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// The unit.
    pub code: OrgUnitCode,
    /// How much of its figures, 1 for all.
    pub share: f64,
}

/// The units of an earlier day that make up a unit as it is on a later one, by code: the unit alone where nothing happened between.
///
/// An error where a part went over of which nobody knows how much, with the unit of which it was: then there is nothing to compare with.
pub fn sources(code: &OrgUnitCode, then: Date, now: Date, successions: &[Succession]) -> Result<Vec<Source>, OrgUnitCode> {
    let between = |row: &&Succession| then < row.on && row.on <= now;
    let touching = successions.iter().filter(between).filter(|row| row.to == *code || (row.from == *code && !row.kind.is_whole()));
    let Some(day) = touching.map(|row| row.on).max() else { return Ok(vec![Source { code: code.clone(), share: 1.0 }]) };
    let rows: Vec<&Succession> = successions.iter().filter(|row| row.to == *code && row.on == day).collect();
    let own_is_known = rows.iter().any(|row| row.from == *code);
    let lost = successions.iter().any(|row| row.on == day && row.from == *code && row.to != *code && !row.kind.is_whole());
    if lost && !own_is_known {
        return Err(code.clone());
    }
    // A part that came over lies beside what the unit was already.
    let beside = (!own_is_known && rows.iter().all(|row| row.kind == SuccessionKind::Partial)).then_some((code, 1.0));
    let mut parts: Vec<(&OrgUnitCode, f64)> = beside.into_iter().collect();
    for row in rows {
        parts.push((&row.from, row.share.or(row.kind.is_whole().then_some(1.0)).ok_or_else(|| row.from.clone())?));
    }
    let before = day.plus_days(-1).unwrap_or(day);
    let mut all: BTreeMap<OrgUnitCode, f64> = BTreeMap::new();
    for (from, share) in parts {
        for source in sources(from, then, before, successions)? {
            *all.entry(source.code).or_default() += share * source.share;
        }
    }
    Ok(all.into_iter().map(|(code, share)| Source { code, share }).collect())
}
