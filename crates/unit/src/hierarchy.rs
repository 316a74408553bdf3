//! All units over time, and what holds between them.

use std::collections::BTreeMap;

use phieu_report::{Date, OrgUnitCode};

use crate::{Fault, Life, Succession, Version};

/// All units by code, with all successions.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hierarchy {
    pub(crate) lives: BTreeMap<OrgUnitCode, Life>,
    pub(crate) successions: Vec<Succession>,
}

impl Hierarchy {
    /// A hierarchy of these units.
    pub fn new(lives: impl IntoIterator<Item = Life>, successions: Vec<Succession>) -> Hierarchy {
        Hierarchy { lives: lives.into_iter().map(|life| (life.code.clone(), life)).collect(), successions }
    }

    /// One unit.
    pub fn life(&self, code: &OrgUnitCode) -> Option<&Life> {
        self.lives.get(code)
    }

    /// All units, by code.
    pub fn lives(&self) -> impl Iterator<Item = &Life> {
        self.lives.values()
    }

    /// All successions.
    pub fn successions(&self) -> &[Succession] {
        &self.successions
    }

    /// The units directly under one on a day or at any time after it, by code.
    pub fn under_from(&self, parent: &OrgUnitCode, day: Date) -> impl Iterator<Item = &Life> {
        let under = move |version: &Version| version.parent.as_ref() == Some(parent) && version.valid_to.is_none_or(|end| day < end);
        self.lives().filter(move |life| life.versions.iter().any(under))
    }

    /// Everything that does not fit: versions that overlap or leave a gap, parents that are not there or of the wrong kind, successions
    /// of units that are not there.
    pub fn faults(&self) -> Vec<Fault> {
        let own = self.lives().flat_map(Life::faults);
        let above = self.lives().flat_map(|life| life.versions.iter().filter_map(|version| self.misplaced(&life.code, version)));
        let ends = self.successions.iter().flat_map(|row| [&row.from, &row.to]);
        let lost = ends.filter(|code| self.life(code).is_none()).map(|code| Fault::UnknownUnit(code.clone()));
        own.chain(above).chain(lost).collect()
    }

    /// Why a version cannot stand where it stands: its parent must exist for as long, and be of a kind above it.
    pub(crate) fn misplaced(&self, code: &OrgUnitCode, version: &Version) -> Option<Fault> {
        let Some(parent) = &version.parent else {
            return (!version.kind.fits_under(None)).then(|| Fault::Level(code.clone()));
        };
        let absent = |day: Date| Some(Fault::NoParent(code.clone(), day));
        let Some(above) = self.life(parent) else { return absent(version.valid_from) };
        if above.on(version.valid_from).is_none() {
            return absent(version.valid_from);
        }
        if let Some(end) = above.ended().filter(|end| version.valid_to.is_none_or(|own| own > *end)) {
            return absent(end);
        }
        let beside = |above: &&Version| {
            above.valid_to.is_none_or(|end| version.valid_from < end) && version.valid_to.is_none_or(|end| above.valid_from < end)
        };
        let fits = above.versions.iter().filter(beside).all(|above| version.kind.fits_under(Some(above.kind)));
        (!fits).then(|| Fault::Level(code.clone()))
    }

    /// The last version of a unit must fit where it stands, and those under it must fit under it.
    pub(crate) fn check_place(&self, code: &OrgUnitCode) -> Result<(), Fault> {
        let life = self.life(code).ok_or_else(|| Fault::UnknownUnit(code.clone()))?;
        let Some(last) = life.last() else { return Ok(()) };
        let below = self.under_from(code, last.valid_from).filter_map(|child| Some((&child.code, child.last()?)));
        let below = below.filter(|(_, version)| version.valid_to.is_none());
        let mut faults = below.filter(|(_, version)| !version.kind.fits_under(Some(last.kind))).map(|(code, _)| Fault::Level(code.clone()));
        match self.misplaced(code, last).or_else(|| faults.next()) {
            Some(fault) => Err(fault),
            None => Ok(()),
        }
    }
}
