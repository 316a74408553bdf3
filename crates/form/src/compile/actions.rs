//! What is set when something happens: the column `trigger`, and the sheet `actions`.

use super::builder::Builder;
use super::names::Names;
use super::suggest::nearest;
use crate::columns::columns;
use crate::form::{Action, ActionKind, Event, FormulaId, NodeId, Owner, Property, ScopeId};
use crate::{Cell, Row, Sheet};

impl Builder<'_> {
    /// Reads both. Runs when every name is known.
    pub(super) fn actions(&mut self) {
        for id in self.form.ids().skip(1) {
            let Some(row) = self.rows[id.index()] else { continue };
            if let Some(cell) = row.cell("trigger") {
                self.trigger(row, cell, id);
            }
            if row.text("type") == "start-geopoint" {
                let (kind, events) = (ActionKind::SetGeopoint, vec![Event::FirstLoad]);
                self.form.actions.push(Action { kind, events, target: id, value: None, observed: None });
            }
        }
        let definition = self.definition;
        for row in &definition.actions {
            self.unknown_columns(Sheet::Actions, row, columns(Sheet::Actions));
            self.action(row);
        }
    }

    /// `${a}, ${b}`: whenever one of them changes, the row's calculation is done once and kept.
    fn trigger(&mut self, row: &Row, cell: &Cell, target: NodeId) {
        let value = row.cell("calculation").map(|calculation| self.action_formula(Sheet::Survey, calculation, target));
        for name in cell.text.split(',').map(str::trim).filter(|name| !name.is_empty()) {
            if let Some(observed) = self.place(Sheet::Survey, cell, name) {
                let is_place = row.text("type") == "background-geopoint";
                let kind = if is_place { ActionKind::SetGeopoint } else { ActionKind::SetValue };
                let events = vec![Event::ValueChanged];
                self.form.actions.push(Action { kind, events, target, value, observed: Some(observed) });
            }
        }
    }

    fn action(&mut self, row: &Row) {
        let kind = match row.text("action") {
            "setvalue" => ActionKind::SetValue,
            "setgeopoint" | "odk:setgeopoint" => ActionKind::SetGeopoint,
            found => {
                let hint = Some("it can be `setvalue` or `setgeopoint`".into());
                return self.row_error(Sheet::Actions, row, format!("unknown action `{found}`"), hint);
            }
        };
        let events = self.events(row);
        let Some(cell) = row.cell("target") else {
            return self.row_error(Sheet::Actions, row, "expected a `target`, found none", None);
        };
        let Some(target) = self.place(Sheet::Actions, cell, cell.text.trim()) else { return };
        let observed = row.cell("observed").and_then(|cell| self.place(Sheet::Actions, cell, cell.text.trim()));
        let value = row.cell("value").map(|cell| self.action_formula(Sheet::Actions, cell, target));
        self.form.actions.push(Action { kind, events, target, value, observed });
    }

    fn events(&mut self, row: &Row) -> Vec<Event> {
        let Some(cell) = row.cell("event") else {
            self.row_error(Sheet::Actions, row, "expected an `event`, found none", None);
            return Vec::new();
        };
        let mut events = Vec::new();
        for word in cell.text.split_whitespace() {
            match Event::ALL.iter().find(|(name, _)| *name == word) {
                Some((_, event)) => events.push(*event),
                None => {
                    let hint = nearest(word, Event::ALL.iter().map(|(name, _)| *name));
                    self.error(Sheet::Actions, cell, format!("unknown event `{word}`"), hint);
                }
            }
        }
        events
    }

    fn action_formula(&mut self, sheet: Sheet, cell: &Cell, target: NodeId) -> FormulaId {
        let scope = self.form.node(target).scope;
        self.formula(Owner::Node(target), Property::Action, scope, sheet, cell)
    }

    /// The node that `${name}` or an absolute path means.
    fn place(&mut self, sheet: Sheet, cell: &Cell, written: &str) -> Option<NodeId> {
        let found = phieu_xpath::parse(written).and_then(|mut expr| {
            let mut names = Names::new(self, NodeId(0), ScopeId(0), None);
            match expr.resolve(&mut names).pop() {
                Some(error) => Err(error),
                None => Ok(expr),
            }
        });
        match found {
            Ok(phieu_xpath::Expr { kind: phieu_xpath::ExprKind::Slot(slot), .. }) => Some(self.form.slots[slot as usize].node),
            Ok(_) => {
                self.error(sheet, cell, format!("expected the name of a question, found `{written}`"), Some("write `${name}`".into()));
                None
            }
            Err(error) => {
                self.error(sheet, cell, error.message, error.hint);
                None
            }
        }
    }
}
