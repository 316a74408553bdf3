//! Evaluating one formula in one row.

use phieu_form::{Form, FormulaId};
use phieu_xpath::{Plan, Value};

use crate::instance::Cell;
use crate::world::handle;
use crate::{Instance, RowId};

impl Instance {
    /// The value of a formula in a row. One that cannot be evaluated is blank, and the reason is kept as an issue.
    pub(crate) fn evaluate(&mut self, form: &Form, formula: FormulaId, row: RowId) -> Value {
        let plan = form.formula(formula).plan.as_ref();
        let planned = plan.and_then(|plan| Some(plan.value(self.planned(plan, formula, row)?)));
        planned.unwrap_or_else(|| self.walked(form, formula, row))
    }

    /// A formula's value as true or false; false where it cannot be evaluated.
    pub(crate) fn holds(&mut self, form: &Form, formula: FormulaId, row: RowId) -> bool {
        let plan = form.formula(formula).plan.as_ref();
        match plan.and_then(|plan| self.planned(plan, formula, row)) {
            Some(number) => number != 0.0 && !number.is_nan(),
            None => self.walked(form, formula, row).to_boolean(self),
        }
    }

    /// What a plan gives, where all that it names are numbers, and there are steps enough.
    fn planned(&mut self, plan: &Plan, formula: FormulaId, row: RowId) -> Option<f64> {
        let steps = plan.steps();
        if self.left() as usize <= steps {
            return None;
        }
        self.spend(steps);
        let number = plan.number(|slot| self.single(slot, row).and_then(Cell::number))?;
        if !self.failures.is_empty() {
            self.failures.remove(&(formula, row));
        }
        Some(number)
    }

    /// What the tree gives.
    fn walked(&mut self, form: &Form, formula: FormulaId, row: RowId) -> Value {
        let details = form.formula(formula);
        let node = handle(self.owner_at(details.owner, row));
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
}
