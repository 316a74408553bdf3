//! The settings that make a form a register: a list that is kept the year round, row by row.

use super::builder::Builder;
use super::suggest::nearest;
use crate::form::{Kind, NodeId, Register};
use crate::{Cell, Level, Sheet, Type};

/// What a setting must name.
#[derive(Clone, Copy)]
enum Wanted {
    Question,
    Day,
    Choice,
}

impl Wanted {
    fn fits(self, kind: Kind) -> bool {
        match (self, kind) {
            (Wanted::Question, Kind::Field(_)) => true,
            (Wanted::Day, Kind::Field(field_type)) => field_type == Type::Date,
            (Wanted::Choice, Kind::Field(field_type)) => matches!(field_type, Type::SelectOne(_)),
            (_, Kind::Group | Kind::Repeat) => false,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Wanted::Question => "a question",
            Wanted::Day => "a date",
            Wanted::Choice => "a select_one",
        }
    }
}

impl Builder<'_> {
    /// Reads the settings of a register; they name nodes, so this comes after the survey.
    pub fn register(&mut self) {
        let settings = &self.definition.settings;
        let Some(cell) = settings.cell("register") else {
            let others = ["register_title", "register_day", "register_due", "register_state", "register_done"];
            for cell in others.into_iter().filter_map(|column| settings.cell(column)) {
                let message = format!("`{}` says nothing without `register`", cell.column);
                let hint = Some("name the repeat that is kept as a register in `register`".into());
                self.report(Level::Warning, Sheet::Settings, cell.place, &cell.column, message, hint);
            }
            return;
        };
        let Some(rows) = self.repeat_named(cell) else { return };
        let Some(title) = self.of_row("register_title", rows, Wanted::Question) else {
            if settings.cell("register_title").is_none() {
                let hint = Some("name the question that tells one row from another".into());
                self.error(Sheet::Settings, cell, "a register needs a `register_title`, found none", hint);
            }
            return;
        };
        let (day, due) = (self.of_row("register_day", rows, Wanted::Day), self.of_row("register_due", rows, Wanted::Day));
        let state = self.of_row("register_state", rows, Wanted::Choice);
        let done = self.done(state);
        self.form.register = Some(Register { rows, title, day, due, state, done, slip: self.texts(settings, "register_slip") });
    }

    fn repeat_named(&mut self, cell: &Cell) -> Option<NodeId> {
        let is_repeat = |id: &NodeId| self.form.node(*id).kind == Kind::Repeat;
        let named = self.names.get(cell.text.trim()).into_iter().flatten().copied().find(is_repeat);
        if named.is_none() {
            let repeats: Vec<&str> = self.form.ids().filter(is_repeat).map(|id| self.form.node(id).name.as_str()).collect();
            let hint = nearest(cell.text.trim(), repeats.iter().copied());
            self.error(Sheet::Settings, cell, format!("expected the name of a repeat, found `{}`", cell.text.trim()), hint);
        }
        named
    }

    /// The question of a row that a setting names, in the repeat itself or in a group of it.
    fn of_row(&mut self, column: &str, rows: NodeId, wanted: Wanted) -> Option<NodeId> {
        let cell = self.definition.settings.cell(column)?;
        let (name, scope) = (cell.text.trim(), self.form.node(rows).scope);
        let mut inside = (rows.0 + 1..self.form.node(rows).end.0).map(NodeId).filter(|id| self.form.node(*id).scope == scope);
        let found = inside.clone().find(|id| self.form.node(*id).name == name);
        if let Some(id) = found.filter(|id| wanted.fits(self.form.node(*id).kind)) {
            return Some(id);
        }
        let repeat = &self.form.node(rows).name;
        let (message, hint) = match found {
            Some(id) => (format!("expected {}, found {} `{name}`", wanted.name(), self.form.node(id).kind.name()), None),
            None => {
                let fitting = inside.by_ref().filter(|id| wanted.fits(self.form.node(*id).kind)).map(|id| self.form.node(id).name.as_str());
                let hint = nearest(name, fitting);
                (format!("expected {} of the repeat `{repeat}`, found `{name}`", wanted.name()), hint)
            }
        };
        self.error(Sheet::Settings, cell, message, hint);
        None
    }

    /// The choices of the state after which nothing is left to do.
    fn done(&mut self, state: Option<NodeId>) -> Vec<String> {
        let Some(cell) = self.definition.settings.cell("register_done") else { return Vec::new() };
        let Some(list) = state.and_then(|id| self.form.node(id).field_type()?.list()) else {
            if self.definition.settings.cell("register_state").is_none() {
                let hint = Some("name the question whose choices they are in `register_state`".into());
                self.error(Sheet::Settings, cell, "`register_done` names choices, but there is no `register_state`", hint);
            }
            return Vec::new();
        };
        let names: Vec<String> = self.form.list(list).choices.iter().map(|choice| choice.name.clone()).collect();
        for word in cell.text.split_whitespace().filter(|word| !names.iter().any(|name| name == word)) {
            let hint = nearest(word, names.iter().map(String::as_str)).or_else(|| Some(format!("it can be {}", names.join(", "))));
            self.error(Sheet::Settings, cell, format!("the state has no choice `{word}`"), hint);
        }
        cell.text.split_whitespace().map(str::to_owned).collect()
    }
}
