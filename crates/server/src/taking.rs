//! Rows for a register out of somebody's table file: read, told of, kept nowhere. What becomes of them is decided on the page.
//!
//! Where somebody of a unit says which column is which, that is kept for the unit: the next table with the same headings is matched so.

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use phieu::xlsform::{Matching, RowFinding, RowProblem, TableError, Taken, fold, take_rows, take_rows_by};
use phieu_store::{Account, Unit};
use serde_json::{Value, json};
use tokio::sync::Semaphore;

use crate::app::App;
use crate::forms::Form;
use crate::language::Language;
use crate::people::manage::by;
use crate::refusal::{Code, Refusal};
use crate::registers::columns;
use crate::row_words::row_problem;

/// The most bytes of a table.
const LARGEST_TABLE: usize = 4 << 20;

/// What is read of a table that is too large, before it is refused: a sender still sending would lose the answer with the connection.
const READ_AT_MOST: usize = 8 * LARGEST_TABLE;

/// Who matches a table by hand, and what is said of its columns, from left to right, if anything is said now.
pub(crate) struct ByHand {
    pub(crate) account: Account,
    pub(crate) unit: Unit,
    pub(crate) said: Option<Matching>,
}

/// How many tables are read at once; more wait. One may unpack to much that is held in memory.
static AT_ONCE: Semaphore = Semaphore::const_new(2);

/// Does something on a thread of its own once there is a turn for it. The turn is held until it is done, also where nobody waits for it
/// any more.
async fn in_turn<T: Send + 'static>(
    turns: &'static Semaphore,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Box<dyn std::error::Error + Send + Sync>> {
    let turn = turns.acquire().await?;
    let working = tokio::task::spawn_blocking(move || {
        let _turn = turn;
        work()
    });
    Ok(working.await?)
}

/// How many tables come in at once; more wait. Each is held in memory.
static COMING_IN: Semaphore = Semaphore::const_new(16);

/// The bytes of a table.
pub(crate) async fn bytes(body: Body) -> Result<Vec<u8>, Refusal> {
    let too_large = || Refusal::with(Code::TableTooLarge, json!({ "limit": LARGEST_TABLE }));
    let _turn = COMING_IN.acquire().await.map_err(|_| Code::Internal)?;
    let read = to_bytes(body, READ_AT_MOST).await.map_err(|_| too_large())?;
    if read.len() > LARGEST_TABLE { Err(too_large()) } else { Ok(read.into()) }
}

/// Reads the rows on a thread of its own: unpacking is pure computation, and the file comes from outside.
pub(crate) async fn take(
    app: &App,
    form: &Arc<Form>,
    (file, bytes): (String, Vec<u8>),
    by_hand: Option<ByHand>,
    language: Language,
) -> Result<Value, Refusal> {
    let Some(repeat) = form.validator.form().register.as_ref().map(|register| register.rows) else {
        return Err(Refusal::with(Code::NoRegister, json!({ "form": form.id.as_str() })));
    };
    let broken = |error: &dyn std::fmt::Display| {
        eprintln!("phieu: reading a table broke off: {error}");
        Refusal::from(Code::Internal)
    };
    let known = match &by_hand {
        Some(ByHand { unit, said: None, .. }) => app.store.matchings(&unit.code, &form.id).await?,
        _ => Vec::new(),
    };
    let said = by_hand.as_ref().map(|by_hand| by_hand.said.clone());
    let held = Arc::clone(form);
    let taking = in_turn(&AT_ONCE, move || {
        let form = held.validator.form();
        match said {
            None => take_rows(form, repeat, &file, &bytes),
            Some(said) => take_rows_by(form, repeat, &file, &bytes, &|written| {
                let remembered = || known.iter().find(|(kept, _)| *kept == headings(written)).map(|(_, columns)| columns.as_str());
                said.clone().or_else(|| serde_json::from_str(remembered()?).ok())
            }),
        }
    });
    let taken = taking.await.map_err(|error| broken(error.as_ref()))?;
    let taken = taken.map_err(|error| match error {
        TableError::NoHeadings => Code::TableUnknown.into(),
        TableError::Unreadable(reason) => Refusal::with(Code::TableUnreadable, json!({ "reason": reason })),
    })?;
    if let Some(ByHand { account, unit, said: Some(said) }) = &by_hand {
        let written: Vec<&str> = taken.columns.iter().map(|column| column.heading.as_str()).collect();
        app.store.put_matching(&by(app, account), &unit.code, &form.id, &headings(&written), &json!(said).to_string()).await?;
    }
    Ok(told(form, &taken, language))
}

/// Headings as they are compared: marks, case and spaces make no difference.
fn headings(written: &[&str]) -> String {
    json!(written.iter().map(|heading| fold(heading)).collect::<Vec<_>>()).to_string()
}

fn told(form: &Form, taken: &Taken, language: Language) -> Value {
    let mut answer = taken.to_json();
    answer["form"] = form.id.as_str().into();
    answer["version"] = form.version.as_str().into();
    answer["repeat"] = form.definition["register"]["rows"].clone();
    answer["questions"] = columns(form).into();
    answer["findings"] = taken.findings.iter().map(|found| finding(found, language)).collect();
    answer
}

fn finding(found: &RowFinding, language: Language) -> Value {
    json!({
        "code": found.problem.name(),
        "row": found.place.row,
        "column": found.place.column,
        "heading": found.heading,
        "text": found.text,
        "message": sentence(found, language),
    })
}

/// Of a cell with its row and column; of a column or the table by itself.
fn sentence(found: &RowFinding, language: Language) -> String {
    let (row, heading, what) = (found.place.row, &found.heading, row_problem(found, language));
    match (found.problem, language) {
        (RowProblem::UnknownHeading | RowProblem::HeadingTwice | RowProblem::TooManyColumns, _) => {
            let (first, rest) = what.split_at(what.chars().next().map_or(0, char::len_utf8));
            format!("{}{rest}.", first.to_uppercase())
        }
        (RowProblem::TooManyRows, Language::Vi) => format!("Dòng {row}: {what}."),
        (RowProblem::TooManyRows, Language::En) => format!("Row {row}: {what}."),
        (_, Language::Vi) => format!("Dòng {row}, cột “{heading}”: {what}."),
        (_, Language::En) => format!("Row {row}, column “{heading}”: {what}."),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    use super::*;

    static TURNS: Semaphore = Semaphore::const_new(2);
    static WORKING: AtomicUsize = AtomicUsize::new(0);
    static MOST: AtomicUsize = AtomicUsize::new(0);

    fn work() {
        MOST.fetch_max(WORKING.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        std::thread::sleep(Duration::from_millis(20));
        WORKING.fetch_sub(1, Ordering::SeqCst);
    }

    #[tokio::test]
    async fn so_many_tables_are_read_at_once_and_no_more() {
        let all: Vec<_> = (0..8).map(|_| tokio::spawn(in_turn(&TURNS, work))).collect();
        for one in all {
            one.await.unwrap().unwrap();
        }
        assert_eq!(MOST.load(Ordering::SeqCst), 2);
        // Who hangs up does not free a turn while the table is still being read.
        for _ in 0..6 {
            let _ = tokio::time::timeout(Duration::from_millis(2), in_turn(&TURNS, work)).await;
        }
        in_turn(&TURNS, work).await.unwrap();
        assert_eq!(MOST.load(Ordering::SeqCst), 2);
        assert_eq!(AT_ONCE.available_permits(), 2, "of the real ones there are two as well");
    }
}
