//! Rules over several fields: when one is asked, and where its issue is shown.

use std::borrow::Cow;

use phieu_form::{Form, Kind, NodeId, RuleId};

use crate::instance::RuleState;
use crate::{At, Instance, RowId};

impl Instance {
    /// Whether a rule applies and holds in a row. A rule that still waits for an answer holds.
    pub(crate) fn ask_rule(&mut self, form: &Form, id: RuleId, row: RowId) -> RuleState {
        let rule = &form.rules[id.index()];
        let here = At { row, node: form.scopes[rule.scope.index()].node };
        let relevant = self.cell(here).relevant && rule.relevant.is_none_or(|formula| self.holds(form, formula, row));
        let asked = relevant && self.is_ready(id, row);
        if !asked {
            self.failures.remove(&(rule.constraint, row));
        }
        let holds = !asked || self.holds(form, rule.constraint, row);
        RuleState { relevant, holds }
    }

    /// Whether all of a rule's fields that are relevant are answered, and at least one is relevant.
    fn is_ready(&self, id: RuleId, row: RowId) -> bool {
        let mut relevant = false;
        for slot in &self.form.rules[id.index()].fields {
            let (rows, node) = self.field_rows(*slot, row);
            self.spend(rows.len());
            // A repeat without rows has nothing to wait for.
            relevant |= rows.is_empty() && self.is_around_relevant(*slot, row);
            for at in rows.iter().map(|&row| At { row, node }).filter(|at| self.is_relevant(*at)) {
                relevant = true;
                let is_field = self.form.node(at.node).field_type().is_some();
                if is_field && !self.cell(at).held.is_answer() {
                    return false;
                }
            }
        }
        relevant
    }

    /// Whether a repeat applies that a field without any row stands in.
    fn is_around_relevant(&self, slot: u32, row: RowId) -> bool {
        let slot = self.form.slots[slot as usize];
        let from = self.row_at(row, slot.from);
        let scopes = std::iter::successors(Some(self.form.node(slot.node).scope), |scope| self.form.scopes[scope.index()].parent);
        let wholes = scopes.take_while(|scope| *scope != slot.from).map(|scope| self.wholes_within(from, scope));
        let innermost = wholes.into_iter().find(|wholes| !wholes.is_empty());
        innermost.is_some_and(|wholes| wholes.into_iter().any(|at| self.is_relevant(at)))
    }

    /// The node that a field of a rule means, and every row in which: a repeat as a whole stands in the rows around it.
    fn field_rows(&self, slot: u32, row: RowId) -> (Cow<'_, [RowId]>, NodeId) {
        let slot = self.form.slots[slot as usize];
        let node = self.form.node(slot.node);
        let around = self.form.scopes[node.scope.index()].parent.filter(|_| node.kind == Kind::Repeat && node.scope != slot.from);
        (self.rows_within(self.row_at(row, slot.from), around.unwrap_or(node.scope)), slot.node)
    }

    /// Every place that a slot means, seen from a row, relevant or not.
    pub(crate) fn slot_places(&self, slot: u32, row: RowId) -> Vec<At> {
        let slot = self.form.slots[slot as usize];
        let rows = self.rows_within(self.row_at(row, slot.from), self.form.node(slot.node).scope);
        rows.iter().map(|&row| At { row, node: slot.node }).collect()
    }

    /// The places of a rule's fields, in the order the rule names them.
    pub(crate) fn rule_places(&self, id: RuleId, row: RowId) -> Vec<At> {
        let fields = &self.form.rules[id.index()].fields;
        let mut places = Vec::new();
        for slot in fields {
            let (rows, node) = self.field_rows(*slot, row);
            places.extend(rows.iter().map(|&row| At { row, node }));
        }
        places
    }

    /// The rows in which a rule names a place, seen from that place.
    pub(crate) fn rows_naming(&self, id: RuleId, at: At) -> Vec<RowId> {
        let rule = &self.form.rules[id.index()];
        let slots = rule.fields.iter().map(|slot| self.form.slots[*slot as usize]).filter(|slot| slot.node == at.node);
        let mut rows: Vec<RowId> =
            slots.flat_map(|slot| self.rows_within(self.row_at(at.row, slot.from), rule.scope).into_owned()).collect();
        rows.sort_by_key(|row| self.order(*row));
        rows.dedup();
        rows
    }

    /// The numbers of a row and of the rows around it, outermost first.
    pub(crate) fn order(&self, row: RowId) -> Vec<u32> {
        let mut numbers: Vec<u32> = std::iter::successors(Some(row), |row| self.row(*row).parent).map(|row| self.row(row).index).collect();
        numbers.reverse();
        numbers
    }

    /// The state of a rule in a row of its scope.
    pub(crate) fn rule_state(&self, id: RuleId, row: RowId) -> RuleState {
        self.row(row).rules[self.form.rules[id.index()].cell as usize]
    }

    pub(crate) fn set_rule_state(&mut self, id: RuleId, row: RowId, state: RuleState) {
        let cell = self.form.rules[id.index()].cell as usize;
        self.rows[row.0 as usize].rules[cell] = state;
        if state.holds {
            self.broken.remove(&(id, row));
        } else {
            self.broken.insert((id, row));
        }
    }
}
