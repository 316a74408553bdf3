//! The audit of people in SQLite: a chain of digests like that of reports. A line's digest is the SHA-256 of its canonical JSON with the
//! digest of the line before.

use phieu_report::{canonical, digest};
use serde_json::{Value, json};
use sqlx::sqlite::{SqlitePool, SqliteRow};
use sqlx::{Row, SqliteConnection};

use crate::people::{By, PeopleLine};
use crate::sqlite::reading::json as read_json;
use crate::{AuditFault, AuditMark, Error, Moment};

/// Adds a line, with the reason where there is one, and gives its number.
pub(in crate::sqlite) async fn write(tx: &mut SqliteConnection, by: &By, event: &str, details: &Value) -> Result<i64, Error> {
    let last = sqlx::query("select id, digest from people_audit order by id desc limit 1").fetch_optional(&mut *tx).await?;
    let previous = match last {
        Some(row) => AuditMark { line: row.try_get("id")?, digest: row.try_get("digest")? },
        None => AuditMark::start(),
    };
    let mut line = PeopleLine { at: by.at, login: by.login.clone(), event: event.to_owned(), details: details.clone() };
    if let Some(reason) = &by.reason {
        line.details["reason"] = reason.as_str().into();
    }
    let mark = after(&line, &previous);
    sqlx::query("insert into people_audit (id, at, login, event, details, digest) values (?1, ?2, ?3, ?4, ?5, ?6)")
        .bind(mark.line)
        .bind(by.at.0)
        .bind(&by.login)
        .bind(event)
        .bind(line.details.to_string())
        .bind(&mark.digest)
        .execute(tx)
        .await?;
    Ok(mark.line)
}

fn after(line: &PeopleLine, previous: &AuditMark) -> AuditMark {
    let PeopleLine { at, login, event, details } = line;
    let number = previous.line.saturating_add(1);
    let text = json!({
        "at": at.0, "details": details, "event": event, "line": number, "login": login, "previous": previous.digest,
    });
    AuditMark { line: number, digest: digest(&canonical(&text)) }
}

pub(super) fn read(row: &SqliteRow) -> Result<PeopleLine, Error> {
    let details: String = row.try_get("details")?;
    Ok(PeopleLine {
        at: Moment(row.try_get("at")?),
        login: row.try_get("login")?,
        event: row.try_get("event")?,
        details: read_json("details of a step", details.as_bytes())?,
    })
}

/// Computes all lines again, at one moment of the database.
pub(super) async fn verify(pool: &SqlitePool, noted: Option<&AuditMark>) -> Result<Result<AuditMark, AuditFault>, Error> {
    let mut last = AuditMark::start();
    for row in sqlx::query("select * from people_audit order by id").fetch_all(pool).await? {
        let (found, kept): (i64, String) = (row.try_get("id")?, row.try_get("digest")?);
        let mark = after(&read(&row)?, &last);
        if found != mark.line {
            return Ok(Err(AuditFault::Number { expected: mark.line, found }));
        }
        if kept != mark.digest {
            return Ok(Err(AuditFault::Line(mark.line)));
        }
        if noted.is_some_and(|noted| noted.line == mark.line && noted.digest != mark.digest) {
            return Ok(Err(AuditFault::Noted(mark.line)));
        }
        last = mark;
    }
    if let Some(noted) = noted.filter(|noted| noted.line > last.line) {
        return Ok(Err(AuditFault::CutOff { noted: noted.line, last: last.line }));
    }
    Ok(Ok(last))
}
