//! What crosses between C and Rust: texts in, the two opaque things out, panics never.

use std::ffi::{CStr, CString, c_char, c_uchar};
use std::panic::{AssertUnwindSafe, catch_unwind};

use phieu::{CheckError, FormError};
use serde_json::{Value as Json, json};

/// Asked of NULL.
pub(crate) const NO_VALIDATOR: &CStr = c"{\"code\":\"null_argument\",\"message\":\"expected a validator, found NULL\"}";
/// Asked of NULL.
pub(crate) const NO_RESULT: &CStr = c"{\"code\":\"null_argument\",\"message\":\"expected a result, found NULL\"}";
/// A text with a NUL in the middle, which canonical JSON never has.
const NOT_WRITABLE: &CStr = c"{\"code\":\"panic\",\"message\":\"the text cannot be given to C\"}";
/// The version of this package, with its NUL.
pub(crate) const VERSION: &CStr = match CStr::from_bytes_with_nul(concat!(env!("CARGO_PKG_VERSION"), "\0").as_bytes()) {
    Ok(version) => version,
    Err(_) => c"",
};

/// A form, ready to check reports; or what is wrong with it.
pub struct Validator(Result<phieu::Validator, CString>);

/// What came of a check.
pub struct Checked {
    pub(crate) ok: bool,
    pub(crate) text: CString,
}

/// A text or bytes as C gives them.
#[derive(Clone, Copy)]
pub(crate) enum Given<'c> {
    /// NULL.
    Nothing,
    /// UTF-8.
    Text(&'c str),
    /// Anything.
    Bytes(&'c [u8]),
    /// Something that is no text; the first byte that is none.
    NoText(usize),
}

impl<'c> Given<'c> {
    /// A text.
    ///
    /// # Safety
    ///
    /// `at` points to `length` bytes that nobody changes during the call, or is NULL.
    pub(crate) unsafe fn text(at: *const c_char, length: usize) -> Given<'c> {
        // SAFETY: the caller keeps to what stands above; a char and a byte are alike.
        match unsafe { Given::bytes(at.cast(), length) } {
            Given::Bytes(bytes) => match std::str::from_utf8(bytes) {
                Ok(text) => Given::Text(text),
                Err(error) => Given::NoText(error.valid_up_to()),
            },
            other => other,
        }
    }

    /// Bytes.
    ///
    /// # Safety
    ///
    /// As for `text`.
    pub(crate) unsafe fn bytes(at: *const c_uchar, length: usize) -> Given<'c> {
        if at.is_null() || length > isize::MAX as usize {
            return Given::Nothing;
        }
        // SAFETY: not NULL, not longer than a slice may be, and as long as the caller says.
        Given::Bytes(unsafe { std::slice::from_raw_parts(at, length) })
    }

    /// The text, `None` for NULL; what is no text is an error that names the argument.
    fn read(self, name: &str) -> Result<Option<&'c str>, CString> {
        match self {
            Given::Nothing => Ok(None),
            Given::Text(text) => Ok(Some(text)),
            Given::Bytes(_) => Err(error("not_utf8", &format!("expected text as {name}, found bytes"), None)),
            Given::NoText(at) => {
                Err(error("not_utf8", &format!("expected UTF-8 as {name}, found something else at byte {}", at + 1), None))
            }
        }
    }
}

impl Validator {
    /// Compiles a form.
    pub(crate) fn make(file: Given<'_>, data: Given<'_>) -> Validator {
        let make = || {
            let file = file.read("file")?.ok_or_else(|| null("file"))?;
            let Given::Bytes(data) = data else { return Err(null("data")) };
            phieu::Validator::from_bytes(file, data).map_err(|refused| form_error(&refused))
        };
        Validator(catch_unwind(make).unwrap_or_else(|_| Err(panicked())))
    }

    /// What is wrong with the form.
    pub(crate) fn error(&self) -> Option<&CStr> {
        self.0.as_ref().err().map(CString::as_c_str)
    }
}

/// One question to a validator about a report, a context and a language, from pointers to an owned result.
pub(crate) fn whole(
    validator: Option<&Validator>,
    given: [Given<'_>; 3],
    ask: impl FnOnce(&phieu::Validator, &str, Option<&str>, &str) -> Result<String, CheckError>,
) -> *mut Checked {
    let found = catch_unwind(AssertUnwindSafe(|| {
        let form = validator.ok_or(NO_VALIDATOR.to_owned())?.0.as_ref().map_err(CString::clone)?;
        let [report, context, language] = given;
        let language = language.read("language")?.unwrap_or("vi");
        let report = report.read("report")?.ok_or_else(|| null("report"))?;
        let found = ask(form, report, context.read("context")?, language);
        found.map(owned).map_err(|refused| error(refused.code(), &refused.sentence(language), None))
    }));
    let checked = match found.unwrap_or_else(|_| Err(panicked())) {
        Ok(text) => Checked { ok: true, text },
        Err(text) => Checked { ok: false, text },
    };
    Box::into_raw(Box::new(checked))
}

/// A text that lives on, and its length where that is wanted.
///
/// # Safety
///
/// `length` may be written, or is NULL.
pub(crate) unsafe fn give(text: Option<&CStr>, length: *mut usize) -> *const c_char {
    // SAFETY: the caller keeps to what stands above.
    if let Some(length) = unsafe { length.as_mut() } {
        *length = text.map_or(0, |text| text.to_bytes().len());
    }
    text.map_or(std::ptr::null(), CStr::as_ptr)
}

fn form_error(refused: &FormError) -> CString {
    error("form_invalid", &refused.to_string(), Some(refused.findings()))
}

fn null(name: &str) -> CString {
    error("null_argument", &format!("expected {name}, found NULL"), None)
}

fn panicked() -> CString {
    error("panic", "phieu stopped in the middle; this is a mistake in phieu, please report it", None)
}

fn error(code: &str, message: &str, findings: Option<Json>) -> CString {
    let mut members = json!({"code": code, "message": message});
    if let Some(findings) = findings {
        members["findings"] = findings;
    }
    owned(members.to_string())
}

fn owned(text: String) -> CString {
    CString::new(text).unwrap_or_else(|_| NOT_WRITABLE.to_owned())
}
