//! What may happen to units: a new one, another name, another place, an end, several into one, one into several.
//!
//! A change is carried out whole or not at all, and takes nothing away: what was so stays so up to its day.

use std::collections::BTreeSet;

use phieu_report::{Date, OrgUnitCode};
use serde::{Deserialize, Serialize};

use crate::{Fault, Hierarchy, Life, Succession, SuccessionKind, UnitKind, Version};

const LONGEST_NAME: usize = 200;

/// A change from a day on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// What happens.
    #[serde(flatten)]
    pub action: Action,
    /// The first day on which it is so.
    pub on: Date,
    /// What says so: the decree or decision. May be empty.
    #[serde(default)]
    pub source: String,
}

/// What happens.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "action", rename_all = "snake_case")]
pub enum Action {
    /// A new unit.
    Add {
        /// Its code, which nobody has had before.
        code: OrgUnitCode,
        /// Its full name.
        name: String,
        /// What it is.
        kind: UnitKind,
        /// The unit above it.
        parent: OrgUnitCode,
    },
    /// Another name, or another kind, under the same code.
    Rename {
        /// The unit.
        code: OrgUnitCode,
        /// Its new full name.
        name: String,
        /// What it is now, if it is something else.
        kind: Option<UnitKind>,
    },
    /// Another unit above it.
    Move {
        /// The unit.
        code: OrgUnitCode,
        /// The unit above it from then on.
        parent: OrgUnitCode,
    },
    /// The unit is no more.
    Close {
        /// The unit.
        code: OrgUnitCode,
    },
    /// Several become one: all under them goes over to it.
    Merge {
        /// The units that become one; the one that takes the others in need not be named among them.
        from: Vec<OrgUnitCode>,
        /// What they become.
        into: Heir,
    },
    /// One becomes several: each unit under it goes over to the part that names it.
    Split {
        /// The unit. It goes on if it is one of the parts.
        code: OrgUnitCode,
        /// What it becomes.
        into: Vec<Part>,
    },
}

/// The one that several become: one of them, or a new one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Heir {
    /// Its code.
    pub code: OrgUnitCode,
    /// Its name from then on; a new unit needs one.
    pub name: Option<String>,
    /// The unit above a new one; if none is named, the one above the first of those that it comes from.
    pub parent: Option<OrgUnitCode>,
}

/// One of several that a unit becomes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// Its code: the unit's own, or a new one.
    pub code: OrgUnitCode,
    /// Its name from then on; a new unit needs one.
    pub name: Option<String>,
    /// How much of the unit it is, more than 0; unknown where it is not said.
    pub share: Option<f64>,
    /// The units that go over to it.
    #[serde(default)]
    pub children: Vec<OrgUnitCode>,
}

impl Change {
    /// All units that it names, those that are still to come among them.
    pub fn units(&self) -> Vec<&OrgUnitCode> {
        match &self.action {
            Action::Add { code, parent, .. } | Action::Move { code, parent } => vec![code, parent],
            Action::Rename { code, .. } | Action::Close { code } => vec![code],
            Action::Merge { from, into } => from.iter().chain([&into.code]).chain(&into.parent).collect(),
            Action::Split { code, into } => {
                let parts = into.iter().flat_map(|part| [&part.code].into_iter().chain(&part.children));
                [code].into_iter().chain(parts).collect()
            }
        }
    }

    /// A new unit for which no parent is named, and the unit beside which it comes to stand, under the same parent.
    pub fn beside(&self) -> Option<(&OrgUnitCode, &OrgUnitCode)> {
        match &self.action {
            Action::Merge { from, into } if into.parent.is_none() => {
                from.first().filter(|_| !from.contains(&into.code)).map(|first| (&into.code, first))
            }
            Action::Split { code, into } => into.iter().find(|part| part.code != *code).map(|part| (&part.code, code)),
            _ => None,
        }
    }

