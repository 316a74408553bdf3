//! Where forms and JSON come from: the catalogue, a file, the standard input.

use std::fs;
use std::io::{self, Read};
use std::path::Path;

use phieu::form::{Definition, Diagnostic, Level, Place, Sheet};
use phieu::xlsform::Spelling;
use phieu::{FormError, Validator};
use serde_json::Value;

/// A form by its id in the catalogue, or from a file in any spelling.
pub fn form(name: &str) -> Result<Validator, String> {
    if let Some(source) = phieu_catalog::form(name) {
        return compile(source.file, source.text.as_bytes());
    }
    if Spelling::of_name(name).is_none() {
        let known: Vec<&str> = phieu_catalog::forms().iter().map(|form| form.id).collect();
        let endings = Spelling::ENDINGS.join(" ");
        return Err(format!("no form `{name}` in the catalogue (it has: {}); a file must end in one of {endings}", known.join(", ")));
    }
    compile(name, &file(name)?)
}

fn compile(file: &str, bytes: &[u8]) -> Result<Validator, String> {
    let unusable = |error: FormError| format!("{file} is not a usable form:\n{error}");
    let (mut definition, told) = phieu::xlsform::read(file, bytes).map_err(|errors| unusable(FormError::Syntax(errors)))?;
    with_data(file, &mut definition);
    let told: Vec<Diagnostic> = told.into_iter().chain(phieu::xlsform::check(&definition)).collect();
    if told.iter().any(|each| each.level == Level::Error) {
        return Err(unusable(FormError::Form(told)));
    }
    Validator::from_definition(definition).map_err(unusable)
}

/// Reads the data that a form takes from files beside it; what is not there, or cannot be read, is told.
pub fn with_data(name: &str, definition: &mut Definition) -> Vec<Diagnostic> {
    let folder = Path::new(name).parent().unwrap_or(Path::new(""));
    let mut told = Vec::new();
    for file in phieu::xlsform::files(definition) {
        let missing = |message: String| Diagnostic {
            level: Level::Warning,
            file: name.to_owned(),
            sheet: Sheet::Survey,
            place: Place::default(),
            column: String::new(),
            message,
            hint: Some("put it beside the form".into()),
        };
        match fs::read(folder.join(&file)) {
            Err(error) => told.push(missing(format!("the data in `{file}` is not there: {error}"))),
            Ok(bytes) => {
                if let Err(errors) = phieu::xlsform::attach(definition, &file, &bytes) {
                    told.extend(errors.iter().map(|error| missing(error.to_string())));
                }
            }
        }
    }
    told
}

/// The bytes of a form's file.
pub fn file(name: &str) -> Result<Vec<u8>, String> {
    if name == "-" {
        return Err("a form is read from a file, whose ending says how it is written".to_owned());
    }
    if Path::new(name).is_dir() {
        return Err(format!("{name} is a folder: name the files in it"));
    }
    fs::read(name).map_err(|error| format!("{name}: {error}"))
}

/// JSON from a file, or from the standard input where the name is `-`.
pub fn json(name: &str) -> Result<Value, String> {
    let bytes = if name == "-" { read_input() } else { fs::read(name) }.map_err(|error| format!("{name}: {error}"))?;
    serde_json::from_slice(&bytes).map_err(|error| format!("{name} is not JSON: {error}"))
}

fn read_input() -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    io::stdin().lock().read_to_end(&mut bytes)?;
    Ok(bytes)
}
