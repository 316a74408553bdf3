//! The settings sheet: who the form is, its languages, and how it is reported.

use std::collections::BTreeMap;

use super::builder::{Builder, heading};
use super::suggest::nearest;
use crate::columns::columns;
use crate::{Level, Personal, Place, Row, Sheet, Texts, gathered};

/// The most months for which personal answers may be kept: a hundred years.
const LONGEST_RETENTION: u32 = 1200;

const PERIOD_TYPES: &[&str] = &["month", "quarter", "half", "nine_months", "year", "midterm", "final"];

impl Builder<'_> {
    /// Reads the settings, and finds the form's languages in all sheets.
    pub fn settings(&mut self) {
        let definition = self.definition;
        let row = &definition.settings;
        self.unknown_columns(Sheet::Settings, row, columns(Sheet::Settings));
        self.form.languages = languages(self.definition.settings.text("default_language"), self.all_rows());
        self.form.title = self.texts(row, "form_title");
        self.form.purpose = self.texts(row, "purpose");
        self.form.retention = self.retention(row);
        self.form.settings = gathered(row.cells.iter().map(|cell| (cell.column.clone(), cell.text.trim().to_owned())));
        self.form.instances = row.text("instances").split_whitespace().map(str::to_owned).collect();
        self.setting_words(row, "period_type", PERIOD_TYPES);
        self.setting_words(row, "estimate", PERIOD_TYPES);
        self.setting_words(row, "window", &["state", "calendar"]);
        self.form.version = row.text("version").to_owned();
        if row.cell("version").is_none() {
            let hint = Some("give the settings sheet a column `version`, so that reports say which questions they answer".into());
            self.report(Level::Warning, Sheet::Settings, row.place, "version", "the form has no `version`".into(), hint);
        }
        self.form.texts = self.texts_by_id();
        self.form.id = match row.text("form_id") {
            "" if row.cell("id_string").is_some() => row.text("id_string").to_owned(),
            "" => self.id_of_file(row),
            id => id.to_owned(),
        };
    }

    /// A setting whose words have a meaning: each must be one of those known.
    fn setting_words(&mut self, row: &Row, column: &str, known: &[&str]) {
        let Some(cell) = row.cell(column) else { return };
        for word in cell.text.split_whitespace().filter(|word| !known.contains(word)) {
            let hint = nearest(word, known.iter().copied()).unwrap_or_else(|| format!("it can be {}", known.join(", ")));
            self.error(Sheet::Settings, cell, format!("unknown {column} `{word}`"), Some(hint));
        }
    }

    fn retention(&mut self, row: &Row) -> Option<u32> {
        let cell = row.cell("retention")?;
        let months = cell.text.trim().parse().ok().filter(|months| (1..=LONGEST_RETENTION).contains(months));
        if months.is_none() {
            let message = format!("expected a number of months from 1 to {LONGEST_RETENTION}, found `{}`", cell.text.trim());
            self.error(Sheet::Settings, cell, message, None);
        }
        months
    }

    /// A form that asks for personal answers says what for, and for how long.
    pub fn check_purpose(&mut self) {
        if self.form.nodes.iter().all(|node| node.personal == Personal::No) {
            return;
        }
        let row = &self.definition.settings;
        let lacking = [("purpose", self.form.purpose.is_empty()), ("retention", row.cell("retention").is_none())];
        for (column, _) in lacking.into_iter().filter(|(_, lacks)| *lacks) {
            let message = format!("the form asks for personal answers and has no `{column}`");
            let hint = Some(format!("give the settings sheet a column `{column}`"));
            self.report(Level::Warning, Sheet::Settings, row.place, column, message, hint);
        }
    }

    /// A form without an id is called after its file (XLSForm reference, "settings").
    fn id_of_file(&mut self, row: &Row) -> String {
        let file = self.definition.file.rsplit(['/', '\\']).next().unwrap_or_default();
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem).trim();
        if stem.is_empty() {
            return self.needed(row, "form_id");
        }
        let hint = Some("give the settings sheet a column `form_id`".into());
        let message = format!("the form has no `form_id` and is called `{stem}`, after its file");
        self.report(Level::Warning, Sheet::Settings, row.place, "form_id", message, hint);
        stem.to_owned()
    }

    fn needed(&mut self, row: &Row, column: &str) -> String {
        if row.cell(column).is_none() {
            let place = Place { row: row.place.row.max(1), column: row.place.column.max(1) };
            let hint = Some(format!("give the settings sheet a column `{column}`"));
            self.report(Level::Error, Sheet::Settings, place, column, format!("expected a `{column}`, found none"), hint);
        }
        row.text(column).to_owned()
    }

    /// Translations that expressions ask for by id.
    fn texts_by_id(&mut self) -> BTreeMap<String, Texts> {
        let definition = self.definition;
        let mut by_id = BTreeMap::new();
        for row in &definition.texts {
            if row.cell("id").is_none() {
                self.row_error(Sheet::Texts, row, "expected an `id`, found none", None);
            }
            by_id.insert(row.text("id").to_owned(), self.texts(row, "label"));
        }
        by_id
    }

    fn all_rows(&self) -> impl Iterator<Item = &Row> {
        let definition = self.definition;
        [&definition.settings]
            .into_iter()
            .chain(&definition.survey)
            .chain(&definition.choices)
            .chain(&definition.rules)
            .chain(&definition.texts)
    }
}

/// Columns that stand once per language. `bind::…` and `body::…` name no language.
const TRANSLATED: [&str; 10] = [
    "label",
    "hint",
    "guidance_hint",
    "unit",
    "required_message",
    "constraint_message",
    "message",
    "form_title",
    "purpose",
    "register_slip",
];

/// The tag of a language as headings write it: `vi`, or `Tiếng Việt (vi)`.
pub(super) fn tag(language: &str) -> &str {
    let inside = language.trim().strip_suffix(')').and_then(|rest| rest.rsplit_once('('));
    inside.map_or(language, |(_, tag)| tag).trim()
}

/// The languages of `heading::language` columns in the order they are met, the default one first.
fn languages<'a>(default: &str, rows: impl Iterator<Item = &'a Row>) -> Vec<String> {
    let mut languages: Vec<String> = Vec::new();
    if !default.is_empty() {
        languages.push(tag(default).to_owned());
    }
    for cell in rows.flat_map(|row| &row.cells) {
        let heading = heading(&cell.column);
        if let Some(language) = cell.column[heading.len()..].strip_prefix("::").filter(|_| TRANSLATED.contains(&heading)) {
            let language = tag(language);
            if !language.is_empty() && !languages.iter().any(|each| each == language) {
                languages.push(language.to_owned());
            }
        }
    }
    if languages.is_empty() {
        languages.push("default".to_owned());
    }
    languages
}
