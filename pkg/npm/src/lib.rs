//! phieu for JavaScript: convert, call, return. No rule stands here.
//!
//! Reports and verdicts are plain JavaScript objects. They cross as JSON text, because that is the one shape that every
//! build and every binding shares, and the text of a verdict is canonical. What JSON would silently change on its way in
//! (`NaN`, `Infinity`) is handed on as text instead, so that it is told as an issue and never becomes "not answered".
//!
//! The types for TypeScript and the entry points are written by hand beside this crate: one package serves Node and browsers.

mod errors;

use js_sys::{Array, ArrayBuffer, JSON, TypeError, Uint8Array};
use phieu::report::canonical_text;
use phieu::{CheckError, FormError};
use serde_json::Value as Json;
use wasm_bindgen::prelude::*;

/// Checks reports of one form in one version.
#[wasm_bindgen]
pub struct Validator {
    inner: phieu::Validator,
}

#[wasm_bindgen]
impl Validator {
    /// From the TOML spelling of a form, or from its rows as JSON text.
    #[wasm_bindgen(constructor)]
    pub fn new(form: &str) -> Result<Validator, JsValue> {
        if form.trim_start().starts_with('{') { Validator::from_json(form) } else { Validator::from_toml(form, None) }
    }

    /// From the TOML spelling of a form. `file` is only for messages, here and below.
    #[wasm_bindgen(js_name = fromToml)]
    pub fn from_toml(text: &str, file: Option<String>) -> Result<Validator, JsValue> {
        made(phieu::Validator::from_toml(file.as_deref().unwrap_or("form.toml"), text))
    }

    /// From the form's rows as JSON text.
    #[wasm_bindgen(js_name = fromJson)]
    pub fn from_json(text: &str) -> Result<Validator, JsValue> {
        made(phieu::Validator::from_json(text))
    }

    /// From the bytes of an Excel workbook, an XLSForm.
    #[wasm_bindgen(js_name = fromXlsx)]
    pub fn from_xlsx(data: &JsValue, file: Option<String>) -> Result<Validator, JsValue> {
        made(phieu::Validator::from_xlsx(file.as_deref().unwrap_or("form.xlsx"), &bytes(data)?))
    }

    /// From an ODK XForm.
    #[wasm_bindgen(js_name = fromXform)]
    pub fn from_xform(text: &str, file: Option<String>) -> Result<Validator, JsValue> {
        made(phieu::Validator::from_xform(file.as_deref().unwrap_or("form.xml"), text))
    }

    /// From a file's name and bytes, in the spelling that the name's ending tells.
    #[wasm_bindgen(js_name = fromBytes)]
    pub fn from_bytes(file: &str, data: &JsValue) -> Result<Validator, JsValue> {
        made(phieu::Validator::from_bytes(file, &bytes(data)?))
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

    /// What the form's author may want to look at again.
    #[wasm_bindgen(getter)]
    pub fn warnings(&self) -> Vec<String> {
        self.inner.warnings().iter().map(ToString::to_string).collect()
    }

    /// The verdict on a report.
    pub fn check(&self, report: &JsValue, context: &JsValue, language: Option<String>) -> Result<JsValue, JsValue> {
        JSON::parse(&self.check_text(&required(report)?, text(context)?, language)?)
    }

    /// The same from text to text; the verdict's bytes are the same in every build.
    #[wasm_bindgen(js_name = checkText)]
    pub fn check_text(&self, report: &str, context: Option<String>, language: Option<String>) -> Result<String, JsValue> {
        asked(language, |language| self.inner.check_text(report, context.as_deref(), language))
    }

    /// The verdicts on pairs of report and context, in order; where one cannot be checked, its error stands in the list.
    #[wasm_bindgen(js_name = checkBatch)]
    pub fn check_batch(&self, pairs: &Array, language: Option<String>) -> Array {
        let one = |pair: JsValue| {
            let pair: Array = pair.dyn_into().unwrap_or_default();
            self.check(&pair.get(0), &pair.get(1), language.clone()).unwrap_or_else(|error| error)
        };
        pairs.iter().map(one).collect()
    }

    /// The calculated values of a report, nested like its answers.
    pub fn calculate(&self, report: &JsValue, context: &JsValue, language: Option<String>) -> Result<JsValue, JsValue> {
        let (report, context) = (required(report)?, text(context)?);
        object(&asked(language, |language| {
            let context = context.as_deref().map(parsed).transpose()?;
            self.inner.calculate(&parsed(&report)?, context.as_ref(), language)
        })?)
    }

    /// The shape of the answers as JSON Schema 2020-12.
    pub fn schema(&self) -> Result<JsValue, JsValue> {
        object(&self.inner.schema())
    }

    /// The compiled definition.
    pub fn definition(&self) -> Result<JsValue, JsValue> {
        object(&self.inner.definition())
    }

    /// The form's rows, from which `fromJson` makes the same form.
    pub fn rows(&self) -> Result<JsValue, JsValue> {
        // Not as a value of serde_json's, which sorts: the order of a row's cells counts for the form's digest.
        JSON::parse(&serde_json::to_string(self.inner.source()).unwrap_or_default())
    }
}

fn made(form: Result<phieu::Validator, FormError>) -> Result<Validator, JsValue> {
    form.map(|inner| Validator { inner }).map_err(|error| errors::of_form(&error))
}

fn asked<T>(language: Option<String>, ask: impl FnOnce(&str) -> Result<T, CheckError>) -> Result<T, JsValue> {
    let language = language.as_deref().unwrap_or("vi");
    ask(language).map_err(|error| errors::of_report(&error, language))
}

fn parsed(text: &str) -> Result<Json, CheckError> {
    serde_json::from_str(text).map_err(|error| CheckError::NotJson(error.to_string()))
}

fn object(json: &Json) -> Result<JsValue, JsValue> {
    JSON::parse(&canonical_text(json))
}

/// A copy of the bytes of a `Uint8Array` (Node's `Buffer` is one) or an `ArrayBuffer`.
fn bytes(data: &JsValue) -> Result<Vec<u8>, JsValue> {
    if data.is_instance_of::<Uint8Array>() || data.is_instance_of::<ArrayBuffer>() {
        return Ok(Uint8Array::new(data).to_vec());
    }
    Err(TypeError::new("expected the bytes of a form as a Uint8Array or an ArrayBuffer").into())
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
