//! Evaluating one formula in one row.

use phieu_form::{Form, FormulaId};
use phieu_xpath::Value;

use crate::world::handle;
use crate::{Instance, RowId};

impl Instance {
    /// The value of a formula in a row. One that cannot be evaluated is blank, and the reason is kept as an issue.
    pub(crate) fn evaluate(&mut self, form: &Form, formula: FormulaId, row: RowId) -> Value {
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

    /// A formula's value as true or false; false where it cannot be evaluated.
    pub(crate) fn holds(&mut self, form: &Form, formula: FormulaId, row: RowId) -> bool {
        let value = self.evaluate(form, formula, row);
        value.to_boolean(self)
    }
}
