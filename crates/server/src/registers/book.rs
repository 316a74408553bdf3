//! The rows of one register as they stand in a report: what each is called, when it is due, whether it is done.

use phieu_report::{Date, FormId, OrgUnitCode, Period};
use phieu_store::{RowCount, RowQuery, RowSums};
use serde_json::Value;

use crate::forms::Form;

/// What the form's settings say of a register; paths are within a row.
pub(super) struct Book<'f> {
    rows: &'f str,
    title: &'f str,
    day: Option<&'f str>,
    due: Option<&'f str>,
    state: Option<&'f str>,
    done: Vec<&'f str>,
}

/// One row.
pub(super) struct Entry {
    /// Its place in the list, from 1.
    pub(super) number: usize,
    pub(super) answers: Value,
    pub(super) title: String,
    pub(super) day: String,
    pub(super) due: String,
    pub(super) state: String,
    pub(super) is_done: bool,
    /// How many days it is late; 0 where it is not.
    pub(super) days_late: i64,
}

impl<'f> Book<'f> {
    /// The register that a form is, if it is one.
    pub(super) fn of(form: &'f Form) -> Option<Book<'f>> {
        let register = &form.definition["register"];
        let path = |name: &str| register[name].as_str();
        Some(Book {
            rows: path("rows")?,
            title: path("title")?,
            day: path("day"),
            due: path("due"),
            state: path("state"),
            done: register["done"].as_array().into_iter().flatten().filter_map(Value::as_str).collect(),
        })
    }

    /// The path of the repeat.
    pub(super) fn rows(&self) -> &'f str {
        self.rows
    }

    /// What is asked for of the rows that units keep in a year.
    pub(super) fn asked<'a>(&'a self, form: &'a FormId, year: Period, units: &'a [OrgUnitCode], today: Date) -> RowQuery<'a> {
        let Book { rows, day, due, state, .. } = *self;
        RowQuery { form, period: year, units, rows, day, due, state, done: &self.done, today }
    }

    /// The rows in a report's answers.
    pub(super) fn entries(&self, answers: &Value, today: Date) -> Vec<Entry> {
        let rows = at(answers, self.rows).as_array().map(Vec::as_slice).unwrap_or_default();
        (1..).zip(rows).map(|(number, row)| self.entry(number, row, today)).collect()
    }

    /// A row with its place in the list.
    pub(super) fn entry(&self, number: usize, row: &Value, today: Date) -> Entry {
        let text = |path: Option<&str>| path.and_then(|path| at(row, path).as_str()).unwrap_or_default().to_owned();
        let (due, state) = (text(self.due), text(self.state));
        // Without a state nothing is left to do with a row.
        let is_done = self.state.is_none() || self.done.contains(&state.as_str());
        let late = Date::parse(&due).ok().filter(|due| !is_done && *due < today).map_or(0, |due| today.days() - due.days());
        Entry { number, answers: row.clone(), title: text(Some(self.title)), day: text(self.day), due, state, is_done, days_late: late }
    }
}

/// What stands at a path of names; null where nothing does.
pub(crate) fn at<'v>(answers: &'v Value, path: &str) -> &'v Value {
    path.split('/').fold(answers, |at, name| &at[name])
}

/// How many rows there are, how many of them are not done, and how many are late.
#[derive(Default)]
pub(super) struct Counts {
    rows: u64,
    open: u64,
    overdue: u64,
    /// Whether they are not told.
    pub(super) is_hidden: bool,
}

impl Counts {
    pub(super) fn of(sums: RowSums) -> Counts {
        Counts { rows: sums.rows, open: sums.open, overdue: sums.overdue, is_hidden: false }
    }

    pub(super) fn add(&mut self, counted: &RowCount) {
        self.rows += counted.rows;
        self.open += counted.open;
        self.overdue += counted.overdue;
    }

    /// Puts them into an answer.
    pub(super) fn put(&self, answer: &mut Value) {
        for (name, number) in [("rows", self.rows), ("open", self.open), ("overdue", self.overdue)] {
            answer[name] = if self.is_hidden { Value::Null } else { number.into() };
        }
    }
}
