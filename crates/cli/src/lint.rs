//! `phieu lint`: everything that is to be said of a form, at once, each at its place.
//!
//! A finding in a workbook names sheet and cell, one in a text line and column; the text that is meant stands below it.

use std::fmt::Write;

use clap::Args;
use phieu::form::{Definition, Diagnostic, Level, Place, Row, Sheet, compile};
use phieu::xlsform::{Spelling, SyntaxError, check, read};
use serde_json::{Value, json};

use crate::{INVALID, UNREADABLE, VALID, source};

/// What `phieu lint` takes.
#[derive(Args)]
pub struct Arguments {
    /// Forms: .xlsx, .ods, .toml, .md, .xml or .json
    #[arg(required = true)]
    forms: Vec<String>,
    /// Print one JSON object for each, a line each: `{"file","errors","warnings","findings":[{"level","sheet","row","column","cell","heading","text","message","hint"}]}`
    #[arg(long)]
    json: bool,
}

/// Whether places are cells of sheets.
fn has_cells(file: &str) -> bool {
    Spelling::of_name(file).is_some_and(Spelling::has_cells)
}

/// What was found, and where.
struct Finding {
    level: Level,
    sheet: Option<Sheet>,
    place: Place,
    heading: String,
    /// What stands there.
    text: String,
    message: String,
    hint: Option<String>,
}

/// Lints one form after the other; the code is 0 without errors, 1 with some, 2 where a file cannot be read.
pub fn run(arguments: &Arguments) -> Result<(String, u8), String> {
    let (mut text, mut code) = (String::new(), VALID);
    for form in &arguments.forms {
        let bytes = match source::file(form) {
            Ok(bytes) => bytes,
            // The others are linted all the same.
            Err(message) => {
                eprintln!("phieu: {message}");
                code = UNREADABLE;
                continue;
            }
        };
        let findings = find(form, &bytes);
        let errors = findings.iter().filter(|each| each.level == Level::Error).count();
        text.push_str(&if arguments.json { as_json(form, &findings, errors) } else { as_text(form, &findings, errors) });
        code = code.max(if errors > 0 { INVALID } else { VALID });
    }
    Ok((text, code))
}

fn find(file: &str, bytes: &[u8]) -> Vec<Finding> {
    let lines = if has_cells(file) { String::new() } else { String::from_utf8_lossy(bytes).into_owned() };
    let line = |place: Place| lines.lines().nth((place.row as usize).wrapping_sub(1)).unwrap_or_default().to_owned();
    let (mut definition, told) = match read(file, bytes) {
        Ok(read) => read,
        Err(errors) => return errors.into_iter().map(|error| unreadable(error, &line)).collect(),
    };
    let missing = source::with_data(file, &mut definition);
    let (_, found) = compile(&definition);
    let mut all: Vec<Diagnostic> = told.into_iter().chain(missing).chain(check(&definition)).chain(found).collect();
    all.sort_by_key(|each| (each.sheet, each.place, each.level));
    let text = |each: &Diagnostic| if has_cells(file) { cell_text(&definition, each) } else { line(each.place) };
    let finding = |each: Diagnostic| Finding {
        text: text(&each),
        level: each.level,
        sheet: Some(each.sheet),
        place: each.place,
        heading: each.column,
        message: each.message,
        hint: each.hint,
    };
    all.into_iter().map(finding).collect()
}

fn unreadable(error: SyntaxError, line: &dyn Fn(Place) -> String) -> Finding {
    let (text, heading) = (line(error.place), String::new());
    Finding { level: Level::Error, sheet: None, place: error.place, heading, text, message: error.message, hint: None }
}

