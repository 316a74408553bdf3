//! The sheets of an OpenDocument spreadsheet (ODF 1.2 part 1, section 9): tables of rows of cells in `content.xml`.
//!
//! Our own reader, because cells and rows that are repeated are what LibreOffice fills the rest of a sheet with: blank ones
//! are counted and not made, and others only up to the limit of a workbook.

use crate::sheets::Grid;
use crate::workbook::{Cells, LONGEST_CELL};
use crate::xml::{Child, Node, parse};

/// Reads the sheets out of `content.xml`.
pub fn grids(content: &str) -> Result<Vec<Grid>, String> {
    let root = parse("content.xml", content).map_err(|errors| errors.first().map_or(String::new(), |error| error.message.clone()))?;
    let sheets = root.element("body").and_then(|body| body.element("spreadsheet"));
    let Some(sheets) = sheets else { return Err("expected an OpenDocument spreadsheet".to_owned()) };
    let mut cells = Cells::default();
    let mut grids = Vec::new();
    for table in sheets.elements().filter(|each| each.local() == "table") {
        let mut number = 0;
        rows(table, &mut number, &mut cells)?;
        grids.push(cells.take(table.attribute("name").unwrap_or_default().to_owned()));
    }
    Ok(grids)
}

/// The rows inside a table or a group of rows. The parser bounds how deep groups lie.
fn rows(inside: &Node, number: &mut u32, cells: &mut Cells) -> Result<(), String> {
    for each in inside.elements() {
        match each.local() {
            "table-row" => {
                let times = repeated(each, "number-rows-repeated");
                let written = row(each);
                // Rows without any text are only counted.
                for row in (0..times).filter(|_| !written.is_empty()) {
                    keep(&written, number.saturating_add(row), cells)?;
                }
                *number = number.saturating_add(times);
            }
            "table-row-group" | "table-rows" | "table-header-rows" => rows(each, number, cells)?,
            _ => {}
        }
    }
    Ok(())
}

/// Cells with text: the column of the first, how many there are, and the text.
type Written = (u32, u32, String);

/// A row's cells.
fn row(row: &Node) -> Vec<Written> {
    let mut column = 0u32;
    let mut written = Vec::new();
    for cell in row.elements().filter(|each| is_cell(each)) {
        let times = repeated(cell, "number-columns-repeated");
        let text = shown(cell);
        if !text.trim().is_empty() {
            written.push((column, times, text));
        }
        column = column.saturating_add(times);
    }
    written
}

fn keep(written: &[Written], number: u32, cells: &mut Cells) -> Result<(), String> {
    for (first, times, text) in written {
        for column in 0..*times {
            cells.keep(number, first.saturating_add(column), text.clone())?;
        }
    }
    Ok(())
}

fn is_cell(node: &Node) -> bool {
    matches!(node.local(), "table-cell" | "covered-table-cell")
}

fn repeated(node: &Node, name: &str) -> u32 {
    node.attribute(name).and_then(|times| times.parse().ok()).unwrap_or(1)
}

/// A cell's text as a person sees it; numbers as they are and not as a format rounds them.
fn shown(cell: &Node) -> String {
    let value = |name: &str| cell.attribute(name).unwrap_or_default();
    match value("value-type") {
        "float" | "currency" | "percentage" => match value("value").parse::<f64>() {
            Ok(number) => crate::workbook::digits(number),
            Err(_) => value("value").to_owned(),
        },
        "boolean" => value("boolean-value").to_ascii_uppercase(),
        "date" => value("date-value").to_owned(),
        _ => {
            let paragraphs = cell.elements().filter(|each| each.local() == "p");
            let mut lines = Vec::new();
            for paragraph in paragraphs {
                let mut line = String::new();
                written(paragraph, &mut line);
                lines.push(line);
            }
            lines.join("\n")
        }
    }
}

/// The text of a paragraph with its spans, spaces and breaks (sections 6.1.2 to 6.1.5).
fn written(node: &Node, out: &mut String) {
    for child in &node.children {
        // Spaces are counted and not written: what is too long already becomes no longer.
        if out.len() > LONGEST_CELL {
            return;
        }
        match child {
            Child::Text(text) => out.push_str(text),
            Child::Node(node) => match node.local() {
                "s" => out.push_str(&" ".repeat(node.attribute("c").and_then(|count| count.parse::<u16>().ok()).unwrap_or(1).into())),
                "tab" => out.push('\t'),
                "line-break" => out.push('\n'),
                _ => written(node, out),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(rows: &str) -> Result<Vec<(u32, u32, String)>, String> {
        let content = format!(
            "<office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\"><office:body><office:spreadsheet><table:table table:name=\"survey\">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
        );
        let grids = grids(&content)?;
        let cells = grids[0].rows.iter().flatten();
        Ok(cells.map(|cell| (cell.place.row, cell.place.column, cell.text.clone())).collect())
    }

    #[test]
    fn blank_rows_and_cells_are_counted_and_not_made() {
        let a = "<table:table-cell><text:p>a<text:s text:c=\"2\"/><text:span>b</text:span></text:p></table:table-cell>";
        let rows = format!(
            "<table:table-row table:number-rows-repeated=\"1000000\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>\
             <table:table-row><table:table-cell table:number-columns-repeated=\"3\"/>{a}</table:table-row>"
        );
        assert_eq!(read(&rows), Ok(vec![(1_000_001, 4, "a  b".to_owned())]));
    }

    #[test]
    fn repeated_cells_are_made_up_to_the_limit() {
        let cell = |times: u32| {
            format!("<table:table-cell table:number-columns-repeated=\"{times}\" office:value-type=\"float\" office:value=\"7.0\"/>")
        };
        let row =
            |times: u32, inside: String| format!("<table:table-row table:number-rows-repeated=\"{times}\">{inside}</table:table-row>");
        let cells = read(&row(2, cell(2))).expect("cells");
        assert_eq!(
            cells.iter().map(|(row, column, text)| (*row, *column, text.as_str())).collect::<Vec<_>>(),
            [(1, 1, "7"), (1, 2, "7"), (2, 1, "7"), (2, 2, "7")]
        );
        assert!(read(&row(1_000_000, cell(16_384))).is_err_and(|error| error.contains("more than the 2000000 cells")));
    }

    #[test]
    fn a_row_of_a_million_rows_is_looked_at_once() {
        let blank = "<table:table-cell/>".repeat(20_000);
        let last = "<table:table-cell office:value-type=\"float\" office:value=\"1\"/>";
        let rows = format!("<table:table-row table:number-rows-repeated=\"4000000000\">{blank}{last}</table:table-row>");
        assert!(read(&rows).is_err_and(|error| error.contains("more than the 2000000 cells")));
    }

    #[test]
    fn spaces_that_are_only_counted_make_no_endless_text() {
        let cell = format!("<table:table-cell><text:p>a{}</text:p></table:table-cell>", "<text:s text:c=\"65535\"/>".repeat(10_000));
        let error = read(&format!("<table:table-row>{cell}</table:table-row>")).expect_err("too long");
        assert!(error.contains("a cell has more than the 1048576 bytes"), "{error}");
    }

    #[test]
    fn a_broken_document_is_an_error() {
        assert!(grids("<a><b></a>").is_err());
        assert!(grids("<a/>").is_err());
    }
}