    /// The units that end, or that are no longer what they were, by this change: those whose duties must be done first.
    pub fn ending(&self) -> Vec<&OrgUnitCode> {
        match &self.action {
            Action::Close { code } => vec![code],
            Action::Merge { from, into } => from.iter().filter(|code| **code != into.code).collect(),
            Action::Split { code, into } if into.iter().all(|part| part.code != *code) => vec![code],
            _ => Vec::new(),
        }
    }
}

impl Hierarchy {
    /// Carries out a change and gives the codes of the units that it touched; on a fault nothing has changed.
    pub fn apply(&mut self, change: &Change) -> Result<BTreeSet<OrgUnitCode>, Fault> {
        let mut changed = Work { hierarchy: self.clone(), touched: BTreeSet::new(), on: change.on, source: &change.source };
        match &change.action {
            Action::Add { code, name, kind, parent } => changed.add(code, Some(name), *kind, Some(parent.clone()))?,
            Action::Rename { code, name, kind } => changed.rename(code, name, *kind)?,
            Action::Move { code, parent } => changed.turn(code, |version| version.parent = Some(parent.clone()))?,
            Action::Close { code } => changed.close(code)?,
            Action::Merge { from, into } => changed.merge(from, into)?,
            Action::Split { code, into } => changed.split(code, into)?,
        }
        let Work { hierarchy, touched, .. } = changed;
        touched
            .iter()
            .filter(|code| hierarchy.life(code).and_then(Life::ended).is_none())
            .try_for_each(|code| hierarchy.check_place(code))?;
        *self = hierarchy;
        Ok(touched)
    }
}

/// A change under way, on a copy.
struct Work<'a> {
    hierarchy: Hierarchy,
    touched: BTreeSet<OrgUnitCode>,
    on: Date,
    source: &'a str,
}

