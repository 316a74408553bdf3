//! phieu for C: convert, call, return. No rule stands here.
//!
//! Two opaque things, one way to free each. A form with mistakes gives a validator too, which says what is wrong and answers
//! every check with the same error: so there is one return value, and nothing that a caller who forgets to look could
//! dereference. Errors are data (`{"code","message"}`), no numbers to look up and no last error of a thread. No callbacks, no
//! global state. A panic, which would be a bug of ours, is caught at the border and becomes an error as well.
#![allow(unsafe_code)] // C's pointers cannot be read otherwise; every block says why it may.

mod border;

use std::ffi::{c_char, c_uchar};

use border::{Checked, Given, Validator, whole};
use phieu::report::canonical_text;
use serde_json::Value as Json;

/// Makes a validator of a form's file, in the spelling that the name's ending tells: .toml, .json, .xlsx, .ods, .xml, .md.
/// Nothing is opened: the bytes are in `data`. Never NULL; ask `phieu_validator_error` whether the form can be used.
/// To be freed with `phieu_validator_free`. Threads may share it.
///
/// # Safety
///
/// `file` and `data` point to as many bytes as their lengths say, or are NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn phieu_validator_new(
    file: *const c_char,
    file_length: usize,
    data: *const c_uchar,
    data_length: usize,
) -> *mut Validator {
    // SAFETY: the caller keeps to what stands above.
    let (file, data) = unsafe { (Given::text(file, file_length), Given::bytes(data, data_length)) };
    Box::into_raw(Box::new(Validator::make(file, data)))
}

/// What is wrong with the form, as JSON `{"code","message","findings":[…]}`; NULL where nothing is and it can be used.
/// Lives as long as the validator. `length`, unless NULL, becomes its length in bytes without the NUL.
///
/// # Safety
///
/// `validator` comes from `phieu_validator_new` and is not freed, or is NULL; `length` may be written, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn phieu_validator_error(validator: *const Validator, length: *mut usize) -> *const c_char {
    // SAFETY: the caller keeps to what stands above.
    let error = match unsafe { validator.as_ref() } {
        Some(validator) => validator.error(),
        None => Some(border::NO_VALIDATOR),
    };
    // SAFETY: as above.
    unsafe { border::give(error, length) }
}

/// Frees a validator. NULL is let be.
///
/// # Safety
///
/// `validator` comes from `phieu_validator_new` and is not freed, or is NULL. No other thread is using it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn phieu_validator_free(validator: *mut Validator) {
    if !validator.is_null() {
        // SAFETY: it was made by Box::into_raw above, and the caller frees it once.
        drop(unsafe { Box::from_raw(validator) });
    }
}

/// The verdict on a report, both as JSON: `{"issues":[…],"valid":true,"values":{…}}`, the same bytes as in every other language.
/// `context` is what the check may know from outside, as JSON; NULL is nothing. `language` is a tag such as `vi` or `en`; NULL
/// is Vietnamese. Never NULL; to be freed with `phieu_result_free`.
///
/// # Safety
///
/// `validator` comes from `phieu_validator_new` and is not freed, or is NULL; the texts point to as many bytes as their lengths
/// say, or are NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn phieu_check(
    validator: *const Validator,
    report: *const c_char,
    report_length: usize,
    context: *const c_char,
    context_length: usize,
    language: *const c_char,
    language_length: usize,
) -> *mut Checked {
    // SAFETY: the caller keeps to what stands above.
    let given =
        unsafe { [Given::text(report, report_length), Given::text(context, context_length), Given::text(language, language_length)] };
    // SAFETY: as above.
    let validator = unsafe { validator.as_ref() };
    whole(validator, given, |form, report, context, language| form.check_text(report, context, language))
}

/// The calculated values of a report, as JSON, nested like its answers. Everything else is as for `phieu_check`.
///
/// # Safety
///
/// As for `phieu_check`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn phieu_calculate(
    validator: *const Validator,
    report: *const c_char,
    report_length: usize,
    context: *const c_char,
    context_length: usize,
    language: *const c_char,
    language_length: usize,
) -> *mut Checked {
    // SAFETY: the caller keeps to what stands above.
    let given =
        unsafe { [Given::text(report, report_length), Given::text(context, context_length), Given::text(language, language_length)] };
    // SAFETY: as above.
    let validator = unsafe { validator.as_ref() };
    whole(validator, given, |form, report, context, language| {
        let parse = |text: &str| serde_json::from_str::<Json>(text).map_err(|error| phieu::CheckError::NotJson(error.to_string()));
        let context = context.map(parse).transpose()?;
        let values = form.calculate(&parse(report)?, context.as_ref(), language)?;
        Ok(canonical_text(&values))
    })
}

/// The shape of the form's answers as JSON Schema 2020-12. Never NULL; to be freed with `phieu_result_free`.
///
/// # Safety
///
/// `validator` comes from `phieu_validator_new` and is not freed, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn phieu_schema(validator: *const Validator) -> *mut Checked {
    // SAFETY: the caller keeps to what stands above.
    let validator = unsafe { validator.as_ref() };
    let given = [Given::Text("null"), Given::Nothing, Given::Nothing];
    whole(validator, given, |form, _, _, _| Ok(canonical_text(&form.schema())))
}

/// Whether it is what was asked for. If not, its text is the error, as JSON `{"code","message"}`.
///
/// # Safety
///
/// `result` comes from a function of this header and is not freed, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn phieu_result_ok(result: *const Checked) -> bool {
    // SAFETY: the caller keeps to what stands above.
    unsafe { result.as_ref() }.is_some_and(|result| result.ok)
}

/// The text: what was asked for, or the error. Never NULL; lives as long as the result.
/// `length`, unless NULL, becomes its length in bytes without the NUL.
///
/// # Safety
///
/// `result` comes from a function of this header and is not freed, or is NULL; `length` may be written, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn phieu_result_text(result: *const Checked, length: *mut usize) -> *const c_char {
    // SAFETY: the caller keeps to what stands above.
    let text = unsafe { result.as_ref() }.map_or(border::NO_RESULT, |result| result.text.as_c_str());
    // SAFETY: as above.
    unsafe { border::give(Some(text), length) }
}

/// Frees a result. NULL is let be.
///
/// # Safety
///
/// `result` comes from a function of this header and is not freed, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn phieu_result_free(result: *mut Checked) {
    if !result.is_null() {
        // SAFETY: it was made by Box::into_raw in `whole`, and the caller frees it once.
        drop(unsafe { Box::from_raw(result) });
    }
}

/// The version of phieu, `0.1.0`. Not to be freed.
#[unsafe(no_mangle)]
pub extern "C" fn phieu_version() -> *const c_char {
    border::VERSION.as_ptr()
}
