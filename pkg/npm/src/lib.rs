//! phieu for JavaScript: convert, call, return. No rule stands here.
//!
//! Reports and verdicts are plain JavaScript objects. They cross as JSON text, because that is the one shape that every
//! build and every binding shares, and the text of a verdict is canonical. What JSON would silently change on its way in
//! (`NaN`, `Infinity`) is handed on as text instead, so that it is told as an issue and never becomes "not answered".
//!
//! The types for TypeScript and the entry points are written by hand beside this crate: one package serves Node and browsers.

use js_sys::{Error, JSON, Reflect};
use phieu::{CheckError, FormError};
use wasm_bindgen::prelude::*;

/// Checks reports of one form in one version.
#[wasm_bindgen]
pub struct Validator {
    inner: phieu::Validator,
}

#[wasm_bindgen]
impl Validator {
    /// From the TOML spelling of a form, or from its rows as JSON text. The error has a list `diagnostics`.
    #[wasm_bindgen(constructor)]
    pub fn new(form: &str) -> Result<Validator, JsValue> {
        let is_json = form.trim_start().starts_with('{');
        let made = if is_json { phieu::Validator::from_json(form) } else { phieu::Validator::from_toml("form.toml", form) };
        made.map(|inner| Validator { inner }).map_err(|error| form_error(&error))
    }

    /// The form's id.
    #[wasm_bindgen(getter)]
    pub fn form(&self) -> String {
        self.inner.form_id().to_owned()
    }

    /// The form's version.
    #[wasm_bindgen(getter)]
    pub fn version(&self) -> String {
        self.inner.version().to_owned()
    }

    /// The verdict on a report.
    pub fn check(&self, report: &JsValue, context: &JsValue, language: Option<String>) -> Result<JsValue, JsValue> {
        let context = text(context)?;
        let verdict = self.verdict(&required(report)?, context.as_deref(), language)?;
        JSON::parse(&verdict)
    }

    /// The same from text to text; the verdict's bytes are the same in every build.
    #[wasm_bindgen(js_name = checkText)]
    pub fn check_text(&self, report: &str, context: Option<String>, language: Option<String>) -> Result<String, JsValue> {
        self.verdict(report, context.as_deref(), language)
    }

    /// The calculated values of a report, nested like its answers.
    pub fn calculate(&self, report: &JsValue, context: &JsValue) -> Result<JsValue, JsValue> {
        Reflect::get(&self.check(report, context, None)?, &"values".into())
    }

    /// The compiled definition.
    pub fn definition(&self) -> Result<JsValue, JsValue> {
        JSON::parse(&self.inner.definition().to_string())
    }

    fn verdict(&self, report: &str, context: Option<&str>, language: Option<String>) -> Result<String, JsValue> {
        let language = language.as_deref().unwrap_or("vi");
        self.inner.check_text(report, context, language).map_err(|error| check_error(&error, language))
    }
}

/// JSON text of a value; none for `undefined` and `null`.
fn text(value: &JsValue) -> Result<Option<String>, JsValue> {
    if value.is_undefined() || value.is_null() {
        return Ok(None);
    }
    let as_is_or_told = Closure::<dyn Fn(JsValue, JsValue) -> JsValue>::new(|_key, part: JsValue| match part.as_f64() {
        Some(number) if !number.is_finite() => JsValue::from(number.to_string()),
        _ => part,
    });
    let text = JSON::stringify_with_replacer(value, as_is_or_told.as_ref())?;
    Ok(text.as_string())
}

/// `undefined` and what JSON cannot spell are no report, which the check then says.
fn required(value: &JsValue) -> Result<String, JsValue> {
    Ok(text(value)?.unwrap_or_else(|| "null".to_owned()))
}

fn form_error(error: &FormError) -> JsValue {
    let diagnostics = match error {
        FormError::Syntax(errors) => errors.iter().map(ToString::to_string).collect(),
        FormError::Form(diagnostics) => diagnostics.iter().map(ToString::to_string).collect(),
        FormError::Json(_) => vec![error.to_string()],
    };
    let list: js_sys::Array = diagnostics.into_iter().map(JsValue::from).collect();
    told(&error.to_string(), "form_invalid", Some(("diagnostics", list.into())))
}

fn check_error(error: &CheckError, language: &str) -> JsValue {
    told(&error.sentence(language), error.code(), None)
}

/// A JavaScript error with a `code` that programs compare.
fn told(message: &str, code: &str, more: Option<(&str, JsValue)>) -> JsValue {
    let error = Error::new(message);
    for (key, value) in [Some(("code", JsValue::from(code))), more].into_iter().flatten() {
        // A property of a fresh error object can always be set.
        let _ = Reflect::set(&error, &key.into(), &value);
    }
    error.into()
}
