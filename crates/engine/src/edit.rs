//! Edits in, changes out.

use std::collections::BTreeSet;
use std::fmt;

use phieu_form::{Kind, RuleId, Type, gathered};

use crate::recompute::Work;
use crate::{At, Held, Instance, RowId};

/// One thing that a person does to a report.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// Answers a question with text in canonical form (`1234567`, `12.5`, `2026-10-05`, choices by name with spaces between).
    /// Blank text takes the answer away. Text that cannot be read as the type is kept and becomes an issue.
    Set {
        /// The question.
        at: At,
        /// The text.
        text: String,
    },
    /// Adds a row at the end of a repeat.
    AddRow {
        /// The repeat as a whole.
        repeat: At,
    },
    /// Takes a row away, with all in it.
    RemoveRow {
        /// The row.
        row: At,
    },
    /// Explains why a rule does not hold; blank text takes the explanation away.
    Explain {
        /// The rule.
        rule: RuleId,
        /// The row it was asked in.
        row: RowId,
        /// The explanation.
        text: String,
    },
}

/// What an edit changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Nodes whose value, state, texts or issues may be different now. A repeat as a whole is among them when its rows changed.
    pub nodes: BTreeSet<At>,
    /// Whether the state of some rule changed.
    pub rules: bool,
    /// How many formulas were computed: what an edit costs follows what depends on it.
    pub computed: usize,
}

/// Why an edit was not done. Nothing has changed then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EditError {
    /// The row is no longer in the report.
    Gone,
    /// Not a question that takes an answer, or not a repeat, or not a row of one.
    WrongPlace,
    /// Calculated, or read-only.
    ReadOnly,
    /// The repeat has as many rows as it may have, or their number is given by the form.
    RowsFixed,
    /// There is no such rule.
    UnknownRule,
    /// A ranking that leaves out some of what is offered.
    Incomplete,
}

impl fmt::Display for EditError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            EditError::Gone => "the row is no longer in the report",
            EditError::WrongPlace => "this place does not take such an edit",
            EditError::ReadOnly => "this answer cannot be changed",
            EditError::RowsFixed => "the number of rows cannot be changed",
            EditError::Incomplete => "a ranking names everything that is offered",
            EditError::UnknownRule => "there is no such rule",
        })
    }
}

impl std::error::Error for EditError {}

impl Instance {
    /// Does an edit and computes again what it touches.
    pub fn apply(&mut self, edit: Edit) -> Result<Changes, EditError> {
        self.begin();
        let mut changes = match edit {
            Edit::Set { at, text } => self.set(at, &text),
            Edit::AddRow { repeat } => self.add_row(repeat),
            Edit::RemoveRow { row } => self.remove_row(row),
            Edit::Explain { rule, row, text } => self.explain(rule, row, text),
        }?;
        self.forget_what_came(&mut changes);
        changes.nodes.iter().for_each(|at| self.note(*at));
        Ok(changes)
    }

    /// What a loaded report said of calculated values, and what of it could not be taken in, is of that report as it was.
    fn forget_what_came(&mut self, changes: &mut Changes) {
        let misfits = std::mem::take(&mut self.misfits).into_iter().filter_map(|issue| issue.at);
        let places = misfits.chain(std::mem::take(&mut self.given).into_keys());
        changes.nodes.extend(places.filter(|at| self.is_live(*at)));
    }

    fn set(&mut self, at: At, text: &str) -> Result<Changes, EditError> {
        let node = self.checked(at)?;
        let Some(field_type) = self.form.nodes[node].field_type().filter(|each| *each != Type::Note) else {
            return Err(EditError::WrongPlace);
        };
        if self.node(at).readonly {
            return Err(EditError::ReadOnly);
        }
        let ranked: Vec<&str> = text.split_whitespace().collect();
        let lacks_some = || self.offered(at).iter().any(|choice| !ranked.contains(&choice.name.as_str()));
        if matches!(field_type, Type::Rank(_)) && !ranked.is_empty() && lacks_some() {
            return Err(EditError::Incomplete);
        }
        let mut work = Work::default();
        self.hold(&mut work, at, Held::read(field_type, text));
        self.run(&mut work);
        Ok(work.into_changes())
    }

    fn add_row(&mut self, repeat: At) -> Result<Changes, EditError> {
        self.checked(repeat)?;
        if !self.is_whole_repeat(repeat) {
            return Err(EditError::WrongPlace);
        }
        let scope = self.form.node(repeat.node).scope;
        if !self.has_room(repeat.row, scope) || self.form.node(repeat.node).has_fixed_rows() {
            return Err(EditError::RowsFixed);
        }
        if self.node(repeat).readonly {
            return Err(EditError::ReadOnly);
        }
        let row = self.new_row(scope, Some(repeat.row));
        let mut work = Work::default();
        work.nodes.push(repeat);
        self.begin_row(&mut work, row);
        self.run(&mut work);
        Ok(work.into_changes())
    }

    fn remove_row(&mut self, at: At) -> Result<Changes, EditError> {
        self.checked(at)?;
        let node = self.form.node(at.node);
        let (Kind::Repeat, false, Some(around)) = (node.kind, self.is_whole_repeat(at), self.row(at.row).parent) else {
            return Err(EditError::WrongPlace);
        };
        if node.has_fixed_rows() {
            return Err(EditError::RowsFixed);
        }
        let repeat = At { row: around, node: at.node };
        if self.node(repeat).readonly {
            return Err(EditError::ReadOnly);
        }
        let index = self.position(at.row);
        let gone = self.drop_row(at.row);
        let mut work = Work::default();
        work.nodes.push(repeat);
        self.after_removal(&mut work, &gone, repeat, index);
        self.run(&mut work);
        Ok(work.into_changes())
    }

    fn explain(&mut self, rule: RuleId, row: RowId, text: String) -> Result<Changes, EditError> {
        let details = self.form.rules.get(rule.index()).ok_or(EditError::UnknownRule)?;
        let found = self.rows.get(row.0 as usize).filter(|found| found.live).ok_or(EditError::Gone)?;
        if found.scope != details.scope {
            return Err(EditError::WrongPlace);
        }
        if text.trim().is_empty() {
            self.explanations.remove(&(rule, row));
        } else {
            self.explanations.insert((rule, row), text);
        }
        Ok(Changes { nodes: gathered(self.rule_places(rule, row)), rules: true, computed: 0 })
    }

    /// The node's index, if the place is in this report.
    fn checked(&self, at: At) -> Result<usize, EditError> {
        if !self.is_live(at) {
            return Err(EditError::Gone);
        }
        let node = self.form.nodes.get(at.node.index()).ok_or(EditError::WrongPlace)?;
        let scope = self.row(at.row).scope;
        let around = self.form.scopes[node.scope.index()].parent;
        let fits = node.scope == scope || (node.kind == Kind::Repeat && around == Some(scope));
        fits.then_some(at.node.index()).ok_or(EditError::WrongPlace)
    }
}
