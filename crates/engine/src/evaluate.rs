//! Evaluating one formula in one row.

use phieu_form::{Form, FormulaId};
use phieu_xpath::{Leaf, Plan, Value};

use crate::instance::Cell;
use crate::world::handle;
use crate::{At, Instance, RowId};

impl Instance {
    /// The value of a formula in a row. One that cannot be evaluated is blank, and the reason is kept as an issue.
    pub(crate) fn evaluate(&mut self, form: &Form, formula: FormulaId, row: RowId) -> Value {
        let details = form.formula(formula);
        let at = self.owner_at(details.owner, row);
        if let Some(value) = details.plan.as_ref().and_then(|plan| self.planned(form, plan, at)) {
            self.failures.remove(&(formula, row));
            return value;
        }
        let node = handle(at);
        match details.expr.evaluate(self, node, node) {
            Ok(value) => {
                self.failures.remove(&(formula, row));
                value
            }
            Err(error) => {
                // That everything together is too much is not this formula's failure.
                if !self.is_spent() {
                    self.failures.insert((formula, row), error.message);
                }
                Value::Text(String::new())
            }
        }
    }

    /// A formula's value as true or false; false where it cannot be evaluated.
    pub(crate) fn holds(&mut self, form: &Form, formula: FormulaId, row: RowId) -> bool {
        let value = self.evaluate(form, formula, row);
        value.to_boolean(self)
    }

    /// A value by its plan, where all that it names are numbers, and there are steps enough.
    fn planned(&self, form: &Form, plan: &Plan, at: At) -> Option<Value> {
        let steps = plan.steps();
        if self.left() as usize <= steps {
            return None;
        }
        self.spend(steps);
        plan.value(|leaf| match leaf {
            Leaf::Own => form.node(at.node).field_type().and_then(|_| self.cell(at).number()),
            Leaf::Slot(slot) => self.single(slot, at.row).and_then(Cell::number),
        })
    }
}
