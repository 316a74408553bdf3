//! A form as Markdown tables: the name of a sheet in the first column, then its headings, then its rows.
//!
//! ```text
//! | survey |      |      |         |
//! |        | type | name | label   |
//! |        | text | who  | Who?    |
//! ```
//!
//! `\|` is a bar inside a cell. Lines that are no table row are passed over, as are rows of dashes.

use phieu_form::{Definition, Diagnostic, Place, Row, Sheet};

use crate::sheets::{Grid, GridCell, assemble};

/// Reads a definition; `file` is only for messages. Rows and columns are counted as in a workbook: the headings are row 1.
pub fn from_markdown(file: &str, text: &str) -> (Definition, Vec<Diagnostic>) {
    assemble(file, &grids(text))
}

/// Writes the sheets of a definition one after the other. A line break inside a cell becomes a space.
pub fn to_markdown(definition: &Definition) -> String {
    let mut text = String::new();
    let settings = std::slice::from_ref(&definition.settings);
    for (sheet, rows) in definition.sheets().into_iter().chain([(Sheet::Settings, settings)]) {
        if !rows.is_empty() {
            table(&mut text, sheet.name(), rows);
        }
    }
    text
}

fn table(text: &mut String, name: &str, rows: &[Row]) {
    let mut headings: Vec<&str> = Vec::new();
    for cell in rows.iter().flat_map(|row| &row.cells) {
        if !headings.contains(&cell.column.as_str()) {
            headings.push(&cell.column);
        }
    }
    let escaped = |text: &str| text.replace('|', "\\|").replace(['\n', '\r'], " ");
    let mut put = |first: &str, cells: Vec<String>| {
        text.push_str(&format!("| {first} | {} |\n", cells.join(" | ")));
    };
    put(name, vec![String::new(); headings.len()]);
    put("", headings.iter().map(|heading| escaped(heading)).collect());
    for row in rows {
        put("", headings.iter().map(|heading| row.cell(heading).map_or_else(String::new, |cell| escaped(&cell.text))).collect());
    }
}

fn grids(text: &str) -> Vec<Grid> {
    let mut grids: Vec<Grid> = Vec::new();
    for line in text.lines() {
        let Some(cells) = cells(line) else { continue };
        let (name, rest) = cells.split_first().map_or(("", &cells[..]), |(name, rest)| (name.as_str(), rest));
        if !name.is_empty() {
            grids.push(Grid { name: name.to_owned(), rows: Vec::new() });
        }
        let Some(grid) = grids.last_mut().filter(|_| rest.iter().any(|cell| !cell.is_empty())) else { continue };
        let row = grid.rows.len() as u32 + 1;
        let cells = rest.iter().zip(1..).filter(|(text, _)| !text.is_empty());
        grid.rows.push(cells.map(|(text, column)| GridCell { text: text.clone(), place: Place { row, column } }).collect());
    }
    grids
}

/// The cells of a line that is a table row; none for any other line, or for one of dashes.
fn cells(line: &str) -> Option<Vec<String>> {
    let inside = line.trim().strip_prefix('|')?;
    let inside = inside.strip_suffix('|').filter(|rest| !rest.ends_with('\\')).unwrap_or(inside);
    let mut cells = vec![String::new()];
    let mut characters = inside.chars().peekable();
    while let Some(character) = characters.next() {
        match (character, cells.last_mut()) {
            ('\\', Some(cell)) if characters.peek() == Some(&'|') => cell.push(characters.next().unwrap_or('|')),
            ('|', _) => cells.push(String::new()),
            (_, Some(cell)) => cell.push(character),
            _ => {}
        }
    }
    cells.iter_mut().for_each(|cell| *cell = cell.trim().to_owned());
    let dashes = cells.iter().any(|cell| !cell.is_empty()) && cells.iter().all(|cell| cell.chars().all(|each| matches!(each, '-' | ':')));
    (!dashes).then_some(cells)
}

#[cfg(test)]
mod tests {
    use super::*;
    use phieu_form::Level;

    const FORM: &str = "
        A form:
        | Survey |          |      |            |
        |        | Type     | name | label      |
        |        | Q string | who  | Who \\| what? |

        | choices | | | |
        | settings |
        |          | title |
        |          | A     |
    ";

    #[test]
    fn tables_are_sheets() {
        let (definition, told) = from_markdown("a.md", FORM);
        assert_eq!(told, []);
        let row = &definition.survey[0];
        assert_eq!((row.text("type"), row.text("name"), row.text("label")), ("text", "who", "Who | what?"));
        assert_eq!(row.place.row, 2);
        assert_eq!(definition.settings.text("form_title"), "A");
    }

    #[test]
    fn a_misspelt_sheet_is_told() {
        let (_, told) = from_markdown("a.md", "| surveys |\n| | type |\n| | text |\n| settings |\n| | version |\n| | 1 |\n");
        assert_eq!(told.iter().filter(|each| each.level == Level::Error).count(), 1);
        assert!(told.iter().any(|each| each.hint.as_deref() == Some("did you mean `survey`?")), "{told:?}");
    }
}
