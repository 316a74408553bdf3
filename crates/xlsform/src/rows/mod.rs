//! Rows for a repeat of a form out of somebody's own table: Excel, OpenDocument or CSV, with headings as people write them.
//!
//! Which column is which question is found by heading; what was found is told, so that a person sees it before anything is used.
//! Nothing is lost and nothing is guessed: a cell that cannot be read stays as it was written, for the form's own check to name it,
//! and cells under a heading that says nothing to the form are handed over beside the row. A person may say which column is which.

mod headings;
mod table;
mod value;

use std::collections::BTreeMap;

use phieu_form::{Form, NodeId, Place};
use serde_json::{Map, Value as Json, json};

use headings::Match;
pub use phieu_fold::fold;
pub use value::day as read_day;

use crate::sheets::Grid;

/// The most rows that are taken from a table.
pub const MOST_TAKEN: usize = 1_000;

/// The most columns that are looked at; no register asks so many questions.
pub const MOST_COLUMNS: u32 = 256;

/// How many of a column's first cells are shown to who matches it.
const SAMPLES: usize = 3;

/// The most findings that are told of a table.
const MOST_FINDINGS: usize = 200;

/// What a table gave.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Taken {
    /// The sheet that was read.
    pub sheet: String,
    /// Its columns from left to right.
    pub columns: Vec<TakenColumn>,
    /// Its rows from the top.
    pub rows: Vec<TakenRow>,
    /// What could not be used as it stands.
    pub findings: Vec<RowFinding>,
}

/// One column of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakenColumn {
    /// The heading as written.
    pub heading: String,
    /// Its cell.
    pub place: Place,
    /// The question that it answers, its path in the row; `None` where it says nothing to the form.
    pub path: Option<String>,
    /// The first texts that stand under the heading, three at most.
    pub samples: Vec<String>,
}

/// Which question each column answers, from left to right, as a person says it: its path in the row; `None` leaves the column out.
pub type Matching = Vec<Option<String>>;

/// One row of the table.
#[derive(Clone, Debug, PartialEq)]
pub struct TakenRow {
    /// Its row in the sheet, from 1.
    pub row: u32,
    /// The answers of one row of the repeat, nested by group.
    pub answers: Json,
    /// Cells under headings that say nothing to the form: heading, text.
    pub left_over: Vec<(String, String)>,
}

/// Something that could not be used as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowFinding {
    /// What.
    pub problem: RowProblem,
    /// Where.
    pub place: Place,
    /// The heading of its column.
    pub heading: String,
    /// The cell's text; empty where it is about a column.
    pub text: String,
}

/// What can be wrong with a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowProblem {
    /// The heading says nothing to the form.
    UnknownHeading,
    /// Another column answers the same question already.
    HeadingTwice,
    /// None of the question's choices.
    UnknownChoice,
    /// No whole number or decimal.
    NoNumber,
    /// No day.
    NoDay,
    /// More rows than are taken.
    TooManyRows,
    /// More columns than are looked at; the text is how many there are.
    TooManyColumns,
}

impl RowProblem {
    /// All of them.
    pub const ALL: [RowProblem; 7] = [
        RowProblem::UnknownHeading,
        RowProblem::HeadingTwice,
        RowProblem::UnknownChoice,
        RowProblem::NoNumber,
        RowProblem::NoDay,
        RowProblem::TooManyRows,
        RowProblem::TooManyColumns,
    ];

    /// The word for programs.
    pub fn name(self) -> &'static str {
        match self {
            RowProblem::UnknownHeading => "unknown_heading",
            RowProblem::HeadingTwice => "heading_twice",
            RowProblem::UnknownChoice => "unknown_choice",
            RowProblem::NoNumber => "no_number",
            RowProblem::NoDay => "no_day",
            RowProblem::TooManyRows => "too_many_rows",
            RowProblem::TooManyColumns => "too_many_columns",
        }
    }
}

/// Why a table cannot be used at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TableError {
    /// It is no table that is read; the reason is for programs and logs.
    Unreadable(String),
    /// No row of it has headings that the form knows.
    NoHeadings,
}

/// The sheets of a table with every cell that is not blank; the ending of `file` says what it is: `.xlsx`, `.xlsm`, `.ods`, `.csv`.
pub fn read_table(file: &str, bytes: &[u8]) -> Result<Vec<Grid>, TableError> {
    table::grids(file, bytes).map_err(TableError::Unreadable)
}

/// Reads rows for a repeat out of a table; the ending of `file` says what it is: `.xlsx`, `.xlsm`, `.ods`, `.csv`.
pub fn take_rows(form: &Form, repeat: NodeId, file: &str, bytes: &[u8]) -> Result<Taken, TableError> {
    known(take_rows_by(form, repeat, file, bytes, &|_| None)?)
}