impl Work<'_> {
    fn add(&mut self, code: &OrgUnitCode, name: Option<&str>, kind: UnitKind, parent: Option<OrgUnitCode>) -> Result<(), Fault> {
        if self.hierarchy.life(code).is_some() {
            return Err(Fault::Taken(code.clone()));
        }
        let name = proper(code, name.unwrap_or_default())?;
        let version = Version { valid_from: self.on, valid_to: None, name, kind, parent, source: self.source.to_owned() };
        self.hierarchy.lives.insert(code.clone(), Life { code: code.clone(), versions: vec![version] });
        self.touched.insert(code.clone());
        Ok(())
    }

    fn life(&mut self, code: &OrgUnitCode) -> Result<&mut Life, Fault> {
        self.touched.insert(code.clone());
        self.hierarchy.lives.get_mut(code).ok_or_else(|| Fault::UnknownUnit(code.clone()))
    }

    fn turn(&mut self, code: &OrgUnitCode, differ: impl FnOnce(&mut Version)) -> Result<(), Fault> {
        let (on, source) = (self.on, self.source);
        self.life(code)?.turn(on, source, differ)
    }

    fn rename(&mut self, code: &OrgUnitCode, name: &str, kind: Option<UnitKind>) -> Result<(), Fault> {
        let name = proper(code, name)?;
        self.turn(code, |version| (version.name, version.kind) = (name, kind.unwrap_or(version.kind)))
    }

    fn close(&mut self, code: &OrgUnitCode) -> Result<(), Fault> {
        let children: Vec<OrgUnitCode> = self.hierarchy.under_from(code, self.on).map(|life| life.code.clone()).collect();
        if !children.is_empty() {
            return Err(Fault::HasChildren(code.clone(), children));
        }
        let on = self.on;
        self.life(code)?.end(on).map(|_| ())
    }

    /// What a unit that goes on is now.
    fn present(&mut self, code: &OrgUnitCode) -> Result<Version, Fault> {
        let last = self.life(code)?.last().cloned().ok_or_else(|| Fault::UnknownUnit(code.clone()))?;
        if last.valid_to.is_some() { Err(Fault::Ended(code.clone())) } else { Ok(last) }
    }

    fn merge(&mut self, from: &[OrgUnitCode], into: &Heir) -> Result<(), Fault> {
        let mut all = from.to_vec();
        let is_new = self.hierarchy.life(&into.code).is_none();
        if !is_new && !all.contains(&into.code) {
            all.push(into.code.clone());
        }
        once(&all)?;
        let Some(first) = all.first().filter(|_| all.len() > 1) else { return Err(Fault::Few) };
        let like = self.present(first)?;
        for code in &all {
            if self.present(code)?.kind != like.kind {
                return Err(Fault::Level(code.clone()));
            }
        }
        match (is_new, &into.name) {
            (true, name) => self.add(&into.code, name.as_deref(), like.kind, into.parent.clone().or(like.parent))?,
            (false, Some(name)) => self.rename(&into.code, name, None)?,
            (false, None) => {}
        }
        for code in all.iter().filter(|code| **code != into.code) {
            self.hand_over(code, &into.code, |_| true)?;
            self.close(code)?;
        }
        all.into_iter().for_each(|code| self.succeed(code, &into.code, SuccessionKind::Merge, None));
        Ok(())
    }

    fn split(&mut self, code: &OrgUnitCode, into: &[Part]) -> Result<(), Fault> {
        let codes: Vec<OrgUnitCode> = into.iter().map(|part| part.code.clone()).collect();
        once(&codes)?;
        once(&into.iter().flat_map(|part| part.children.clone()).collect::<Vec<_>>())?;
        if into.len() < 2 {
            return Err(Fault::Few);
        }
        let is_share = |part: &&Part| part.share.is_none_or(|share| share > 0.0);
        let together: f64 = into.iter().filter_map(|part| part.share).sum();
        if let Some(part) = into.iter().find(|part| !is_share(part)).or_else(|| into.last().filter(|_| together > 1.000_001)) {
            return Err(Fault::Share(part.code.clone()));
        }
        let like = self.present(code)?;
        for part in into {
            match (&part.name, part.code == *code) {
                (name, false) => self.add(&part.code, name.as_deref(), like.kind, like.parent.clone())?,
                (Some(name), true) => self.rename(code, name, None)?,
                (None, true) => {}
            }
            if let Some(stranger) =
                part.children.iter().find(|child| self.hierarchy.under_from(code, self.on).all(|life| life.code != **child))
            {
                return Err(Fault::NotAChild(stranger.clone()));
            }
            if part.code != *code {
                self.hand_over(code, &part.code, |child| part.children.contains(child))?;
            }
            self.succeed(code.clone(), &part.code, SuccessionKind::Split, part.share);
        }
        if codes.contains(code) { Ok(()) } else { self.close(code) }
    }

    /// Puts the units under one under another.
    fn hand_over(&mut self, from: &OrgUnitCode, to: &OrgUnitCode, which: impl Fn(&OrgUnitCode) -> bool) -> Result<(), Fault> {
        let under: Vec<OrgUnitCode> = self.hierarchy.under_from(from, self.on).map(|life| life.code.clone()).collect();
        under.iter().filter(|code| which(code)).try_for_each(|code| self.turn(code, |version| version.parent = Some(to.clone())))
    }

    fn succeed(&mut self, from: OrgUnitCode, to: &OrgUnitCode, kind: SuccessionKind, share: Option<f64>) {
        let row = Succession { from, to: to.clone(), on: self.on, kind, share, source: self.source.to_owned() };
        self.hierarchy.successions.push(row);
    }
}

/// A name without blanks around it.
pub(crate) fn proper(code: &OrgUnitCode, name: &str) -> Result<String, Fault> {
    let name = name.trim();
    let fits = (1..=LONGEST_NAME).contains(&name.chars().count()) && !name.chars().any(char::is_control);
    if fits { Ok(name.to_owned()) } else { Err(Fault::Name(code.clone())) }
}

pub(crate) fn once(codes: &[OrgUnitCode]) -> Result<(), Fault> {
    let twice = codes.iter().enumerate().find(|(at, code)| codes.iter().take(*at).any(|before| before == *code));
    twice.map_or(Ok(()), |(_, code)| Err(Fault::Twice(code.clone())))
}
