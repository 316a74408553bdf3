//! Where forms and JSON come from: the catalogue, a file, the standard input.

use std::fs;
use std::io::{self, Read};

use phieu::Validator;
use serde_json::Value;

/// A form by its id in the catalogue, or from a TOML file.
pub fn form(name: &str) -> Result<Validator, String> {
    let compile =
        |file: &str, text: &str| Validator::from_toml(file, text).map_err(|error| format!("{file} is not a usable form:\n{error}"));
    if let Some(source) = phieu_catalog::form(name) {
        return compile(source.file, source.text);
    }
    if !name.ends_with(".toml") {
        let known: Vec<&str> = phieu_catalog::forms().iter().map(|form| form.id).collect();
        return Err(format!("no form `{name}` in the catalogue (it has: {}); a file must end in .toml", known.join(", ")));
    }
    let text = fs::read_to_string(name).map_err(|error| format!("{name}: {error}"))?;
    compile(name, &text)
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
