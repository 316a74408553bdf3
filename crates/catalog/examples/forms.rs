//! Writes the catalogue's forms as the app reads them: `<id>@<version>.json` with the rows, and `index.json` with the list.
//!
//! A program of its own instead of a part of xtask, which must compile while crates of ours do not.
//! A form that does not compile stops the build here, with every mistake told to its author.

use anyhow::{Context, Result, bail};
use phieu_form::{Definition, Level};
use serde_json::{Map, Value, json};
use std::path::Path;

fn main() -> Result<()> {
    let folder = std::env::args_os().nth(1).context("which folder?")?;
    let folder = Path::new(&folder);
    if folder.exists() {
        std::fs::remove_dir_all(folder)?;
    }
    std::fs::create_dir_all(folder)?;
    let mut index = Vec::new();
    for source in phieu_catalog::forms() {
        let definition = read(source.file, source.text)?;
        let name = format!("{}@{}.json", source.id, definition.settings.text("version"));
        std::fs::write(folder.join(&name), serde_json::to_vec(&definition)?)?;
        index.push(entry(&definition, &name));
    }
    std::fs::write(folder.join("index.json"), serde_json::to_vec(&index)?)?;
    Ok(())
}

/// The form's rows, after a look whether they compile.
fn read(file: &str, text: &str) -> Result<Definition> {
    let mut definition = match phieu_xlsform::from_toml(file, text) {
        Ok(definition) => definition,
        Err(errors) => bail!("{}", lines(errors)),
    };
    if let (None, diagnostics) = phieu_form::compile(&definition) {
        bail!("{}", lines(diagnostics.into_iter().filter(|diagnostic| diagnostic.level == Level::Error)));
    }
    definition.file.clear();
    Ok(definition)
}

fn lines(items: impl IntoIterator<Item = impl ToString>) -> String {
    items.into_iter().map(|item| item.to_string()).collect::<Vec<_>>().join("\n")
}

/// What a list of forms shows before the form itself is read.
fn entry(definition: &Definition, name: &str) -> Value {
    let settings = &definition.settings;
    let title: Map<String, Value> =
        settings.translations("form_title").map(|(language, cell)| (language.to_owned(), json!(cell.text))).collect();
    json!({
        "id": settings.text("form_id"),
        "version": settings.text("version"),
        "code": settings.text("code"),
        "title": title,
        "file": format!("/forms/{name}"),
    })
}
