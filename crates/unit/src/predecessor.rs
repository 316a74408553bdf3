//! Units of before, remembered afterwards: what a table says of them and of the units they went on in.
//!
//! Nothing that is known is changed but what was left open: how much of a unit went where. What cannot be is told row by row, and then
//! nothing is remembered.

use std::collections::{BTreeMap, BTreeSet};

use phieu_report::{Date, OrgUnitCode};

use crate::change::{once, proper};
use crate::{Fault, Hierarchy, Life, Succession, SuccessionKind, UnitKind, Version};

/// A unit of before and one of those in which it went on.
#[derive(Clone, Debug, PartialEq)]
pub struct Predecessor {
    /// The code of before; that of the unit of after, where this one kept it.
    pub code: OrgUnitCode,
    /// Its full name then.
    pub name: String,
    /// What it was.
    pub kind: UnitKind,
    /// The unit above it then, known or named by a row before.
    pub parent: OrgUnitCode,
    /// The unit in which it went on.
    pub into: OrgUnitCode,
    /// The first day on which it was no more.
    pub on: Date,
    /// How much of it went there, more than 0 and 1 at most, where it is known.
    pub share: Option<f64>,
    /// What says so.
    pub source: String,
}

impl Hierarchy {
    /// Takes up units of before and gives the codes of those that it touched, or every row that cannot be with its number from 0.
    pub fn remember(&mut self, rows: &[Predecessor]) -> Result<BTreeSet<OrgUnitCode>, Vec<(usize, Fault)>> {
        let mut work = self.clone();
        let mut faults: Vec<(usize, Fault)> = Vec::new();
        let mut added: BTreeMap<&OrgUnitCode, usize> = BTreeMap::new();
        for (at, row) in rows.iter().enumerate() {
            let keeps_code = rows.iter().any(|other| other.code == row.code && other.into == row.code && other.on == row.on);
            match work.remember_unit(row, keeps_code) {
                Ok(true) => _ = added.entry(&row.code).or_insert(at),
                Ok(false) => {}
                Err(fault) => faults.push((at, fault)),
            }
        }
        for (code, at) in &added {
            let first = work.life(code).and_then(|life| life.versions.first());
            faults.extend(first.and_then(|version| work.misplaced(code, version)).map(|fault| (*at, fault)));
        }
        for (at, row) in rows.iter().enumerate() {
            faults.extend(went_on(&work, rows, at).err().map(|fault| (at, fault)));
            let kind = kind_of(rows, row);
            let same = |known: &&mut Succession| known.from == row.code && known.to == row.into && known.on == row.on;
            match work.successions.iter_mut().find(same) {
                Some(known) if known.share.is_none() && row.share.is_some() => {
                    (known.share, known.source) = (row.share, row.source.clone());
                }
                Some(_) => {}
                None => work.successions.push(Succession {
                    from: row.code.clone(),
                    to: row.into.clone(),
                    on: row.on,
                    kind,
                    share: row.share,
                    source: row.source.clone(),
                }),
            }
        }
        if !faults.is_empty() {
            faults.sort_by_key(|(at, _)| *at);
            return Err(faults);
        }
        *self = work;
        Ok(rows.iter().flat_map(|row| [row.code.clone(), row.into.clone()]).collect())
    }

    /// Takes up the unit of a row; whether it was not known yet. A unit of after may have kept its code.
    fn remember_unit(&mut self, row: &Predecessor, keeps_code: bool) -> Result<bool, Fault> {
        let name = proper(&row.code, &row.name)?;
        if self.life(&row.into).is_none_or(|life| life.on(row.on).is_none()) {
            return Err(Fault::Absent(row.into.clone(), row.on));
        }
        let before = row.on.plus_days(-1).ok_or_else(|| Fault::Empty(row.code.clone(), row.on))?;
        let above = self.life(&row.parent).ok_or_else(|| Fault::UnknownUnit(row.parent.clone()))?;
        let since = above.versions.first().map_or(Date::FIRST, |first| first.valid_from);
        let version = Version {
            valid_from: since,
            valid_to: Some(row.on),
            name,
            kind: row.kind,
            parent: Some(row.parent.clone()),
            source: row.source.clone(),
        };
        let Some(life) = self.lives.get_mut(&row.code) else {
            self.lives.insert(row.code.clone(), Life { code: row.code.clone(), versions: vec![version] });
            return Ok(true);
        };
        let goes_on = life.on(row.on).is_some();
        match life.on(before) {
            // Known: by the same name, and over on that day but for one that kept its code.
            Some(known) if known.name == version.name && goes_on == keeps_code => Ok(false),
            None if keeps_code && life.versions.first().is_some_and(|first| first.valid_from == row.on) => {
                life.versions.insert(0, version);
                Ok(true)
            }
            _ => Err(Fault::Taken(row.code.clone())),
        }
    }
}

/// Whether a row is there once, and the shares of its unit are 1 at most together.
fn went_on(known: &Hierarchy, rows: &[Predecessor], at: usize) -> Result<(), Fault> {
    let Some((row, before)) = rows.get(at).zip(rows.get(..at)) else { return Ok(()) };
    let same = |other: &&Predecessor| other.code == row.code && other.on == row.on;
    let codes: Vec<OrgUnitCode> = before.iter().filter(same).chain([row]).map(|row| row.into.clone()).collect();
    once(&codes)?;
    let elsewhere = |went: &&Succession| went.from == row.code && went.on == row.on && !rows.iter().any(|row| row.into == went.to);
    let kept: f64 = known.successions.iter().filter(elsewhere).filter_map(|went| went.share).sum();
    let here: f64 = before.iter().filter(same).chain([row]).filter_map(|row| row.share).sum();
    let fits = row.share.is_none_or(|share| share > 0.0) && kept + here <= 1.000_001;
    if fits { Ok(()) } else { Err(Fault::Share(row.code.clone())) }
}

/// How the unit of a row went on: in several, with others in one, or alone.
fn kind_of(rows: &[Predecessor], row: &Predecessor) -> SuccessionKind {
    let same_day = || rows.iter().filter(|other| other.on == row.on);
    let parts = same_day().filter(|other| other.code == row.code).count();
    if parts > 1 || row.share.is_some_and(|share| share < 1.0) {
        SuccessionKind::Split
    } else if row.code == row.into || same_day().filter(|other| other.into == row.into).count() > 1 {
        SuccessionKind::Merge
    } else {
        SuccessionKind::Rename
    }
}
