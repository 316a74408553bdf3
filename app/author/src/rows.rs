//! The form's rows as they were read, sheet by sheet, each finding under its row and its cell marked.
//!
//! Rows without findings are folded away where there are findings; at most a few hundred are drawn at a time, so that a
//! form of thousands of rows opens as quickly as a small one.

use std::sync::Arc;

use leptos::prelude::*;
use phieu_form::{Level, Place};
use phieu_ui::dom::{El, View, button, el, say};
use phieu_ui::texts::put;

use crate::findings::said;
use crate::grid::{Line, Table, tables};
use crate::open::{Counting, Opened};
use crate::texts::Texts;

/// How many rows of a sheet are drawn at first, and how many more each time.
const STEP: usize = 200;

/// How many rows around one with a finding are shown with it.
const AROUND: usize = 2;

/// Every sheet.
pub fn sheets(opened: &Arc<Opened>, texts: &'static Texts) -> Vec<El> {
    let Some(definition) = &opened.definition else { return Vec::new() };
    tables(definition, &opened.findings).into_iter().map(|table| sheet(opened, table, texts)).collect()
}

fn sheet(opened: &Arc<Opened>, table: Table, texts: &'static Texts) -> El {
    let told = shown_around(&table);
    let name = table.sheet.name();
    let all = RwSignal::new(told.is_empty());
    let most = RwSignal::new(STEP);
    let count = table.lines.len();
    let (opened, folds) = (opened.clone(), !told.is_empty() && told.len() < count);
    let drawn = move || {
        let wanted: Vec<usize> = if all.get() { (0..count).collect() } else { told.clone() };
        let lines: Vec<&Line> = wanted.iter().take(most.get()).filter_map(|&at| table.lines.get(at)).collect();
        let (shown, more) = (lines.len(), wanted.len() > most.get());
        let said = put(texts.rows_shown, &[&shown.to_string(), &count.to_string()]);
        let more = more.then(|| button("link", texts.rows_more, move || most.update(|most| *most += STEP)));
        [View::from(grid(&opened, &table, &lines, texts)), say("p.quiet", &said).into(), more.into()]
    };
    let label = move || if all.get() { texts.rows_told } else { texts.rows_all }.to_string();
    let turn = folds.then(|| button("link", "", move || all.update(|all| *all = !*all)).live_text(label));
    el("section.sheetrows").attr("data-sheet", name).child(say("h3", &put(texts.rows_of, &[name]))).child(turn).live(drawn)
}

/// The rows with findings and those around them; none where there are no findings.
fn shown_around(table: &Table) -> Vec<usize> {
    let near = |at: usize| {
        let from = at.saturating_sub(AROUND);
        table.lines[from..(at + AROUND + 1).min(table.lines.len())].iter().any(|line| !line.told.is_empty())
    };
    (0..table.lines.len()).filter(|&at| near(at)).collect()
}

fn grid(opened: &Opened, table: &Table, lines: &[&Line], texts: &'static Texts) -> El {
    let head = |heading: &String| {
        let column = match opened.counting {
            Counting::Cells => opened.definition.as_ref().map_or(0, |definition| column_number(definition, table, heading)),
            Counting::Lines => 0,
        };
        let place = Place { column, ..Place::default() };
        let letters = (column > 0).then(|| say("span.grid__letter", &place.letters()));
        el("th").attr("scope", "col").child(letters).text(heading)
    };
    let corner = say("th.grid__number", texts.head_row).attr("scope", "col");
    let heads = el("tr").child(corner).child(table.columns.iter().map(head).collect::<Vec<El>>());
    let rows: Vec<El> = lines.iter().flat_map(|line| row(opened, table, line, texts)).collect();
    let inside = el("table.grid").child(el("thead").child(heads)).child(el("tbody").child(rows));
    let label = put(texts.rows_of, &[table.sheet.name()]);
    el("div.tablewrap").attr("tabindex", "0").attr("role", "region").attr("aria-label", &label).child(inside)
}

fn column_number(definition: &phieu_form::Definition, table: &Table, heading: &str) -> u32 {
    let settings = std::slice::from_ref(&definition.settings);
    let rows = definition.sheets().into_iter().find(|(sheet, _)| *sheet == table.sheet).map_or(settings, |(_, rows)| rows);
    rows.iter().flat_map(|row| &row.cells).find(|cell| cell.column == heading).map_or(0, |cell| cell.place.column)
}

/// A row, and a row below it for what is said about it.
fn row(opened: &Opened, table: &Table, line: &Line, texts: &'static Texts) -> Vec<El> {
    let number = line.number.to_string();
    let cell = |at: usize| {
        let class = match line.marks[at] {
            Some(Level::Error) => "td.grid__error",
            Some(Level::Warning) => "td.grid__warning",
            None => "td",
        };
        let place = [table.sheet.name(), "/", &number, "/", &table.columns[at]].concat();
        say(class, &line.cells[at]).attr("data-cell", &place)
    };
    let cells: Vec<El> = (0..table.columns.len()).map(cell).collect();
    let mut rows = vec![el("tr").child(say("th.grid__number", &number).attr("scope", "row")).child(cells)];
    let width = (table.columns.len() + 1).to_string();
    for &index in &line.told {
        if let Some(finding) = opened.findings.get(index) {
            let said = el("td").attr("colspan", &width).child(said(finding, texts));
            rows.push(el("tr.grid__told").attr("id", &["line-", &index.to_string()].concat()).attr("tabindex", "-1").child(said));
        }
    }
    rows
}
