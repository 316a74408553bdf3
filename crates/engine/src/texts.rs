//! The form's texts with the answers that they name put in.

use phieu_form::{Part, Texts};

use crate::{At, Held, Instance};

impl Instance {
    /// A text in a language of the form (its index), seen from a node; `show` writes an answer. Empty where there is no text.
    pub fn render(&self, texts: &Texts, at: At, language: usize, show: &dyn Fn(&Held) -> String) -> String {
        let Some(template) = texts.get(language) else { return String::new() };
        let parts = template.parts.iter().map(|part| match part {
            Part::Literal(text) => text.clone(),
            Part::Slot { slot, .. } => {
                let places = self.slot_places(*slot, at.row);
                places.into_iter().find(|at| self.cell(*at).relevant).map_or_else(String::new, |at| show(&self.cell(at).held))
            }
        });
        parts.collect()
    }
}
