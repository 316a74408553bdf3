//! Rows for a register out of somebody's table file: read, told of, kept nowhere. What becomes of them is decided on the page.

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use phieu::xlsform::{RowFinding, RowProblem, TableError, take_rows};
use serde_json::{Value, json};
use tokio::sync::Semaphore;

use crate::forms::Form;
use crate::language::Language;
use crate::refusal::{Code, Refusal};

/// The most bytes of a table.
const LARGEST_TABLE: usize = 4 << 20;

/// What is read of a table that is too large, before it is refused: a sender still sending would lose the answer with the connection.
const READ_AT_MOST: usize = 8 * LARGEST_TABLE;

/// How many tables are read at once; more wait. One may unpack to much that is held in memory.
static AT_ONCE: Semaphore = Semaphore::const_new(2);

/// The bytes of a table.
pub(crate) async fn bytes(body: Body) -> Result<Vec<u8>, Refusal> {
    let too_large = || Refusal::with(Code::TableTooLarge, json!({ "limit": LARGEST_TABLE }));
    let read = to_bytes(body, READ_AT_MOST).await.map_err(|_| too_large())?;
    if read.len() > LARGEST_TABLE { Err(too_large()) } else { Ok(read.into()) }
}

/// Reads the rows on a thread of its own: unpacking is pure computation, and the file comes from outside.
pub(crate) async fn take(form: &Arc<Form>, file: String, bytes: Vec<u8>, language: Language) -> Result<Value, Refusal> {
    let Some(repeat) = form.validator.form().register.as_ref().map(|register| register.rows) else {
        return Err(Refusal::with(Code::NoRegister, json!({ "form": form.id.as_str() })));
    };
    let broken = |error: &dyn std::fmt::Display| {
        eprintln!("phieu: reading a table broke off: {error}");
        Refusal::from(Code::Internal)
    };
    let permit = AT_ONCE.acquire().await.map_err(|error| broken(&error))?;
    let held = Arc::clone(form);
    let taking = tokio::task::spawn_blocking(move || {
        // Held until it is read, also where nobody waits for it any more.
        let _permit = permit;
        take_rows(held.validator.form(), repeat, &file, &bytes)
    });
    let taken = taking.await.map_err(|error| broken(&error))?;
    let taken = taken.map_err(|error| match error {
        TableError::NoHeadings => Code::TableUnknown.into(),
        TableError::Unreadable(reason) => Refusal::with(Code::TableUnreadable, json!({ "reason": reason })),
    })?;
    let mut answer = taken.to_json();
    answer["form"] = form.id.as_str().into();
    answer["version"] = form.version.as_str().into();
    answer["repeat"] = form.definition["register"]["rows"].clone();
    answer["findings"] = taken.findings.iter().map(|found| finding(found, language)).collect();
    Ok(answer)
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

fn sentence(RowFinding { problem, place, heading, text }: &RowFinding, language: Language) -> String {
    let row = place.row;
    match (problem, language) {
        (RowProblem::UnknownHeading, Language::Vi) => {
            format!("Cột “{heading}” không có trong sổ nên nội dung cột này chưa được đưa vào sổ.")
        }
        (RowProblem::UnknownHeading, Language::En) => format!("The register has no column “{heading}”; what stands in it was left out."),
        (RowProblem::HeadingTwice, Language::Vi) => format!("Có hai cột “{heading}”; cột sau chưa được đưa vào sổ."),
        (RowProblem::HeadingTwice, Language::En) => format!("The column “{heading}” stands twice; the second was left out."),
        (RowProblem::UnknownChoice, Language::Vi) => format!("Dòng {row}, cột “{heading}”: “{text}” không phải là một lựa chọn của sổ."),
        (RowProblem::UnknownChoice, Language::En) => format!("Row {row}, column “{heading}”: “{text}” is none of the choices."),
        (RowProblem::NoNumber, Language::Vi) => format!("Dòng {row}, cột “{heading}”: “{text}” không phải là số."),
        (RowProblem::NoNumber, Language::En) => format!("Row {row}, column “{heading}”: “{text}” is no number."),
        (RowProblem::NoDay, Language::Vi) => format!("Dòng {row}, cột “{heading}”: “{text}” không phải là ngày (ví dụ 15/3/2026)."),
        (RowProblem::NoDay, Language::En) => format!("Row {row}, column “{heading}”: “{text}” is no day (such as 15/3/2026)."),
        (RowProblem::TooManyRows, Language::Vi) => format!("Từ dòng {row} trở đi chưa lấy vào: mỗi lần tối đa 1.000 dòng."),
        (RowProblem::TooManyColumns, Language::Vi) => format!("Bảng có {text} cột; chỉ 256 cột đầu được đọc."),
        (RowProblem::TooManyColumns, Language::En) => format!("The table has {text} columns; only the first 256 were read."),
        (RowProblem::TooManyRows, Language::En) => format!("From row {row} on nothing was taken: at most 1,000 rows at once."),
    }
}
