//! The form's texts with the answers that they name put in.

use phieu_form::{Part, Texts, Type};

use crate::world::handle;
use crate::{At, Held, Instance};

impl Instance {
    /// A text in a language of the form (its index), seen from a node; `show` writes an answer. Empty where there is no text.
    pub fn render(&self, texts: &Texts, at: At, language: usize, show: &dyn Fn(Type, &Held) -> String) -> String {
        let Some(template) = texts.get(language) else { return String::new() };
        self.begin();
        let parts = template.parts.iter().map(|part| match part {
            Part::Literal(text) => text.clone(),
            Part::Output(formula) => {
                let node = handle(at);
                let value = self.form.formula(*formula).expr.evaluate(self, node, node);
                value.map_or_else(|_| String::new(), |value| value.to_text(self))
            }
            Part::Slot { slot, .. } => {
                let places = self.slot_places(*slot, at.row);
                let place = places.into_iter().find(|at| self.cell(*at).relevant);
                let field = place.and_then(|at| Some((self.form.node(at.node).field_type()?, at)));
                field.map_or_else(String::new, |(field_type, at)| show(field_type, &self.cell(at).held))
            }
        });
        parts.collect()
    }
}
