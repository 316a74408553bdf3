//! From rows to a [`Form`], in the order the files are named here: settings, choices, survey, names, texts, rules, order.
//!
//! Every step goes on after a mistake as far as it makes sense, so that an author sees all of them at once.

mod actions;
mod builder;
mod checks;
mod choices;
mod digest;
mod filters;
mod formulas;
mod itemsets;
mod names;
mod order;
mod references;
mod register;
mod rules;
mod settings;
mod suggest;
mod survey;

use builder::Builder;
pub use names::REPORTING;
pub use suggest::nearest;

use crate::{Definition, Diagnostic, Form, Level};

/// Compiles a definition. The form is there only if no diagnostic is an error; warnings may stand beside it.
pub fn compile(definition: &Definition) -> (Option<Form>, Vec<Diagnostic>) {
    let mut builder = Builder::new(definition);
    builder.settings();
    builder.choices();
    builder.survey();
    builder.register();
    builder.check_purpose();
    builder.rules();
    builder.actions();
    builder.resolve_texts();
    builder.resolve_choice_labels();
    builder.resolve_formulas();
    builder.order();
    builder.diagnostics.sort_by_key(|each| (each.sheet, each.place, each.level));
    // What a choice's label says wrong is found once for each question that offers it.
    builder.diagnostics.dedup();
    builder.tell_rest();
    let Builder { form, diagnostics, .. } = builder;
    let failed = diagnostics.iter().any(|each| each.level == Level::Error);
    ((!failed).then_some(form), diagnostics)
}
