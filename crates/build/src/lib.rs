//! Rust structs for a form's answers, written when a back end is built.
//!
//! ```ignore
//! // build.rs
//! fn main() -> Result<(), phieu_build::Error> {
//!     phieu_build::form("forms/clb-thang.toml")
//! }
//! ```
//!
//! and in the program `mod club_month { phieu::include_form!("clb-thang"); }`. A build script and not a macro that reads files:
//! cargo then knows when to build again, the text can be looked at in the target folder, and nothing but `phieu` is needed to
//! compile it. What the structs say is what the form's JSON Schema says: types, choices, what is always there. What depends on
//! other answers is left to the validator, so nothing here can disagree with it.

mod choices;
mod names;
mod structs;
mod types;

use std::fmt;
use std::path::{Path, PathBuf};

use phieu::form::Form;
use phieu::{FormError, Validator};

/// The structs of a form as Rust source, to be included into a module of its own.
pub fn generate(form: &Form) -> String {
    structs::write(form)
}

/// For build scripts: reads a form in any spelling and writes its structs to `$OUT_DIR/<form id>.rs`.
pub fn form(file: impl AsRef<Path>) -> Result<(), Error> {
    let file = file.as_ref();
    println!("cargo::rerun-if-changed={}", file.display());
    let bytes = std::fs::read(file).map_err(|error| Error::File(file.to_owned(), error))?;
    let validator = Validator::from_bytes(&file.display().to_string(), &bytes).map_err(Error::Form)?;
    let folder = std::env::var_os("OUT_DIR").ok_or(Error::NoBuildScript)?;
    let out = Path::new(&folder).join(format!("{}.rs", validator.form_id()));
    std::fs::write(&out, generate(validator.form())).map_err(|error| Error::File(out, error))
}

/// Why the structs could not be written. A build script that returns it shows it.
pub enum Error {
    /// A file cannot be read or written.
    File(PathBuf, std::io::Error),
    /// The form has mistakes.
    Form(FormError),
    /// There is no `OUT_DIR`.
    NoBuildScript,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::File(file, error) => write!(f, "{}: {error}", file.display()),
            Error::Form(error) => error.fmt(f),
            Error::NoBuildScript => f.write_str("expected to run in a build script, where cargo sets OUT_DIR"),
        }
    }
}

/// A build script's `main` shows its error in this form: so it is the sentence, not the fields.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl std::error::Error for Error {}
