//! Evaluating one formula in one row.

use phieu_form::{FormulaId, Kind, Owner};
use phieu_xpath::Value;

use crate::world::handle;
use crate::{At, Instance, RowId};

impl Instance {
    /// The value of a formula in a row. One that cannot be evaluated is blank, and the reason is kept as an issue.
    pub(crate) fn evaluate(&mut self, formula: FormulaId, row: RowId) -> Value {
        let form = self.form.clone();
        let details = form.formula(formula);
        let at = self.seen_from(details.owner, row);
        let node = handle(at);
        match details.expr.evaluate(self, node, node) {
            Ok(value) => {
                self.failures.remove(&(formula, row));
                value
            }
            Err(error) => {
                self.failures.insert((formula, row), error.message);
                Value::Text(String::new())
            }
        }
    }

    /// A formula's value as true or false; false where it cannot be evaluated.
    pub(crate) fn holds(&mut self, formula: FormulaId, row: RowId) -> bool {
        let value = self.evaluate(formula, row);
        value.to_boolean(self)
    }

    /// The node a formula's names are seen from. A repeat's own conditions are seen from the group around it.
    fn seen_from(&self, owner: Owner, row: RowId) -> At {
        let at = self.owner_at(owner, row);
        match self.form.node(at.node) {
            node if node.kind == Kind::Repeat && self.is_whole_repeat(at) => At { row, node: node.parent.unwrap_or(at.node) },
            _ => at,
        }
    }
}
