//! What is no form and what is no report, as JavaScript's errors with a `code` that programs compare.

use js_sys::{Array, Error, JSON, Reflect};
use phieu::{CheckError, FormError};
use wasm_bindgen::JsValue;

/// With everything that is wrong: `findings` for programs, `diagnostics` as one text each.
pub(crate) fn of_form(error: &FormError) -> JsValue {
    let diagnostics: Vec<String> = match error {
        FormError::Syntax(errors) => errors.iter().map(ToString::to_string).collect(),
        FormError::Form(diagnostics) => diagnostics.iter().map(ToString::to_string).collect(),
        FormError::Json(_) => vec![error.to_string()],
    };
    let diagnostics: Array = diagnostics.into_iter().map(JsValue::from).collect();
    let findings = JSON::parse(&error.findings().to_string()).unwrap_or_default();
    told(&error.to_string(), "form_invalid", &[("diagnostics", diagnostics.into()), ("findings", findings)])
}

/// With a sentence in the language that was asked for.
pub(crate) fn of_report(error: &CheckError, language: &str) -> JsValue {
    told(&error.sentence(language), error.code(), &[])
}

fn told(message: &str, code: &str, more: &[(&str, JsValue)]) -> JsValue {
    let error = Error::new(message);
    for (key, value) in [("code", JsValue::from(code))].iter().chain(more) {
        // A property of a fresh error object can always be set.
        let _ = Reflect::set(&error, &JsValue::from(*key), value);
    }
    error.into()
}