/// The text of the cell that is meant; for a whole row its first cells.
fn cell_text(definition: &Definition, each: &Diagnostic) -> String {
    let sheets = definition.sheets();
    let rows = match each.sheet {
        Sheet::Settings => std::slice::from_ref(&definition.settings),
        sheet => sheets.iter().find(|(name, _)| *name == sheet).map_or(&[][..], |(_, rows)| rows),
    };
    let Some(row) = rows.iter().find(|row| row.place.row == each.place.row) else { return String::new() };
    let cell = row.cells.iter().find(|cell| cell.place == each.place || (!each.column.is_empty() && cell.column == each.column));
    cell.map_or_else(|| beginning(row), |cell| cell.text.clone())
}

fn beginning(row: &Row) -> String {
    row.cells.iter().take(3).map(|cell| cell.text.as_str()).collect::<Vec<_>>().join(" | ")
}

fn as_text(file: &str, findings: &[Finding], errors: usize) -> String {
    let mut text = String::new();
    for each in findings {
        // Writing to a text cannot fail.
        let _ = writeln!(text, "{}: {}", level(each.level), each.message);
        let _ = writeln!(text, "  --> {}", place(file, each));
        if !each.text.trim().is_empty() {
            let _ = writeln!(text, "   |\n   | {}", each.text.replace('\n', " "));
            let _ = writeln!(text, "   | {}", carets(file, each));
        }
        if let Some(hint) = &each.hint {
            let _ = writeln!(text, "   = hint: {hint}");
        }
        text.push('\n');
    }
    let warnings = findings.len() - errors;
    let _ = writeln!(text, "{file}: {errors} {}, {warnings} {}", plural(errors, "error"), plural(warnings, "warning"));
    text
}

/// Under the cell, or from the column of the line on.
fn carets(file: &str, each: &Finding) -> String {
    let length = each.text.chars().count();
    let from = if has_cells(file) { 0 } else { (each.place.column as usize).saturating_sub(1).min(length.saturating_sub(1)) };
    " ".repeat(from) + &"^".repeat((length - from).clamp(1, 60))
}

fn place(file: &str, each: &Finding) -> String {
    let heading = if each.heading.is_empty() { String::new() } else { format!(", column `{}`", each.heading) };
    match each.sheet {
        Some(sheet) if has_cells(file) && each.place.row > 0 => {
            format!("{file}, sheet {}, cell {}{heading}", sheet.name(), cell_name(each.place))
        }
        Some(sheet) if has_cells(file) => format!("{file}, sheet {}{heading}", sheet.name()),
        Some(sheet) if each.place.row == 0 => format!("{file} ({}{heading})", sheet.name()),
        Some(sheet) => format!("{file}:{}:{} ({}{heading})", each.place.row, each.place.column, sheet.name()),
        // Nothing is known of a file that cannot be read at all but its name.
        None if each.place.row == 0 => file.to_owned(),
        None => format!("{file}:{}:{}", each.place.row, each.place.column),
    }
}

/// `B7`, as a workbook names its cells.
fn cell_name(place: Place) -> String {
    let known = Place { column: place.column.max(1), ..place };
    known.letters() + &place.row.to_string()
}

fn as_json(file: &str, findings: &[Finding], errors: usize) -> String {
    let finding = |each: &Finding| -> Value {
        let cell = (has_cells(file) && each.place.row > 0).then(|| cell_name(each.place));
        json!({
            "level": level(each.level), "sheet": each.sheet.map(Sheet::name), "row": each.place.row, "column": each.place.column,
            "cell": cell, "heading": each.heading, "text": each.text, "message": each.message, "hint": each.hint,
        })
    };
    let all: Vec<Value> = findings.iter().map(finding).collect();
    format!("{}\n", json!({"file": file, "errors": errors, "warnings": findings.len() - errors, "findings": all}))
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
    }
}

fn plural(count: usize, word: &str) -> String {
    if count == 1 { word.to_owned() } else { format!("{word}s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_named_as_workbooks_do() {
        let name = |column, row| cell_name(Place { row, column });
        assert_eq!([name(1, 1), name(26, 2), name(27, 3), name(702, 4), name(703, 5)], ["A1", "Z2", "AA3", "ZZ4", "AAA5"]);
    }
}
