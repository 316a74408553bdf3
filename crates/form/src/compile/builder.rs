//! What is known so far while a form is compiled.

use std::collections::{BTreeMap, BTreeSet};

use phieu_xpath::Expr;

use crate::form::{Form, FormulaId, ListId, NodeId, Owner, Property, ScopeId};
use crate::limits::MOST_TOLD;
use crate::texts::{Part, Template, Texts};
use crate::{Cell, Definition, Diagnostic, Level, Place, Row, Sheet};

/// Words that are compared in all to find those that were meant.
const MOST_COMPARED: usize = 200_000;

/// A form half made.
pub(super) struct Builder<'d> {
    pub definition: &'d Definition,
    pub form: Form,
    pub diagnostics: Vec<Diagnostic>,
    /// Expressions met so far, not yet read.
    pub pending: Vec<Pending>,
    /// Which nodes have a name.
    pub names: BTreeMap<String, Vec<NodeId>>,
    /// The names of the choices of each list.
    pub choice_names: BTreeSet<(ListId, String)>,
    /// The row of each choice, by its list and its place there.
    pub choice_rows: BTreeMap<(ListId, usize), &'d Row>,
    /// The row of each node; none for the root.
    pub rows: Vec<Option<&'d Row>>,
    /// The row of each rule.
    pub rule_rows: Vec<&'d Row>,
    /// The headings that were told to mean nothing.
    pub unknown: BTreeSet<(Sheet, String)>,
    /// How many words were compared with words that nothing has.
    pub compared: std::cell::Cell<usize>,
    /// Findings beyond those that are told, and whether one of them was an error.
    pub untold: Option<Level>,
    /// The slots by what they mean.
    pub slots: BTreeMap<(NodeId, ScopeId), u32>,
    /// Expressions that were read already, as they are before names are resolved: many cells of a form say the same.
    pub parsed: BTreeMap<String, Expr>,
}

/// An expression as it was met in a cell.
pub(super) struct Pending {
    pub owner: Owner,
    pub property: Property,
    pub scope: ScopeId,
    pub source: String,
    pub sheet: Sheet,
    pub place: Place,
    pub column: String,
}

impl<'d> Builder<'d> {
    pub fn new(definition: &'d Definition) -> Self {
        let form = Form {
            id: String::new(),
            version: String::new(),
            root_name: match definition.settings.text("name") {
                "" => "data".to_owned(),
                name => name.to_owned(),
            },
            digest: super::digest::digest(definition),
            title: Texts::default(),
            purpose: Texts::default(),
            retention: None,
            languages: Vec::new(),
            settings: BTreeMap::new(),
            nodes: Vec::new(),
            scopes: Vec::new(),
            slots: Vec::new(),
            lists: Vec::new(),
            register: None,
            rules: Vec::new(),
            formulas: Vec::new(),
            dependents: Vec::new(),
            redraws: Vec::new(),
            by_name: Vec::new(),
            named_by: Vec::new(),
            instances: Vec::new(),
            data: definition.data.clone(),
            actions: Vec::new(),
            texts: BTreeMap::new(),
            settles: false,
            initial: definition.initial.clone(),
        };
        Builder {
            definition,
            form,
            diagnostics: Vec::new(),
            pending: Vec::new(),
            names: BTreeMap::new(),
            choice_names: BTreeSet::new(),
            choice_rows: BTreeMap::new(),
            rows: Vec::new(),
            rule_rows: Vec::new(),
            unknown: BTreeSet::new(),
            compared: std::cell::Cell::new(0),
            untold: None,
            slots: BTreeMap::new(),
            parsed: BTreeMap::new(),
        }
    }

    /// Notes a mistake in a cell.
    pub fn error(&mut self, sheet: Sheet, cell: &Cell, message: impl Into<String>, hint: Option<String>) {
        self.report(Level::Error, sheet, cell.place, &cell.column, message.into(), hint);
    }

