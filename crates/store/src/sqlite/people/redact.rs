//! Answers that are erased when their time is over. A revision's bytes are replaced and the digests of what stood there are kept, so that the
//! audit of reports is computed as if nothing had happened; that it did happen is a line in the audit of people.

use phieu_report::{Date, digest};
use serde_json::{Value, json};
use sqlx::sqlite::{SqlitePool, SqliteRow};
use sqlx::{Row, SqliteConnection};

use super::chain;
use crate::Error;
use crate::people::{By, OldRevision, Redaction};
use crate::sqlite::reading;

/// How many revisions are held at once.
const PAGE: i64 = 100;

pub(super) async fn ended_before(pool: &SqlitePool, day: Date, after: Option<(&str, i64)>) -> Result<Vec<OldRevision>, Error> {
    let (report, number) = after.unwrap_or(("", 0));
    let query = sqlx::query(
        "select report.id, number, form, version, period_end, content, context from revision join report on report.id = revision.report
         where period_end < ?1 and (report.id, number) > (?2, ?3) order by report.id, number limit ?4",
    );
    let rows = query.bind(day.to_string()).bind(report).bind(number).bind(PAGE).fetch_all(pool).await?;
    let read = |row: &SqliteRow| {
        Ok(OldRevision {
            report: reading::report_id(row.try_get("id")?)?,
            revision: reading::revision(row.try_get("number")?)?,
            form: reading::form_id(row.try_get("form")?)?,
            version: row.try_get("version")?,
            ended: reading::date(row.try_get("period_end")?)?,
            content: row.try_get("content")?,
            context: row.try_get("context")?,
        })
    };
    rows.iter().map(read).collect()
}

/// The first revision with erased answers that is not what the audit of people says was left.
pub(in crate::sqlite) async fn changed(tx: &mut SqliteConnection) -> Result<Option<(String, i64)>, Error> {
    let query = sqlx::query(
        "select redaction.report, redaction.number, content, context, event, details from redaction
         join revision using (report, number) join people_audit on people_audit.id = redaction.line order by 1, 2",
    );
    for row in query.fetch_all(tx).await? {
        let (report, number, event): (String, i64, String) = (row.try_get("report")?, row.try_get("number")?, row.try_get("event")?);
        let (content, context, details): (Vec<u8>, Vec<u8>, String) =
            (row.try_get("content")?, row.try_get("context")?, row.try_get("details")?);
        let expected = told(&report, number, &content, &context).to_string();
        if event != "redact" || details != expected {
            return Ok(Some((report, number)));
        }
    }
    Ok(None)
}

/// What the audit of people tells of answers that were erased.
fn told(report: &str, number: i64, left_content: &[u8], left_context: &[u8]) -> Value {
    json!({ "report": report, "revision": number, "left_content": digest(left_content), "left_context": digest(left_context) })
}

pub(super) async fn redact(pool: &SqlitePool, by: &By, left: &Redaction) -> Result<(), Error> {
    let mut connection = pool.acquire().await?;
    // What is overwritten is to be gone from the file, not only from its index.
    sqlx::query("pragma secure_delete = on").execute(&mut *connection).await?;
    let mut tx = sqlx::Connection::begin_with(&mut *connection, "begin immediate").await?;
    let (report, number) = (left.report.as_str(), left.revision.get());
    let query = sqlx::query("select content, context from revision where report = ?1 and number = ?2");
    let row = query.bind(report).bind(number).fetch_one(&mut *tx).await?;
    let (content, context): (Vec<u8>, Vec<u8>) = (row.try_get("content")?, row.try_get("context")?);
    let details = told(report, i64::from(number), &left.content, &left.context);
    let line = chain::write(&mut tx, by, "redact", &details).await?;
    sqlx::query(
        "insert into redaction (report, number, content_digest, context_digest, line) values (?1, ?2, ?3, ?4, ?5)
         on conflict (report, number) do update set line = ?5",
    )
    .bind(report)
    .bind(number)
    .bind(digest(&content))
    .bind(digest(&context))
    .bind(line)
    .execute(&mut *tx)
    .await?;
    let query = sqlx::query("update revision set content = ?3, context = ?4 where report = ?1 and number = ?2");
    query.bind(report).bind(number).bind(&left.content).bind(&left.context).execute(&mut *tx).await?;
    Ok(tx.commit().await?)
}
