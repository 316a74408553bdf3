//! Texts that the form's author wrote, in several languages, with `${name}` in them.

use crate::FormulaId;

/// A text per language of the form; some may be missing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Texts {
    /// One place per language, in the order of `Form::languages`.
    pub by_language: Vec<Option<Template>>,
}

impl Texts {
    /// The text in a language, or in the first language that has one (the default language comes first).
    pub fn get(&self, language: usize) -> Option<&Template> {
        self.by_language.get(language).and_then(Option::as_ref).or_else(|| self.by_language.iter().flatten().next())
    }

    /// Whether nothing is written in any language.
    pub fn is_empty(&self) -> bool {
        self.by_language.iter().all(Option::is_none)
    }

    /// The expressions in them.
    pub fn outputs(&self) -> impl Iterator<Item = FormulaId> + '_ {
        self.by_language.iter().flatten().flat_map(|template| &template.parts).filter_map(|part| match part {
            Part::Output(formula) => Some(*formula),
            Part::Literal(_) | Part::Slot { .. } => None,
        })
    }

    /// The same, to be changed.
    pub(crate) fn outputs_mut(&mut self) -> impl Iterator<Item = &mut FormulaId> {
        self.by_language.iter_mut().flatten().flat_map(|template| &mut template.parts).filter_map(|part| match part {
            Part::Output(formula) => Some(formula),
            Part::Literal(_) | Part::Slot { .. } => None,
        })
    }

    /// Every slot that a text in some language names, with the name.
    pub fn slots(&self) -> impl Iterator<Item = (&str, u32)> {
        self.by_language.iter().flatten().flat_map(|template| &template.parts).filter_map(|part| match part {
            Part::Slot { name, slot } => Some((name.as_str(), *slot)),
            Part::Literal(_) | Part::Output(_) => None,
        })
    }
}

impl Template {
    /// The text where the answers that it names cannot be known: `…` stands for each.
    pub fn plain(&self) -> String {
        let parts = self.parts.iter().map(|part| match part {
            Part::Literal(text) => text.as_str(),
            Part::Slot { .. } | Part::Output(_) => "…",
        });
        parts.collect()
    }
}

/// One text: what is written, and what stands for an answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Template {
    /// As the author wrote it.
    pub source: String,
    /// In order.
    pub parts: Vec<Part>,
}

/// A piece of a text.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    /// Shown as it is.
    Literal(String),
    /// `${name}`: replaced by the answer.
    Slot {
        /// The question's name.
        name: String,
        /// The form's slot.
        slot: u32,
    },
    /// `<output value="…"/>`: replaced by the value of the expression.
    Output(FormulaId),
}