    /// Notes a mistake of a whole row.
    pub fn row_error(&mut self, sheet: Sheet, row: &Row, message: impl Into<String>, hint: Option<String>) {
        self.report(Level::Error, sheet, row.place, "", message.into(), hint);
    }

    pub fn report(&mut self, level: Level, sheet: Sheet, place: Place, column: &str, message: String, hint: Option<String>) {
        if self.diagnostics.len() >= MOST_TOLD {
            self.untold = Some(self.untold.map_or(level, |before| before.min(level)));
            return;
        }
        self.diagnostics.push(Diagnostic {
            level,
            file: self.definition.file.clone(),
            sheet,
            place,
            column: column.to_owned(),
            message,
            hint,
        });
    }

    /// Whether a word may be compared with so many others, to find the one that was meant: not again and again with thousands.
    pub fn may_compare(&self, words: usize) -> bool {
        let compared = self.compared.get() + words;
        self.compared.set(compared);
        compared <= MOST_COMPARED
    }

    /// What is told of the findings that are not told.
    pub fn tell_rest(&mut self) {
        if let Some(level) = self.untold {
            let message = format!("more than {MOST_TOLD} findings; the others are not told");
            let (file, column) = (self.definition.file.clone(), String::new());
            self.diagnostics.push(Diagnostic { level, file, sheet: Sheet::Survey, place: Place::default(), column, message, hint: None });
        }
    }

    /// Warns of headings that mean nothing here, once for each, at the first cell under it.
    pub fn unknown_columns(&mut self, sheet: Sheet, row: &Row, known: &[&str]) {
        for cell in &row.cells {
            let heading = heading(&cell.column);
            if !known.contains(&heading) && self.unknown.insert((sheet, cell.column.clone())) {
                let hint = super::suggest::nearest(heading, known.iter().copied());
                self.report(Level::Warning, sheet, cell.place, &cell.column, format!("unknown column `{}` is not used", cell.column), hint);
            }
        }
    }

    /// The texts of a translatable column; `${names}` in them become slots later.
    pub fn texts(&self, row: &Row, column: &str) -> Texts {
        if row.translations(column).next().is_none() {
            return Texts::default();
        }
        let mut texts = Texts { by_language: vec![None; self.form.languages.len()] };
        for (language, cell) in row.translations(column) {
            let index = self.language(language);
            let source = cell.text.trim().to_owned();
            texts.by_language[index] = Some(Template { parts: vec![Part::Literal(source.clone())], source });
        }
        texts
    }

    /// The place of a heading's language among the form's; 0, the default, where the heading names none.
    pub fn language(&self, heading: &str) -> usize {
        let tag = super::settings::tag(heading);
        self.form.languages.iter().position(|each| each == tag).unwrap_or(0)
    }

    /// Puts an expression on the list of those to be read, and returns its number.
    pub fn formula(&mut self, owner: Owner, property: Property, scope: ScopeId, sheet: Sheet, cell: &Cell) -> FormulaId {
        let source = match (property, cell.text.trim()) {
            (Property::Required | Property::Readonly | Property::Relevant, text) => yes_or_no(text).unwrap_or(text).to_owned(),
            (_, text) => text.to_owned(),
        };
        self.pending.push(Pending { owner, property, scope, source, sheet, place: cell.place, column: cell.column.clone() });
        FormulaId(self.pending.len() as u32 - 1)
    }
}

/// What stands before the language, or before whatever else `::` adds.
pub(super) fn heading(column: &str) -> &str {
    // Searched by a character, because most headings have none.
    let mut colons = column.match_indices(':').map(|(at, _)| at);
    colons.find(|at| column[*at..].starts_with("::")).map_or(column, |at| &column[..at])
}

/// XLSForm's yes and no, as expressions.
fn yes_or_no(text: &str) -> Option<&'static str> {
    match text.to_ascii_lowercase().as_str() {
        "yes" | "true" | "true()" => Some("true()"),
        "no" | "false" | "false()" => Some("false()"),
        _ => None,
    }
}
