//! The catalogue and its tests belong together.

use crate::nothing_wrong;
use crate::tree::{read, root};
use std::collections::BTreeSet;

#[test]
fn every_form_of_the_folder_is_in_the_table_and_has_filled_reports() {
    let files = names("crates/catalog/forms");
    let listed: BTreeSet<String> = phieu_catalog::forms().iter().map(|form| form.file.to_owned()).collect();
    assert_eq!(files, listed, "the files of crates/catalog/forms and the table of the catalogue");
    let lacking = phieu_catalog::forms().iter().filter(|form| {
        let folder = root().join("tests/forms").join(form.id);
        !folder.join("base.json").is_file() || !folder.join("cases.toml").is_file()
    });
    nothing_wrong("forms without filled reports in tests/forms:", lacking.map(|form| form.id.to_owned()).collect());
}

#[test]
fn every_folder_of_filled_reports_is_a_form() {
    let folders = names("tests/forms").into_iter().filter(|name| name != "README.md");
    let strange = folders.filter(|name| phieu_catalog::form(name).is_none());
    nothing_wrong("folders in tests/forms that are no form:", strange.collect());
}

#[test]
fn every_text_of_a_form_is_in_both_languages() {
    let mut found = Vec::new();
    for form in phieu_catalog::forms() {
        let table: toml::Table = read(&format!("crates/catalog/forms/{}", form.file)).parse().expect("a form in TOML");
        look(form.id, &toml::Value::Table(table), &mut found);
    }
    nothing_wrong("texts in one language only:", found);
}

/// How to count is said beside the number itself, or once for all numbers of its group.
#[test]
fn every_number_says_how_it_is_counted() {
    let mut found = Vec::new();
    for form in phieu_catalog::forms() {
        let table: toml::Table = read(&format!("crates/catalog/forms/{}", form.file)).parse().expect("a form in TOML");
        let mut around = Vec::new();
        for row in table["survey"].as_array().expect("a survey") {
            let (kind, says) = (row["type"].as_str().unwrap_or_default(), row.get("hint").is_some());
            match kind.split(' ').next() {
                Some("begin") => around.push(says),
                Some("end") => drop(around.pop()),
                Some("integer" | "decimal") if !says && around.last() != Some(&true) => found.push(format!("{}: {}", form.id, row["name"])),
                _ => {}
            }
        }
    }
    nothing_wrong("numbers without a hint on how they are counted, and without one on their group:", found);
}

/// Wherever a text stands in Vietnamese it stands in English too, and the other way round.
fn look(place: &str, value: &toml::Value, found: &mut Vec<String>) {
    match value {
        toml::Value::Table(table) => {
            if table.contains_key("vi") != table.contains_key("en") {
                found.push(place.to_owned());
            }
            table.iter().for_each(|(key, value)| look(&format!("{place}.{key}"), value, found));
        }
        toml::Value::Array(rows) => {
            for (index, row) in rows.iter().enumerate() {
                let name = row.get("name").or(row.get("id")).and_then(toml::Value::as_str).map_or(index.to_string(), str::to_owned);
                look(&format!("{place}.{name}"), row, found);
            }
        }
        _ => {}
    }
}

fn names(folder: &str) -> BTreeSet<String> {
    let entries = std::fs::read_dir(root().join(folder)).unwrap_or_else(|error| panic!("{folder}: {error}"));
    entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect()
}
