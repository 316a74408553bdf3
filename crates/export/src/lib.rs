//! What a form asks, told in the languages of other systems.
//!
//! Each writer is pure: a compiled form in, a file out, with the same bytes for the same form. What a format has no place for (most know
//! nothing of rules) is told beside the file and, where the format has room for a text, in it.

mod dictionary;
mod fhir;
mod openapi;
mod portable;
mod sheet;
mod typescript;
mod xform;

use phieu_form::{Definition, Form, schema};
use phieu_xlsform::to_xform;
use serde_json::Value;

pub use xform::{Known, for_clients};

/// A format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// JSON Schema 2020-12 of the answers.
    Schema,
    /// OpenAPI 3.1: `components` with the answers and the report around them.
    OpenApi,
    /// TypeScript: types of the answers and the report.
    TypeScript,
    /// A data dictionary as Markdown tables.
    Markdown,
    /// A data dictionary as an Excel workbook.
    Excel,
    /// A FHIR R5 Questionnaire.
    Fhir,
    /// An ODK XForm, for Collect, Enketo and Kobo.
    XForm,
}

impl Format {
    /// All formats.
    pub const ALL: [Format; 7] =
        [Format::Schema, Format::OpenApi, Format::TypeScript, Format::Markdown, Format::Excel, Format::Fhir, Format::XForm];

    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Format::Schema => "schema",
            Format::OpenApi => "openapi",
            Format::TypeScript => "typescript",
            Format::Markdown => "markdown",
            Format::Excel => "excel",
            Format::Fhir => "fhir",
            Format::XForm => "xform",
        }
    }

    /// Reads the word.
    pub fn parse(name: &str) -> Option<Format> {
        Format::ALL.into_iter().find(|format| format.name() == name)
    }

    /// What the file's name ends in.
    pub fn ending(self) -> &'static str {
        match self {
            Format::Schema => "schema.json",
            Format::OpenApi => "openapi.json",
            Format::TypeScript => "d.ts",
            Format::Markdown => "md",
            Format::Excel => "xlsx",
            Format::Fhir => "questionnaire.json",
            Format::XForm => "xml",
        }
    }

    /// The media type (RFC 6838) of the file.
    pub fn media_type(self) -> &'static str {
        match self {
            Format::Schema => "application/schema+json",
            Format::OpenApi => "application/json",
            Format::TypeScript => "text/plain; charset=utf-8",
            Format::Markdown => "text/markdown; charset=utf-8",
            Format::Excel => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Format::Fhir => "application/fhir+json",
            Format::XForm => "application/xml",
        }
    }
}

/// A file, and what it has no place for.
#[derive(Clone, Debug, PartialEq)]
pub struct Exported {
    /// The file.
    pub bytes: Vec<u8>,
    /// A line for each thing that is not in it: where, what.
    pub left_out: Vec<String>,
}

/// Writes a form, which was compiled from these rows, in a format. Texts are in the form's default language; FHIR and XForms have all of
/// them. What is known of a unit and period stands in an XForm.
///
/// An error is a workbook that could not be written.
pub fn export(form: &Form, source: &Definition, format: Format, known: Known<'_>) -> Result<Exported, String> {
    let (bytes, left_out) = match format {
        Format::Schema => (pretty(&schema(form)), left_out(form)),
        Format::OpenApi => (pretty(&openapi::components(form)), left_out(form)),
        Format::TypeScript => (typescript::types(form).into_bytes(), left_out(form)),
        Format::Markdown => (dictionary::markdown(form).into_bytes(), Vec::new()),
        Format::Excel => (dictionary::excel(form)?, Vec::new()),
        Format::Fhir => {
            let (questionnaire, left_out) = fhir::questionnaire(form);
            (pretty(&questionnaire), left_out)
        }
        Format::XForm => {
            let (definition, mut left_out) = for_clients(form, source, known);
            let (text, told) = to_xform(&definition);
            left_out.extend(told.iter().map(ToString::to_string));
            (text.into_bytes(), left_out)
        }
    };
    Ok(Exported { bytes, left_out })
}

fn pretty(json: &Value) -> Vec<u8> {
    format!("{json:#}\n").into_bytes()
}

/// What a description of shapes says in comments at most: conditions, computations, rules.
fn left_out(form: &Form) -> Vec<String> {
    let of_node = |node: &phieu_form::Node| {
        let all = [
            ("relevant", node.relevant),
            ("constraint", node.constraint),
            ("calculation", node.calculate),
            ("choice_filter", node.choice_filter),
        ];
        let lines = all.into_iter().filter_map(|(what, formula)| Some(format!("{}: {what} {}", node.path, form.formula(formula?).source)));
        lines.collect::<Vec<_>>()
    };
    let rules =
        form.rules.iter().map(|rule| format!("rule {} ({}): {}", rule.id, rule.severity.name(), form.formula(rule.constraint).source));
    form.nodes.iter().flat_map(of_node).chain(rules).collect()
}

/// `clb-thang` as the name of a type: `ClbThang`.
fn type_name(text: &str) -> String {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let name: String = words.map(|word| word[..1].to_ascii_uppercase() + &word[1..]).collect();
    if name.starts_with(|c: char| c.is_ascii_digit()) || name.is_empty() { format!("N{name}") } else { name }
}