/// The same for a table each of whose rows is a report: what stands in repeats is not in it. `named` says of headings which question they
/// are, by its path, where the heading alone does not.
pub fn take_reports(form: &Form, file: &str, bytes: &[u8], named: &BTreeMap<String, String>) -> Result<Taken, TableError> {
    let mut questions = headings::questions(form, NodeId(0));
    headings::rename(form, &mut questions, named);
    known(take(form, NodeId(0), file, bytes, &questions, &|_| None)?)
}

/// What was taken, if a heading says something to the form.
fn known(taken: Taken) -> Result<Taken, TableError> {
    if taken.columns.iter().any(|column| column.path.is_some()) { Ok(taken) } else { Err(TableError::NoHeadings) }
}

/// The same as [`take_rows`] where a person may have said which column is which: `by_hand` is asked once, with the headings as written. Where it
/// has no answer, headings are matched by what they say; where no heading says anything, the first row that looks like headings is one.
pub fn take_rows_by(
    form: &Form,
    repeat: NodeId,
    file: &str,
    bytes: &[u8],
    by_hand: &dyn Fn(&[&str]) -> Option<Matching>,
) -> Result<Taken, TableError> {
    take(form, repeat, file, bytes, &headings::questions(form, repeat), by_hand)
}

fn take(
    form: &Form,
    repeat: NodeId,
    file: &str,
    bytes: &[u8],
    questions: &[headings::Question],
    by_hand: &dyn Fn(&[&str]) -> Option<Matching>,
) -> Result<Taken, TableError> {
    let grids = read_table(file, bytes)?;
    let tables: Vec<(Grid, Option<RowFinding>)> = grids.into_iter().map(narrowed).collect();
    // The sheet and the row whose cells name the most questions; of equals the first.
    let rows = tables.iter().flat_map(|table| (0..table.0.rows.len().min(headings::DEEPEST_HEADINGS)).map(move |at| (table, at)));
    let matched = rows.map(|(table, at)| (table, at, headings::matches(questions, &table.0.rows[at])));
    let count = |found: &[Match]| found.iter().filter(|each| each.question.is_some()).count();
    let best = matched.max_by(|a, b| count(&a.2).cmp(&count(&b.2)).then(std::cmp::Ordering::Greater));
    // A single word of a row below may be a question's by chance: then the row above that looks like headings is more likely one.
    let by_chance = |table: &(Grid, _), at: usize| headings::looks_like(&table.0).is_some_and(|above| above < at);
    let best = best.filter(|(table, at, columns)| count(columns) > 1 || (count(columns) == 1 && !by_chance(table, *at)));
    let looks = || {
        let (table, at) = tables.iter().find_map(|table| Some((table, headings::looks_like(&table.0)?)))?;
        Some((table, at, headings::matches(questions, &table.0.rows[at])))
    };
    let ((grid, too_wide), at, mut columns) = best.or_else(looks).ok_or(TableError::NoHeadings)?;
    let written: Vec<&str> = columns.iter().map(|column| column.heading.as_str()).collect();
    let taking = Taking { form, repeat, questions };
    if let Some(said) = by_hand(&written) {
        columns = taking.said(columns, &said);
    }
    Ok(taking.take(grid, at, &columns, too_wide.clone()))
}

/// A sheet without the columns that are not looked at, and that there were some.
fn narrowed(mut grid: Grid) -> (Grid, Option<RowFinding>) {
    let (mut first, mut widest) = (None, 0);
    for cells in &mut grid.rows {
        let within = cells.partition_point(|cell| cell.place.column <= MOST_COLUMNS);
        first = first.or(cells.get(within).map(|cell| cell.place));
        widest = widest.max(cells.last().map_or(0, |cell| cell.place.column));
        cells.truncate(within);
    }
    let told = |place| RowFinding { problem: RowProblem::TooManyColumns, place, heading: String::new(), text: widest.to_string() };
    (grid, first.map(told))
}

struct Taking<'a> {
    form: &'a Form,
    repeat: NodeId,
    questions: &'a [headings::Question],
}

