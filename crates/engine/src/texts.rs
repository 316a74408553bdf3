//! The form's texts with the answers that they name put in.

use phieu_form::{Part, Texts, Type};
use phieu_xpath::limits::MAX_TEXT;

use crate::world::handle;
use crate::{At, Held, Instance};

/// What a text names.
#[derive(Clone, Debug, PartialEq)]
pub enum Named<'a> {
    /// The answer to a question of a type.
    Answer(Type, &'a Held),
    /// The value of an expression.
    Value(String),
}

impl Named<'_> {
    /// As it is held, in no language.
    pub fn plain(named: Named) -> String {
        match named {
            Named::Answer(_, held) => held.text(),
            Named::Value(text) => text,
        }
    }
}

impl Instance {
    /// A text in a language of the form (its index), seen from a node; `show` writes what it names. Empty where there is no text.
    pub fn render(&self, texts: &Texts, at: At, language: usize, show: &dyn Fn(Named) -> String) -> String {
        self.begin();
        self.written(texts, at, language, show)
    }

    /// The same, as a part of something larger.
    pub(crate) fn written(&self, texts: &Texts, at: At, language: usize, show: &dyn Fn(Named) -> String) -> String {
        let Some(template) = texts.get(language) else { return String::new() };
        let mut text = String::new();
        for part in &template.parts {
            // Longer than any text becomes, or too much to find out: only what is made to be so.
            if text.len() > MAX_TEXT || self.is_spent() {
                break;
            }
            text.push_str(&self.part(part, at, show));
        }
        text
    }

    fn part(&self, part: &Part, at: At, show: &dyn Fn(Named) -> String) -> String {
        match part {
            Part::Literal(text) => text.clone(),
            Part::Output(formula) => {
                let node = handle(at);
                let value = self.form.formula(*formula).expr.evaluate(self, node, node);
                value.map_or_else(|_| String::new(), |value| show(Named::Value(value.to_text(self))))
            }
            Part::Slot { slot, .. } => {
                let places = self.slot_places(*slot, at.row);
                self.spend(places.len());
                let place = places.into_iter().find(|at| self.cell(*at).relevant);
                let field = place.and_then(|at| Some((self.form.node(at.node).field_type()?, at)));
                field.map_or_else(String::new, |(field_type, at)| show(Named::Answer(field_type, &self.cell(at).held)))
            }
        }
    }
}
