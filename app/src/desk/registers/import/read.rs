//! A table read by the server, and what its rows would be in the register: every row with what is wrong with it.

use std::collections::BTreeMap;

use serde_json::Value;
use web_sys::File;

use super::super::revise::{self, Kept};
use crate::api;
use crate::desk::tables::rows;
use crate::register::{Issue, by_row};
use crate::router::encode;
use crate::storage::records::Subject;

/// A table as it was read.
#[derive(Clone)]
pub(super) struct Read {
    /// The server's answer: `columns`, `questions`, `rows`, `findings`.
    pub(super) body: Value,
    /// The register as it is without the rows.
    pub(super) kept: Kept,
    /// The sentences that keep a row out, by row, and those that only tell something.
    pub(super) wrong: BTreeMap<usize, Vec<String>>,
    pub(super) told: BTreeMap<usize, Vec<String>>,
    /// What is wrong elsewhere in the register.
    pub(super) others: Vec<String>,
}

/// Reads a table and has its rows checked with the register that is there. `columns` is what a person said of its columns.
pub(super) async fn read(subject: &Subject, file: &File, columns: Option<String>) -> Result<Read, String> {
    let mut path = ["/api/v1/forms/", &encode(&subject.form), "/rows?file=", &encode(&file.name())].concat();
    path += &["&org_unit=", &encode(&subject.org_unit)].concat();
    if let Some(columns) = columns {
        path += &["&columns=", &encode(&columns)].concat();
    }
    let answer = api::send_file("POST", &path, file).await;
    if !answer.is_good() {
        return Err(answer.message().to_string());
    }
    let body = answer.body;
    let kept = revise::read(subject).await?;
    let repeat = body["repeat"].as_str().unwrap_or_default().to_string();
    let (with_rows, before) = with(&kept, &body, |_| true);
    let (of_rows, others) = by_row(with_rows.check(subject).await?, &repeat, before);
    let mut read = Read { body, kept, wrong: BTreeMap::new(), told: BTreeMap::new(), others: Vec::new() };
    read.others = others.into_iter().filter(|issue| issue.blocks).map(|issue| issue.message).collect();
    let unread = read.unread();
    for (row, issues) in of_rows {
        // A cell that could not be read is told of by the table already.
        let new = issues.into_iter().filter(|issue| !unread.contains(&(row, issue.path.clone())));
        for Issue { blocks, message, .. } in new {
            let sentences = if blocks { &mut read.wrong } else { &mut read.told };
            sentences.entry(row).or_default().push(message);
        }
    }
    Ok(read)
}

/// The register with those rows of a table that are wanted, and how many it had before.
pub(super) fn with(kept: &Kept, body: &Value, wanted: impl Fn(usize) -> bool) -> (Kept, usize) {
    let mut kept = kept.clone();
    let mut before = 0;
    if let Some(all) = kept.rows(body["repeat"].as_str().unwrap_or_default()) {
        before = all.len();
        all.extend(rows(body, "rows").iter().enumerate().filter(|(at, _)| wanted(*at)).map(|(_, row)| row["answers"].clone()));
    }
    (kept, before)
}

impl Read {
    /// Puts what the table says of single cells to their rows; these rows and the paths of the cells.
    fn unread(&mut self) -> Vec<(usize, String)> {
        let mut cells = Vec::new();
        for found in rows(&self.body, "findings") {
            let row = rows(&self.body, "rows").iter().position(|row| row["row"] == found["row"]);
            let column = rows(&self.body, "columns").iter().find(|column| column["column"] == found["column"]);
            let path = column.and_then(|column| column["path"].as_str());
            if let (Some(row), Some(path)) = (row, path) {
                self.wrong.entry(row).or_default().push(found["message"].as_str().unwrap_or_default().to_string());
                cells.push((row, path.to_string()));
            }
        }
        cells
    }

    /// What the table says of whole columns and of itself.
    pub(super) fn of_table(&self) -> Vec<&str> {
        let of_cells = ["unknown_choice", "no_number", "no_day"];
        let found = rows(&self.body, "findings").iter().filter(|found| !of_cells.iter().any(|code| found["code"] == *code));
        found.filter_map(|found| found["message"].as_str()).collect()
    }
}