impl Taking<'_> {
    /// The columns as a person matched them. One that is left out is no finding; of two for one question the first counts, and a question
    /// that the form does not have any more is unknown.
    fn said(&self, columns: Vec<Match>, said: &[Option<String>]) -> Vec<Match> {
        let mut taken = Vec::new();
        let said = said.iter().map(Option::as_ref).chain(std::iter::repeat(None));
        let matched = columns.into_iter().zip(said).map(|(column, path)| {
            let question = path.and_then(|path| self.questions.iter().position(|question| self.path(question.node) == *path));
            let again = question.is_some_and(|at| taken.contains(&at));
            taken.extend(question);
            let problem = match (path, question) {
                (Some(_), None) => Some(RowProblem::UnknownHeading),
                _ => again.then_some(RowProblem::HeadingTwice),
            };
            Match { question: question.filter(|_| !again), problem, ..column }
        });
        matched.collect()
    }

    /// `columns` are from left to right.
    fn take(&self, grid: &Grid, headings: usize, columns: &[Match], too_wide: Option<RowFinding>) -> Taken {
        let below = &grid.rows[headings + 1..];
        let mut taken = Taken { sheet: grid.name.clone(), findings: too_wide.into_iter().collect(), ..Taken::default() };
        for column in columns {
            let path = column.question.map(|at| self.path(self.questions[at].node));
            let samples = below.iter().flatten().filter(|cell| cell.place.column == column.place.column && !cell.text.trim().is_empty());
            let samples = samples.take(SAMPLES).map(|cell| cell.text.trim().to_owned()).collect();
            taken.columns.push(TakenColumn { heading: column.heading.clone(), place: column.place, path, samples });
            if let Some(problem) = column.problem {
                let text = String::new();
                taken.findings.push(RowFinding { problem, place: column.place, heading: column.heading.clone(), text });
            }
        }
        let mut rows = below.iter().filter(|cells| !cells.is_empty());
        for cells in rows.by_ref().take(MOST_TAKEN) {
            let row = self.row(cells, columns, &mut taken.findings);
            // A row of remarks or numbers of columns, with nothing under a known heading, is no row.
            if row.answers.as_object().is_some_and(|answers| !answers.is_empty()) {
                taken.rows.push(self.with_defaults(row));
            }
        }
        if let Some(cell) = rows.next().and_then(|cells| cells.first()) {
            let (heading, text) = (String::new(), cell.text.clone());
            taken.findings.push(RowFinding { problem: RowProblem::TooManyRows, place: cell.place, heading, text });
        }
        taken.findings.truncate(MOST_FINDINGS);
        taken
    }

    fn row(&self, cells: &[crate::GridCell], columns: &[Match], findings: &mut Vec<RowFinding>) -> TakenRow {
        let row = cells.first().map_or(0, |cell| cell.place.row);
        let mut taken = TakenRow { row, answers: Json::Object(Map::new()), left_over: Vec::new() };
        for cell in cells {
            let at = columns.binary_search_by_key(&cell.place.column, |column| column.place.column);
            let column = at.ok().map(|at| &columns[at]);
            let heading = column.map(|column| column.heading.clone()).unwrap_or_default();
            let Some(question) = column.and_then(|column| column.question) else {
                taken.left_over.push((heading, cell.text.clone()));
                continue;
            };
            let node = self.questions[question].node;
            let (answer, problem) = value::read(self.form, node, cell.text.trim());
            let path = self.path(node);
            *path.split('/').fold(&mut taken.answers, |at, name| &mut at[name]) = answer;
            findings.extend(problem.map(|problem| RowFinding { problem, place: cell.place, heading, text: cell.text.clone() }));
        }
        taken
    }

    /// The row with what the form writes by itself into a new one, where the table says nothing: defaults that are written out. Those that
    /// are computed are the form's to compute.
    fn with_defaults(&self, mut row: TakenRow) -> TakenRow {
        for question in self.questions {
            let (path, default) = (self.path(question.node), value::written_out(self.form, question.node));
            let at = path.split('/').fold(&row.answers, |at, name| &at[name]);
            let read = default.filter(|_| at.is_null()).map(|default| value::read(self.form, question.node, default));
            if let Some((answer, None)) = read {
                *path.split('/').fold(&mut row.answers, |at, name| &mut at[name]) = answer;
            }
        }
        row
    }

    /// A question's path in the row.
    fn path(&self, node: NodeId) -> String {
        let above = &self.form.node(self.repeat).path;
        let path = &self.form.node(node).path;
        path.strip_prefix(above.as_str()).unwrap_or(path).trim_start_matches('/').to_owned()
    }
}

impl Taken {
    /// As JSON: `{"sheet","columns":[{"heading","column","path","samples"}],"rows":[{"row","answers","left_over":[{"heading","text"}]}]}`.
    pub fn to_json(&self) -> Json {
        json!({
            "sheet": self.sheet,
            "columns": self.columns.iter().map(|column| {
                json!({ "heading": column.heading, "column": column.place.column, "path": column.path, "samples": column.samples })
            }).collect::<Json>(),
            "rows": self.rows.iter().map(|row| {
                let left_over = row.left_over.iter().map(|(heading, text)| json!({ "heading": heading, "text": text }));
                json!({ "row": row.row, "answers": row.answers, "left_over": left_over.collect::<Json>() })
            }).collect::<Json>(),
        })
    }
}
