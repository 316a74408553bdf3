//! A definition from JSON: the rows as the phone and other programs take them, an object of heading and text for each.
//!
//! Places are those of the workbook that the same rows would be written as, so that a finding has a cell to stand at.

use phieu_form::{Definition, Place, Row};
use serde_json::Value;

use crate::SyntaxError;
use crate::excel::headings;

/// What an object of a form has.
const BLOCKS: [&str; 11] =
    ["file", "settings", "survey", "choices", "rules", "external_choices", "actions", "texts", "entities", "data", "initial"];

/// Reads a definition; `file` is only for messages.
pub fn from_json(file: &str, text: &str) -> Result<Definition, Vec<SyntaxError>> {
    let told = |place: Place, message: String| SyntaxError { file: file.to_owned(), place, message };
    let wrong = |error: serde_json::Error| {
        let said = error.to_string();
        let said = said.split(" at line ").next().unwrap_or_default().to_owned();
        vec![told(Place { row: error.line() as u32, column: error.column() as u32 }, format!("this is no form in JSON: {said}"))]
    };
    let value: Value = serde_json::from_str(text).map_err(wrong)?;
    let unknown = value.as_object().into_iter().flatten().filter(|(key, _)| !BLOCKS.contains(&key.as_str()));
    let unknown = unknown.map(|(key, _)| told(Place::default(), format!("unknown block `{key}`; a form has {}", BLOCKS.join(", "))));
    let unknown: Vec<SyntaxError> = unknown.collect();
    if !unknown.is_empty() {
        return Err(unknown);
    }
    let mut definition: Definition = serde_json::from_str(text).map_err(wrong)?;
    definition.file = file.to_owned();
    for rows in [
        &mut definition.survey,
        &mut definition.choices,
        &mut definition.rules,
        &mut definition.external_choices,
        &mut definition.actions,
        &mut definition.texts,
        &mut definition.entities,
    ] {
        place(rows);
    }
    place(std::slice::from_mut(&mut definition.settings));
    Ok(definition)
}

/// Gives every cell its place: headings in the first row, a column for each.
fn place(rows: &mut [Row]) {
    let headings: Vec<String> = headings(rows).into_iter().map(str::to_owned).collect();
    for (number, row) in (2..).zip(rows) {
        row.place = Place { row: number, column: 1 };
        for cell in &mut row.cells {
            let column = headings.iter().position(|each| *each == cell.column).unwrap_or_default();
            cell.place = Place { row: number, column: column as u32 + 1 };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_have_places_of_a_workbook() {
        let text = r#"{"settings":{"form_id":"a"},"survey":[{"type":"text","name":"x"},{"type":"note","label":"L","name":"y"}]}"#;
        let definition = from_json("a.json", text).expect("a form");
        assert_eq!(definition.survey[1].cell("name").map(|cell| cell.place), Some(Place { row: 3, column: 3 }));
        assert_eq!(definition.survey[0].cell("name").map(|cell| cell.place), Some(Place { row: 2, column: 3 }));
    }

    #[test]
    fn what_is_no_form_is_told_with_its_place() {
        for (text, said, row) in [
            ("{", "EOF", 1),
            ("[1]", "invalid type", 1),
            ("{\"survey\":\n[{\"type\":1}]}", "expected a string", 2),
            ("{\"surveys\":[]}", "unknown block `surveys`", 0),
        ] {
            let errors = from_json("a.json", text).expect_err(text);
            assert!(errors[0].message.contains(said) && errors[0].place.row == row, "{text}: {errors:?}");
        }
    }
}
