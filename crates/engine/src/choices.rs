//! Which choices a question offers.

use phieu_form::Choice;

use crate::world::{handle, item};
use crate::{At, Instance};

impl Instance {
    /// The choices a question offers now, in the order of its list.
    pub fn choices(&self, at: At) -> Vec<&Choice> {
        let Some(list) = self.form.node(at.node).field_type().and_then(|each| each.list()) else { return Vec::new() };
        let choices = (0..).zip(&self.form.list(list).choices);
        choices.filter(|(index, _)| self.passes(at, list.index(), *index)).map(|(_, choice)| choice).collect()
    }

    /// Whether a question offers a choice.
    pub(crate) fn offers(&self, at: At, name: &str) -> bool {
        let Some(list) = self.form.node(at.node).field_type().and_then(|each| each.list()) else { return false };
        let found = self.form.list(list).choices.iter().position(|choice| choice.name == name);
        found.is_some_and(|index| self.passes(at, list.index(), index))
    }

    /// Whether a choice passes the question's filter; one that cannot be evaluated lets nothing through.
    fn passes(&self, at: At, list: usize, index: usize) -> bool {
        let Some(filter) = self.form.node(at.node).choice_filter else { return true };
        let Some(item) = item(self, list, index) else { return false };
        let value = self.form.formula(filter).expr.evaluate(self, item, handle(at));
        value.is_ok_and(|value| value.to_boolean(self))
    }
}
