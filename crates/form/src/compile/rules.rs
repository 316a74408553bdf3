//! The rules sheet: what several answers must satisfy together.

use super::builder::Builder;
use super::names::Names;
use super::suggest::nearest;
use crate::columns::columns;
use crate::form::{Kind, Owner, Property, Rule, RuleId, ScopeId, Severity};
use crate::{Cell, Level, Row, Sheet, Type};

impl<'d> Builder<'d> {
    /// Reads every rule.
    pub fn rules(&mut self) {
        let definition = self.definition;
        for row in &definition.rules {
            self.unknown_columns(Sheet::Rules, row, columns(Sheet::Rules));
            self.rule(row);
        }
    }

    fn rule(&mut self, row: &'d Row) {
        let id = row.text("id");
        match row.cell("id") {
            None => self.row_error(Sheet::Rules, row, "expected an `id`, found none", None),
            Some(cell) if self.form.rule(id).is_some() => {
                self.error(Sheet::Rules, cell, format!("the id `{id}` stands twice"), Some("give one of them another id".into()));
            }
            // `id[2]` is the rule in the second row of its repeat.
            Some(cell) if id.contains(['[', ']']) || id.contains(char::is_whitespace) => {
                self.error(Sheet::Rules, cell, format!("`{id}` cannot be an id"), Some("write it without spaces and brackets".into()));
            }
            Some(_) => {}
        }
        let Some(constraint) = row.cell("constraint") else {
            self.row_error(Sheet::Rules, row, "expected a `constraint`, found none", Some("write what must be true".into()));
            return;
        };
        let scope = self.rule_scope(row);
        let severity = self.severity(row);
        let owner = Owner::Rule(RuleId(self.form.rules.len() as u32));
        let relevant = row.cell("relevant").map(|cell| self.formula(owner, Property::Relevant, scope, Sheet::Rules, cell));
        let constraint = self.formula(owner, Property::Constraint, scope, Sheet::Rules, constraint);
        let fields = self.rule_fields(row, scope);
        let message = self.texts(row, "message");
        if message.is_empty() {
            self.row_error(Sheet::Rules, row, format!("rule `{id}` has no message"), Some("say what is wrong and what to do".into()));
        }
        self.rule_rows.push(row);
        self.form.rules.push(Rule { id: id.to_owned(), severity, scope, cell: 0, relevant, constraint, fields, message });
    }

    fn rule_scope(&mut self, row: &Row) -> ScopeId {
        let Some(cell) = row.cell("each") else { return ScopeId(0) };
        let name = cell.text.trim();
        let all: Vec<_> =
            self.form.ids().filter(|id| self.form.node(*id).kind == Kind::Repeat && self.form.node(*id).name == name).collect();
        let found = all.first().copied();
        if all.len() > 1 {
            self.error(Sheet::Rules, cell, format!("`{name}` names {} repeats", all.len()), Some("give one of them another name".into()));
        }
        if found.is_none() {
            let repeats = self.form.nodes.iter().filter(|node| node.kind == Kind::Repeat);
            let hint = nearest(name, repeats.map(|node| node.name.as_str()));
            self.error(Sheet::Rules, cell, format!("there is no repeat `{name}`"), hint);
        }
        found.map_or(ScopeId(0), |id| self.form.node(id).scope)
    }

    fn severity(&mut self, row: &Row) -> Severity {
        const ALL: [Severity; 3] = [Severity::Error, Severity::Explain, Severity::Warning];
        let word = row.text("severity");
        let found = ALL.into_iter().find(|each| each.name() == word);
        if found.is_none() {
            let hint = nearest(word, ALL.into_iter().map(Severity::name));
            let cell = row.cell("severity").cloned().unwrap_or_else(|| empty_cell(row, "severity"));
            self.error(Sheet::Rules, &cell, format!("expected error, explain or warning, found `{word}`"), hint);
        }
        found.unwrap_or(Severity::Error)
    }

    /// The fields a rule names; a rule without any would have no place to be shown at.
    fn rule_fields(&mut self, row: &Row, scope: ScopeId) -> Vec<u32> {
        let Some(cell) = row.cell("fields").cloned() else {
            let cell = empty_cell(row, "fields");
            self.error(Sheet::Rules, &cell, "expected the names of the fields it concerns, found none", None);
            return Vec::new();
        };
        let owner = self.form.scopes[scope.index()].node;
        let mut fields = Vec::new();
        for name in cell.text.split(|each: char| each.is_whitespace() || each == ',').filter(|name| !name.is_empty()) {
            let name = name.trim_start_matches("${").trim_end_matches('}');
            let mut names = Names::new(self, owner, scope, None);
            match phieu_xpath::Resolver::reference(&mut names, name, Default::default()) {
                Ok(slot) if fields.contains(&slot) => {
                    let message = format!("`{name}` is named twice");
                    self.report(Level::Warning, Sheet::Rules, cell.place, &cell.column, message, None);
                }
                Ok(slot) => {
                    self.rule_field(&cell, name, slot);
                    fields.push(slot);
                }
                Err(error) => self.error(Sheet::Rules, &cell, error.message, error.hint),
            }
        }
        fields
    }
}

impl Builder<'_> {
    /// A rule waits for its fields and is shown at them: they must be able to have an answer and a place.
    fn rule_field(&mut self, cell: &Cell, name: &str, slot: u32) {
        let (problem, hint) = match self.form.node(self.form.slots[slot as usize].node).kind {
            Kind::Group => ("a group, which has no answer", "name the fields in it"),
            Kind::Field(Type::Note) => ("a note, which never has an answer", "name the fields that the rule is about"),
            Kind::Repeat | Kind::Field(_) => return,
        };
        self.error(Sheet::Rules, cell, format!("`{name}` is {problem}"), Some(hint.into()));
    }
}

fn empty_cell(row: &Row, column: &str) -> Cell {
    Cell { column: column.to_owned(), text: String::new(), place: row.place }
}
