//! Rows: making them, finding them, and walking over the report.

use std::borrow::Cow;

use phieu_form::{Kind, NodeId, Scope, ScopeId};

use crate::instance::{Cell, Repeat, Row, RuleState};
use crate::{At, Held, Instance, RowId};

/// A repeat has at most this many rows in one report.
pub const MOST_ROWS: usize = 2_000;

/// A report has at most this many rows in all its repeats together, so that a few counts inside one another cannot ask for millions.
pub const MOST_ROWS_IN_ALL: usize = 20_000;

/// All rows of a report together have at most this many nodes: twenty thousand rows of fifty questions fit.
pub const MOST_CELLS: usize = 1_000_000;

impl Instance {
    /// Adds a row at the end of its repeat and returns it. Its state is that of a row that nothing has been computed for.
    pub(crate) fn new_row(&mut self, scope: ScopeId, parent: Option<RowId>) -> RowId {
        let id = RowId(self.rows.len() as u32);
        let form = &self.form;
        let cell = Cell { held: Held::Blank, seen: None, applies: true, relevant: true, required: false, readonly: false, satisfied: true };
        let details = &form.scopes[scope.index()];
        self.live_cells += details.cells.len();
        let rules = vec![RuleState { relevant: true, holds: true }; details.rules.len()];
        let repeats = vec![Repeat { applies: true, relevant: true, ..Repeat::default() }; details.repeats.len()];
        self.rows.push(Row { id, scope, parent, index: 0, live: true, cells: vec![cell; details.cells.len()], repeats, rules });
        self.live_rows += 1;
        if let Some(parent) = parent {
            let siblings = &mut self.repeat_mut(parent, scope).rows;
            siblings.push(id);
            let index = siblings.len() as u32 - 1;
            self.rows[id.0 as usize].index = index;
        }
        id
    }

    /// Whether a repeat in the row around it can have one more row.
    pub(crate) fn has_room(&self, around: RowId, scope: ScopeId) -> bool {
        let cells = self.form.scopes[scope.index()].cells.len();
        let fits = self.live_rows < MOST_ROWS_IN_ALL && self.live_cells + cells <= MOST_CELLS;
        fits && self.repeat(around, scope).rows.len() < MOST_ROWS
    }

    /// Takes a row out of its repeat, with all rows in it, and returns them.
    pub(crate) fn drop_row(&mut self, row: RowId) -> Vec<RowId> {
        let Row { parent: Some(around), scope, .. } = *self.row(row) else { return Vec::new() };
        self.repeat_mut(around, scope).rows.retain(|each| *each != row);
        for (index, sibling) in (0u32..).zip(self.repeat(around, scope).rows.clone()) {
            self.rows[sibling.0 as usize].index = index;
        }
        let mut gone = vec![row];
        let mut next = 0;
        while let Some(&row) = gone.get(next) {
            self.rows[row.0 as usize].live = false;
            self.live_rows -= 1;
            self.live_cells -= self.row(row).cells.len();
            gone.extend(self.row(row).repeats.iter().flat_map(|repeat| &repeat.rows));
            next += 1;
        }
        let is_live = |row: &RowId| self.rows[row.0 as usize].live;
        self.explanations.retain(|(_, row), _| is_live(row));
        self.failures.retain(|(_, row), _| is_live(row));
        self.wrong.retain(|at| is_live(&at.row));
        gone
    }

    pub(crate) fn row(&self, id: RowId) -> &Row {
        &self.rows[id.0 as usize]
    }

    /// The rows of a repeat, given by its scope, inside the row around it.
    pub(crate) fn repeat(&self, around: RowId, scope: ScopeId) -> &Repeat {
        let index = self.repeat_index(around, scope);
        &self.rows[around.0 as usize].repeats[index]
    }

    pub(crate) fn repeat_mut(&mut self, around: RowId, scope: ScopeId) -> &mut Repeat {
        let index = self.repeat_index(around, scope);
        &mut self.rows[around.0 as usize].repeats[index]
    }

    fn repeat_index(&self, around: RowId, scope: ScopeId) -> usize {
        let siblings = &self.form.scopes[self.row(around).scope.index()].repeats;
        siblings.iter().position(|each| *each == scope).unwrap_or_default()
    }

    /// The row of an outer scope that a row stands in; the row itself for its own scope, and for scopes inside it.
    pub(crate) fn row_at(&self, row: RowId, scope: ScopeId) -> RowId {
        let mut id = row;
        // A scope's number is above that of every scope around it.
        while self.row(id).scope > scope {
            let Some(parent) = self.row(id).parent else { break };
            id = parent;
        }
        id
    }

