//! Answers that are erased when their time is over. A revision's bytes are replaced and the digests of what stood there are kept, so that the
//! audit of reports is computed as if nothing had happened; that it did happen is a line in the audit of people. Remarks at such answers are
//! emptied: the audit's line keeps its digest, and the line in the audit of people says what is left of it.

use phieu_report::{OrgUnitCode, ReportId, digest};
use serde_json::{Value, json};
use sqlx::sqlite::{SqlitePool, SqliteRow};
use sqlx::{Row, SqliteConnection};

use super::chain;
use crate::Error;
use crate::people::{By, OldRevision, Redaction};
use crate::sqlite::{audit, reading, sums};

/// How many revisions are held at once.
const PAGE: i64 = 100;

/// What a revision with what may tell of people in it is read from.
macro_rules! old_revision {
    ($where:literal) => {
        concat!(
            "select report.id, number, form, version, unit, period, period_start, period_end, content, context,
                 (select json_group_array(distinct path) from audit join remark on remark.line = audit.id
                  where audit.report = revision.report and audit.revision = number and path <> '' and text <> '') as remarks
             from revision join report on report.id = revision.report ",
            $where
        )
    };
}

pub(super) async fn revisions_after(
    pool: &SqlitePool,
    after: Option<(&str, i64)>,
    units: Option<&[OrgUnitCode]>,
) -> Result<Vec<OldRevision>, Error> {
    let (report, number) = after.unwrap_or(("", 0));
    let query = sqlx::query(old_revision!(
        "where (report.id, number) > (?1, ?2) and (?3 is null or unit in (select value from json_each(?3)))
         order by report.id, number limit ?4"
    ));
    let rows = query.bind(report).bind(number).bind(units.map(sums::codes)).bind(PAGE).fetch_all(pool).await?;
    rows.iter().map(read).collect()
}

pub(super) async fn revisions_of(pool: &SqlitePool, report: &ReportId) -> Result<Vec<OldRevision>, Error> {
    let query = sqlx::query(old_revision!("where report.id = ?1 order by number")).bind(report.as_str());
    query.fetch_all(pool).await?.iter().map(read).collect()
}

fn read(row: &SqliteRow) -> Result<OldRevision, Error> {
    let remarks: String = row.try_get("remarks")?;
    Ok(OldRevision {
        unit: reading::unit_code(row.try_get("unit")?)?,
        period: reading::period(row.try_get("period")?)?,
        began: reading::date(row.try_get("period_start")?)?,
        remarks: reading::json("paths of remarks", remarks.as_bytes())?,
        report: reading::report_id(row.try_get("id")?)?,
        revision: reading::revision(row.try_get("number")?)?,
        form: reading::form_id(row.try_get("form")?)?,
        version: row.try_get("version")?,
        ended: reading::date(row.try_get("period_end")?)?,
        content: row.try_get("content")?,
        context: row.try_get("context")?,
    })
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
        if event != "redact" || without_reason(&details)? != told(&report, number, &content, &context) {
            return Ok(Some((report, number)));
        }
    }
    Ok(None)
}

/// What a line tells but for why it was done.
fn without_reason(details: &str) -> Result<Value, Error> {
    let mut details: Value = reading::json("details of a step", details.as_bytes())?;
    details.as_object_mut().map(|members| members.remove("reason"));
    Ok(details)
}

/// Whether the audit of people tells of a line of the audit that its remarks were emptied: what its digest was, and what is left.
pub(in crate::sqlite) fn tells_of_line(details: &str, line: i64, digest: &str, left: &str) -> bool {
    without_reason(details).is_ok_and(|told| told == told_of_line(line, digest, left))
}

fn told_of_line(line: i64, digest: &str, left: &str) -> Value {
    json!({ "line": line, "digest": digest, "left": left })
}

/// Empties the remarks that stand at some answers of a revision.
async fn empty_remarks(tx: &mut SqliteConnection, by: &By, left: &Redaction) -> Result<(), Error> {
    let (paths, revision) = (json!(left.remarks).to_string(), left.revision.get());
    let query = sqlx::query(
        "select distinct line from audit join remark on remark.line = audit.id
         where report = ?1 and revision = ?2 and path in (select value from json_each(?3)) and text <> '' order by line",
    );
    for row in query.bind(left.report.as_str()).bind(revision).bind(&paths).fetch_all(&mut *tx).await? {
        let line: i64 = row.try_get("line")?;
        sqlx::query("insert into redacted_line (line) values (?1) on conflict do nothing").bind(line).execute(&mut *tx).await?;
        let query = sqlx::query("update remark set text = '' where line = ?1 and path in (select value from json_each(?2))");
        query.bind(line).bind(&paths).execute(&mut *tx).await?;
        let (digest, rest) = audit::left_of_line(tx, line).await?;
        let told = chain::write(tx, by, "redact_remarks", &told_of_line(line, &digest, &rest)).await?;
        sqlx::query("update redacted_line set told = ?2 where line = ?1").bind(line).bind(told).execute(&mut *tx).await?;
    }
    Ok(())
}

/// What the audit of people tells of answers that were erased.
fn told(report: &str, number: i64, left_content: &[u8], left_context: &[u8]) -> Value {
    json!({ "report": report, "revision": number, "left_content": digest(left_content), "left_context": digest(left_context) })
}

pub(super) async fn redact(pool: &SqlitePool, by: &By, left: &Redaction) -> Result<bool, Error> {
    let mut connection = pool.acquire().await?;
    // What is overwritten is to be gone from the file, not only from its index.
    sqlx::query("pragma secure_delete = on").execute(&mut *connection).await?;
    let mut tx = sqlx::Connection::begin_with(&mut *connection, "begin immediate").await?;
    let (report, number) = (left.report.as_str(), left.revision.get());
    let query = sqlx::query("select content, context from revision where report = ?1 and number = ?2");
    let row = query.bind(report).bind(number).fetch_one(&mut *tx).await?;
    let (content, context): (Vec<u8>, Vec<u8>) = (row.try_get("content")?, row.try_get("context")?);
    let (content_was, context_was) = (digest(&content), digest(&context));
    if content_was != left.content_was || context_was != left.context_was {
        return Ok(false);
    }
    let details = told(report, i64::from(number), &left.content, &left.context);
    let line = chain::write(&mut tx, by, "redact", &details).await?;
    sqlx::query(
        "insert into redaction (report, number, content_digest, context_digest, line) values (?1, ?2, ?3, ?4, ?5)
         on conflict (report, number) do update set line = ?5",
    )
    .bind(report)
    .bind(number)
    .bind(content_was)
    .bind(context_was)
    .bind(line)
    .execute(&mut *tx)
    .await?;
    let query = sqlx::query("update revision set content = ?3, context = ?4 where report = ?1 and number = ?2");
    query.bind(report).bind(number).bind(&left.content).bind(&left.context).execute(&mut *tx).await?;
    empty_remarks(&mut tx, by, left).await?;
    tx.commit().await?;
    Ok(true)
}
