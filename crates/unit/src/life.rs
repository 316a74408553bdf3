//! One unit over time: what it was called, what it was and where it stood, from day to day.

use phieu_report::{Date, OrgUnitCode};

use crate::{Fault, UnitKind};

/// What a unit was from a day on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// The first day.
    pub valid_from: Date,
    /// The first day on which it no longer was so; `None` while it is.
    pub valid_to: Option<Date>,
    /// Its full name in Vietnamese, with its type.
    pub name: String,
    /// What it is.
    pub kind: UnitKind,
    /// The unit above it.
    pub parent: Option<OrgUnitCode>,
    /// What says so: a decree, a list, an administrator. May be empty.
    pub source: String,
}

impl Version {
    /// Whether it was so on a day.
    pub fn holds_on(&self, day: Date) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|end| day < end)
    }
}

/// A unit with all its versions, the earliest first; there is at least one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Life {
    /// The unit's code: given once, never the name.
    pub code: OrgUnitCode,
    /// Its versions, each beginning on the day on which the one before ends.
    pub versions: Vec<Version>,
}

impl Life {
    /// What it was on a day; `None` before it began and after it ended.
    pub fn on(&self, day: Date) -> Option<&Version> {
        self.versions.iter().find(|version| version.holds_on(day))
    }

    /// The last version.
    pub fn last(&self) -> Option<&Version> {
        self.versions.last()
    }

    /// The day from which it is no more.
    pub fn ended(&self) -> Option<Date> {
        self.last().and_then(|version| version.valid_to)
    }

    /// What is wrong with the order of its versions.
    pub(crate) fn faults(&self) -> Vec<Fault> {
        let code = || self.code.clone();
        let empty = self.versions.iter().filter(|version| version.valid_to.is_some_and(|end| end <= version.valid_from));
        let mut faults: Vec<Fault> = empty.map(|version| Fault::Empty(code(), version.valid_from)).collect();
        if self.versions.is_empty() {
            faults.push(Fault::UnknownUnit(code()));
        }
        for (before, after) in self.versions.iter().zip(self.versions.iter().skip(1)) {
            match before.valid_to {
                Some(end) if end == after.valid_from => {}
                Some(end) if end < after.valid_from => faults.push(Fault::Gap(code(), end)),
                _ => faults.push(Fault::Overlap(code(), after.valid_from)),
            }
        }
        faults
    }

    /// Ends the last version on a day and begins one that differs from it.
    pub(crate) fn turn(&mut self, on: Date, source: &str, differ: impl FnOnce(&mut Version)) -> Result<(), Fault> {
        let Some(mut next) = self.end(on)? else { return Err(Fault::UnknownUnit(self.code.clone())) };
        (next.valid_from, next.valid_to, next.source) = (on, None, source.to_owned());
        differ(&mut next);
        self.versions.push(next);
        Ok(())
    }

    /// Ends the last version on a day and gives it as it was.
    pub(crate) fn end(&mut self, on: Date) -> Result<Option<Version>, Fault> {
        let Some(last) = self.versions.last_mut() else { return Ok(None) };
        if last.valid_to.is_some() {
            return Err(Fault::Ended(self.code.clone()));
        }
        if on <= last.valid_from {
            return Err(Fault::TooEarly(self.code.clone(), last.valid_from));
        }
        let before = last.clone();
        last.valid_to = Some(on);
        Ok(Some(before))
    }
}
