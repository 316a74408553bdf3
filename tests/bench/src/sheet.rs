//! Rows of a form as an author would write them.

use phieu_form::{Cell, Definition, Place, Row};
use toml::{Table, Value};

/// A row of a sheet: pairs of heading and text.
pub fn row(cells: &[(&str, &str)]) -> Row {
    let place = Place::default();
    let cell = |(column, text): &(&str, &str)| Cell { column: (*column).to_owned(), text: (*text).to_owned(), place };
    Row { place, cells: cells.iter().map(cell).collect() }
}

/// A form without questions.
pub fn definition(id: &str) -> Definition {
    let settings = row(&[("form_id", id), ("version", "1"), ("form_title::vi", "Đo tốc độ"), ("default_language", "vi")]);
    Definition { file: format!("{id}.xlsx"), settings, ..Definition::default() }
}

/// A form of the catalogue. Reading its spelling is not what is measured, so the reader with places is not needed here.
pub fn from_toml(id: &str, text: &str) -> Definition {
    let table: Table = text.parse().unwrap_or_default();
    let settings = table.get("settings").map(of_value).unwrap_or_default();
    let rows = |sheet: &str| table.get(sheet).and_then(Value::as_array).into_iter().flatten().map(of_value).collect();
    Definition { settings, survey: rows("survey"), choices: rows("choices"), rules: rows("rule"), ..definition(id) }
}

/// `label.vi` is the column `label::vi`.
fn of_value(value: &Value) -> Row {
    let mut cells = Vec::new();
    for (column, value) in value.as_table().into_iter().flatten() {
        match value {
            Value::String(text) => cells.push((column.clone(), text.clone())),
            Value::Table(languages) => {
                let text = |(tag, text): (&String, &Value)| Some((format!("{column}::{tag}"), text.as_str()?.to_owned()));
                cells.extend(languages.iter().filter_map(text));
            }
            _ => {}
        }
    }
    let place = Place::default();
    Row { place, cells: cells.into_iter().map(|(column, text)| Cell { column, text, place }).collect() }
}
