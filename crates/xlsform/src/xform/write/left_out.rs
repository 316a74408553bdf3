//! What an XForm has no place for, told once per column: phieu's own columns, rules, reporting settings, data of their own files.

use phieu_form::{Cell, Diagnostic, Level, Place, Row, Sheet};

use super::Writer;

/// Columns of the survey that an XForm says in its own way; what begins with `bind`, `body` and the like is passed on.
const SURVEY: [&str; 32] = [
    "type",
    "name",
    "label",
    "hint",
    "guidance_hint",
    "required",
    "required_message",
    "constraint",
    "constraint_message",
    "relevant",
    "read_only",
    "readonly",
    "calculation",
    "default",
    "trigger",
    "appearance",
    "parameters",
    "choice_filter",
    "repeat_count",
    "initial_rows",
    "itemset",
    "media",
    "bind",
    "body",
    "control",
    "instance",
    "intent",
    "autoplay",
    "save_to",
    "image",
    "audio",
    "video",
];

/// Settings that an XForm says in its own way, or that only say how a form is read.
const SETTINGS: [&str; 21] = [
    "form_id",
    "id_string",
    "form_title",
    "version",
    "default_language",
    "style",
    "name",
    "instance_name",
    "instance_xmlns",
    "omit_instanceID",
    "public_key",
    "submission_url",
    "auto_send",
    "auto_delete",
    "client_editable",
    "namespaces",
    "prefix",
    "delimiter",
    "attribute",
    "allow_choice_duplicates",
    "clean_text_values",
];

impl Writer<'_> {
    /// Everything that is not in the XForm.
    pub(super) fn left_out(&self) -> Vec<Diagnostic> {
        let definition = self.definition;
        let mut all = Vec::new();
        self.columns(Sheet::Survey, &definition.survey, &SURVEY, &mut all);
        self.columns(Sheet::Settings, std::slice::from_ref(&definition.settings), &SETTINGS, &mut all);
        self.titles(&mut all);
        self.of_groups(&mut all);
        self.choice_columns(&mut all);
        if let Some(cell) = definition.survey.iter().filter_map(|row| row.cell("parameters")).find(|cell| has_most(&cell.text)) {
            all.push(self.told(Sheet::Survey, cell.place, &cell.column, "an XForm has no place for the parameter `max`".to_owned()));
        }
        for (sheet, rows, what) in [
            (Sheet::Rules, &definition.rules, "rules over several fields"),
            (Sheet::ExternalChoices, &definition.external_choices, "external choices, which it takes from a file `itemsets.csv`"),
            (Sheet::Entities, &definition.entities, "entities, which are not supported"),
        ] {
            if let Some(row) = rows.first() {
                let message = format!("an XForm has no place for {what}; {} are left out", rows.len());
                all.push(self.told(sheet, row.place, "", message));
            }
        }
        all
    }

    fn told(&self, sheet: Sheet, place: Place, column: &str, message: String) -> Diagnostic {
        let hint = Some("keep the form as .xlsx or .toml too".into());
        Diagnostic { level: Level::Warning, file: self.definition.file.clone(), sheet, place, column: column.to_owned(), message, hint }
    }

    /// The first cell of every column that is not known here.
    fn columns(&self, sheet: Sheet, rows: &[Row], known: &[&str], all: &mut Vec<Diagnostic>) {
        let mut told: Vec<&str> = Vec::new();
        for cell in rows.iter().flat_map(|row| &row.cells).filter(|cell| !cell.text.trim().is_empty()) {
            let head = cell.column.split("::").next().unwrap_or_default();
            if !known.contains(&head) && !told.contains(&head) {
                told.push(head);
                all.push(self.told(sheet, cell.place, &cell.column, format!("an XForm has no place for the column `{head}`")));
            }
        }
    }

    /// An XForm has one title.
    fn titles(&self, all: &mut Vec<Diagnostic>) {
        let mut others = self.definition.settings.translations("form_title").filter(|(_, cell)| cell.text.trim() != self.title());
        if let Some((_, cell)) = others.next() {
            all.push(self.told(Sheet::Settings, cell.place, &cell.column, "an XForm has one title, in one language".to_owned()));
        }
    }

    /// Groups and repeats have a label, and nothing to explain it.
    fn of_groups(&self, all: &mut Vec<Diagnostic>) {
        let is_hint = |cell: &&Cell| matches!(cell.column.split("::").next(), Some("hint" | "guidance_hint"));
        let containers = self.tree.all().filter(|(_, item)| item.is_container());
        if let Some(cell) = containers.filter_map(|(_, item)| item.row.cells.iter().find(is_hint)).next() {
            all.push(self.told(Sheet::Survey, cell.place, &cell.column, "an XForm has no place for the hint of a group".to_owned()));
        }
    }

    /// Columns of choices become elements, so that their headings must be names.
    fn choice_columns(&self, all: &mut Vec<Diagnostic>) {
        let mut told: Vec<&str> = Vec::new();
        for cell in self.definition.choices.iter().flat_map(|row| &row.cells) {
            if !is_choice_column(&cell.column) && !told.contains(&cell.column.as_str()) {
                told.push(&cell.column);
                let message = format!("the column `{}` cannot be the name of an element, and is left out", cell.column);
                all.push(self.told(Sheet::Choices, cell.place, &cell.column, message));
            }
        }
    }
}

/// Whether a column of the choices has a place: a text in a language, or a name of XML.
pub(super) fn is_choice_column(column: &str) -> bool {
    let head = column.split("::").next().unwrap_or_default();
    matches!(head, "label" | "media") || is_name(column)
}

/// A name in XML with at most one prefix (Namespaces in XML 1.0, section 4), as far as forms write them.
fn is_name(text: &str) -> bool {
    let is_part = |part: &str| {
        let mut letters = part.chars();
        letters.next().is_some_and(|first| first.is_alphabetic() || first == '_')
            && letters.all(|each| each.is_alphanumeric() || matches!(each, '_' | '-' | '.'))
    };
    text.split(':').count() <= 2 && text.split(':').all(is_part)
}

/// Whether parameters say how long a text may be.
fn has_most(parameters: &str) -> bool {
    parameters.split([' ', ',', ';']).any(|pair| pair.split('=').next() == Some("max"))
}
