//! Rules over several fields: when one is asked, and where its issue is shown.

use phieu_form::RuleId;

use crate::instance::RuleState;
use crate::{At, Instance, RowId};

impl Instance {
    /// Whether a rule applies and holds in a row. A rule that still waits for an answer holds.
    pub(crate) fn ask_rule(&mut self, id: RuleId, row: RowId) -> RuleState {
        let form = self.form.clone();
        let rule = &form.rules[id.index()];
        let here = At { row, node: form.scopes[rule.scope.index()].node };
        let relevant = self.cell(here).relevant && rule.relevant.is_none_or(|formula| self.holds(formula, row));
        let asked = relevant && self.is_ready(id, row);
        let holds = !asked || self.holds(rule.constraint, row);
        RuleState { rule: id, relevant, holds }
    }

    /// Whether all of a rule's fields that are relevant are answered, and at least one is relevant.
    fn is_ready(&self, id: RuleId, row: RowId) -> bool {
        let mut named = false;
        let mut relevant = false;
        for slot in &self.form.rules[id.index()].fields {
            let places = self.slot_places(*slot, row);
            // A repeat without rows has nothing to wait for.
            relevant |= places.is_empty();
            for at in places {
                named = true;
                if self.cell(at).relevant {
                    relevant = true;
                    let is_field = self.form.node(at.node).field_type().is_some();
                    if is_field && !self.cell(at).held.is_answer() {
                        return false;
                    }
                }
            }
        }
        relevant || !named
    }

    /// Every place that a slot means, seen from a row, relevant or not.
    pub(crate) fn slot_places(&self, slot: u32, row: RowId) -> Vec<At> {
        let slot = self.form.slots[slot as usize];
        let rows = self.rows_within(self.row_at(row, slot.from), self.form.node(slot.node).scope);
        rows.into_iter().map(|row| At { row, node: slot.node }).collect()
    }

    /// The places of a rule's fields, in the order the rule names them.
    pub(crate) fn rule_places(&self, id: RuleId, row: RowId) -> Vec<At> {
        let fields = &self.form.rules[id.index()].fields;
        fields.iter().flat_map(|slot| self.slot_places(*slot, row)).collect()
    }

    pub(crate) fn rule_state(&self, id: RuleId, row: RowId) -> Option<RuleState> {
        self.row(row).rules.iter().find(|state| state.rule == id).copied()
    }

    pub(crate) fn set_rule_state(&mut self, id: RuleId, row: RowId, state: RuleState) {
        let rules = &mut self.rows[row.0 as usize].rules;
        if let Some(found) = rules.iter_mut().find(|found| found.rule == id) {
            *found = state;
        }
    }
}
