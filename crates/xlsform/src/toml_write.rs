//! A definition as TOML: a block for each row, a line for each cell, languages under their heading.
//!
//! Reading it again gives the same rows.

use std::fmt::Write;

use phieu_form::{Definition, Element, Row, Sheet};

use crate::xml;

/// Writes a definition.
pub fn to_toml(definition: &Definition) -> String {
    let mut text = String::new();
    block(&mut text, "[settings]", &definition.settings);
    for (sheet, rows) in definition.sheets() {
        let head = format!("[[{}]]", block_name(sheet));
        rows.iter().for_each(|row| block(&mut text, &head, row));
    }
    for data in &definition.data {
        line(&mut text, "\n[[data]]");
        line(&mut text, &format!("id = {}", quoted(&data.id)));
        if !data.source.is_empty() {
            line(&mut text, &format!("source = {}", quoted(&data.source)));
        }
        if let Some(root) = &data.root {
            line(&mut text, &format!("xml = {}", quoted(&element_text(root))));
        }
    }
    if let Some(initial) = &definition.initial {
        line(&mut text, "\n[initial]");
        line(&mut text, &format!("xml = {}", quoted(&element_text(initial))));
    }
    text.trim_start().to_owned()
}

/// The name of a row's block: the sheet's, in the singular where a block is one of many of phieu's own.
pub(crate) fn block_name(sheet: Sheet) -> &'static str {
    match sheet {
        Sheet::Rules => "rule",
        Sheet::Actions => "action",
        Sheet::Texts => "text",
        Sheet::Survey | Sheet::Choices | Sheet::Settings | Sheet::ExternalChoices | Sheet::Entities => sheet.name(),
    }
}

fn line(text: &mut String, line: &str) {
    // Writing to a text cannot fail.
    let _ = writeln!(text, "{line}");
}

fn block(text: &mut String, head: &str, row: &Row) {
    line(text, &format!("\n{head}"));
    for (index, cell) in row.cells.iter().enumerate() {
        // The first of two under one heading is the one that counts.
        if row.cells[..index].iter().any(|before| before.column == cell.column) {
            continue;
        }
        line(text, &format!("{} = {}", key(row, &cell.column), quoted(&cell.text)));
    }
}

/// `label::vi` is `label.vi`, unless the row also has a `label` without a language, or the heading has more parts.
fn key(row: &Row, column: &str) -> String {
    match column.split_once("::") {
        Some((heading, language)) if !language.contains("::") && !row.cells.iter().any(|cell| cell.column == heading) => {
            format!("{}.{}", part(heading), part(language))
        }
        _ => part(column),
    }
}

fn part(key: &str) -> String {
    let is_bare = !key.is_empty() && key.chars().all(|each| each.is_ascii_alphanumeric() || matches!(each, '_' | '-'));
    if is_bare { key.to_owned() } else { quoted(key) }
}

/// A basic string (TOML 1.0, section "String").
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            control if control.is_control() => quoted.push_str(&format!("\\u{:04X}", u32::from(control))),
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

fn element_text(element: &Element) -> String {
    let attributes: String = element.attributes.iter().map(|(name, value)| format!(" {name}=\"{}\"", xml::escape(value))).collect();
    let inside: String = element.children.iter().map(element_text).collect();
    let (name, text) = (&element.name, xml::escape(&element.text));
    if inside.is_empty() && text.is_empty() {
        format!("<{name}{attributes}/>")
    } else {
        format!("<{name}{attributes}>{text}{inside}</{name}>")
    }
}
