//! Data that a form names: files by their endings, and no id twice for different files.

use std::collections::BTreeMap;

use phieu_form::{Cell, Row, Sheet};

use super::Check;
use crate::types::row_type;

/// The files that choices can come from.
const ENDINGS: [&str; 3] = [".csv", ".xml", ".geojson"];

impl Check<'_> {
    pub(super) fn files(&mut self) {
        let definition = self.definition;
        let mut known: BTreeMap<String, String> = BTreeMap::new();
        for list in definition.choices.iter().map(|row| row.text("list_name")) {
            known.insert(list.to_owned(), "the choices sheet".to_owned());
        }
        if definition.survey.iter().flat_map(|row| &row.cells).any(|cell| cell.text.contains("${last-saved#")) {
            known.insert("__last-saved".to_owned(), "the answers saved last".to_owned());
        }
        for row in &definition.survey {
            let written = row_type(row.text("type"));
            let mut words = written.split_whitespace();
            let (base, named) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
            let Some(cell) = row.cell("type") else { continue };
            match base {
                "select_one_from_file" | "select_multiple_from_file" => self.file(cell, named, &mut known),
                "csv-external" | "xml-external" => {
                    let ending = &base[..3];
                    let name = row.text("name");
                    if known.contains_key(name) && known.get(name).is_some_and(|source| source.starts_with("external ")) {
                        self.cell(Sheet::Survey, row.cell("name").unwrap_or(cell), format!("the data `{name}` is named twice"), None);
                    }
                    self.known(cell, name, &format!("{name}.{ending}"), &mut known);
                    known.insert(name.to_owned(), format!("external {name}.{ending}"));
                }
                "select_one_external" => self.external(cell, named),
                _ => {}
            }
            self.pulled(row, &mut known);
        }
    }

    fn file(&mut self, cell: &Cell, named: &str, known: &mut BTreeMap<String, String>) {
        if !ENDINGS.iter().any(|ending| named.ends_with(ending)) {
            let message = format!("expected a file that ends in {}, found `{named}`", ENDINGS.join(", "));
            return self.cell(Sheet::Survey, cell, message, None);
        }
        let stem = named.rsplit_once('.').map_or(named, |(stem, _)| stem);
        self.known(cell, stem, named, known);
    }

    /// Notes where data comes from; the same id cannot come from two places.
    fn known(&mut self, cell: &Cell, id: &str, source: &str, known: &mut BTreeMap<String, String>) {
        let before = known.entry(id.to_owned()).or_insert_with(|| source.to_owned()).clone();
        if before.trim_start_matches("external ") != source {
            let message = format!("the data `{id}` would come from `{source}` and from {before}");
            self.cell(Sheet::Survey, cell, message, Some("give one of them another name"));
        }
    }

    fn external(&mut self, cell: &Cell, list: &str) {
        if !self.definition.external_choices.iter().any(|row| row.text("list_name") == list) {
            let message = format!("expected the list `{list}` on a sheet `external_choices`, found none");
            self.cell(Sheet::Survey, cell, message, Some("add the sheet, or take `select_one`"));
        }
    }

    /// `pulldata('id', …)` reads `id.csv`, unless the form declares the data itself.
    fn pulled(&mut self, row: &Row, known: &mut BTreeMap<String, String>) {
        for cell in &row.cells {
            for (index, found) in cell.text.match_indices("pulldata(") {
                let argument = cell.text[index + found.len()..].split([',', ')']).next().unwrap_or_default().trim();
                let id = argument.trim_matches(['\'', '"']);
                if id.len() + 2 == argument.len() {
                    self.known(cell, id, &format!("{id}.csv"), known);
                }
            }
        }
    }
}