    /// All rows of a scope inside a row of an outer one, in order; the row itself for its own scope.
    pub(crate) fn rows_within(&self, row: RowId, scope: ScopeId) -> Cow<'_, [RowId]> {
        let found = self.row(row);
        if found.scope == scope {
            return Cow::Borrowed(std::slice::from_ref(&found.id));
        }
        match self.form.scopes[scope.index()].parent {
            None => Cow::Borrowed(&[]),
            Some(around) if around == found.scope => Cow::Borrowed(&self.repeat(row, scope).rows),
            Some(around) => self.rows_within(row, around).iter().flat_map(|row| &self.repeat(*row, scope).rows).copied().collect(),
        }
    }

    /// A repeat as a whole, once for every row around it inside a row of an outer scope.
    pub(crate) fn wholes_within(&self, row: RowId, scope: ScopeId) -> Vec<At> {
        let Scope { parent: Some(around), node, .. } = self.form.scopes[scope.index()] else { return Vec::new() };
        self.rows_within(row, around).iter().map(|&row| At { row, node }).collect()
    }

    /// Whether a place counts, a repeat as a whole included.
    pub(crate) fn is_relevant(&self, at: At) -> bool {
        if self.is_whole_repeat(at) { self.repeat(at.row, self.form.node(at.node).scope).relevant } else { self.cell(at).relevant }
    }

    /// The place of a row among its repeat's rows, from 0.
    pub(crate) fn position(&self, row: RowId) -> usize {
        self.row(row).index as usize
    }

    /// The nodes directly inside a group, or inside a row of a repeat.
    ///
    /// A repeat stands there as a whole, with `row` the row around it; its rows are told by [`Instance::repeat_rows`],
    /// and only they have children.
    pub fn children(&self, at: At) -> Vec<At> {
        if self.is_whole_repeat(at) {
            return Vec::new();
        }
        self.form.children(at.node).map(|node| At { row: at.row, node }).collect()
    }

    /// The rows of a repeat as a whole: each as the place whose `children` are its fields. Nothing for any other place.
    pub fn repeat_rows(&self, repeat: At) -> Vec<At> {
        let node = self.form.node(repeat.node);
        if !self.is_whole_repeat(repeat) {
            return Vec::new();
        }
        self.repeat(repeat.row, node.scope).rows.iter().map(|&row| At { row, node: repeat.node }).collect()
    }

    /// Whether the place is a repeat as a whole, rather than one of its rows or something inside.
    pub fn is_whole_repeat(&self, at: At) -> bool {
        let node = self.form.node(at.node);
        node.kind == Kind::Repeat && self.row(at.row).scope != node.scope
    }

    /// The path as in verdicts: `members/members_closing`, `donations[2]/amount`; empty for the whole report.
    pub fn path(&self, at: At) -> String {
        let mut parts = Vec::new();
        let mut id = at.node;
        let mut row = at.row;
        while let Some(parent) = self.form.node(id).parent {
            let node = self.form.node(id);
            if node.kind == Kind::Repeat && self.row(row).scope == node.scope {
                parts.push(format!("{}[{}]", node.name, self.position(row) + 1));
                row = self.row(row).parent.unwrap_or(row);
            } else {
                parts.push(node.name.clone());
            }
            id = parent;
        }
        parts.reverse();
        parts.join("/")
    }

    /// The place of a path as in verdicts; `None` where it leads nowhere.
    pub fn find(&self, path: &str) -> Option<At> {
        let mut at = self.root();
        for part in path.split('/').filter(|part| !part.is_empty()) {
            let (name, index) = match part.strip_suffix(']').and_then(|part| part.split_once('[')) {
                Some((name, index)) => (name, Some(index.parse::<usize>().ok()?)),
                None => (part, None),
            };
            if self.is_whole_repeat(at) {
                return None;
            }
            let node = self.form.children(at.node).find(|id| self.form.node(*id).name == name)?;
            at = At { row: at.row, node };
            if let Some(index) = index {
                at = *self.repeat_rows(at).get(index.checked_sub(1)?)?;
            }
        }
        Some(at)
    }

    /// Whether the row of a place is still in the report.
    pub fn is_live(&self, at: At) -> bool {
        let mut row = Some(at.row);
        while let Some(id) = row {
            let Some(found) = self.rows.get(id.0 as usize).filter(|found| found.live) else { return false };
            row = found.parent;
        }
        true
    }

    /// Every place of the report, in no order: all in its rows, and each repeat as a whole.
    pub(crate) fn places(&self) -> impl Iterator<Item = At> + '_ {
        self.rows.iter().filter(|row| row.live).flat_map(|row| {
            let scope = &self.form.scopes[row.scope.index()];
            let wholes = scope.repeats.iter().map(|inner| self.form.scopes[inner.index()].node);
            scope.cells.iter().copied().chain(wholes).map(|node| At { row: row.id, node })
        })
    }

    /// Puts places in document order. A repeat as a whole comes before its rows.
    pub(crate) fn sort(&self, places: &mut [At]) {
        places.sort_by_cached_key(|at| (self.way(*at), self.row(at.row).scope == self.form.node(at.node).scope));
    }

    /// Calls `visit` on every node in document order: groups before what is in them, a repeat as a whole before its rows.
    pub(crate) fn walk(&self, at: At, visit: &mut dyn FnMut(At)) {
        for child in self.children(at) {
            visit(child);
            match self.form.node(child.node).kind {
                Kind::Group => self.walk(child, visit),
                Kind::Repeat => self.repeat_rows(child).into_iter().for_each(|row| {
                    visit(row);
                    self.walk(row, visit);
                }),
                Kind::Field(_) => {}
            }
        }
    }

    /// The node a formula is computed at, seen from a row.
    pub(crate) fn owner_at(&self, owner: phieu_form::Owner, row: RowId) -> At {
        match owner {
            phieu_form::Owner::Node(node) => At { row, node },
            phieu_form::Owner::Rule(_) => At { row, node: self.scope_node(self.row(row).scope) },
        }
    }

    fn scope_node(&self, scope: ScopeId) -> NodeId {
        self.form.scopes[scope.index()].node
    }
}
