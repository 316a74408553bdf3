//! The chain of the audit in SQLite: a line is added, lines of before there was a chain are taken over, all of it is computed again.

use std::collections::BTreeMap;

use phieu_report::{Event, ReportId, Revision, Standing, digest};
use sqlx::sqlite::{SqlitePool, SqliteRow};
use sqlx::{Row, SqliteConnection};

use super::people::tells_of_line;
use crate::audit::{AuditStep, StoredRevision};
use crate::{AuditFault, AuditMark, Error, Moment, NewRemark};

/// How many lines, with the revisions that they tell of, are held at once while all are computed again.
const PAGE: i64 = 200;

/// What happened, when, by whom, and why.
pub(super) struct Told<'a> {
    pub(super) event: Event,
    pub(super) at: Moment,
    pub(super) login: &'a str,
    /// The other report, of a flag or a replacement; form, unit and period, of a closing.
    pub(super) about: Option<&'a str>,
    pub(super) remarks: &'a [NewRemark],
}

/// To which report it happened, and how that stands after it.
#[derive(Clone, Copy)]
pub(super) struct Line<'a> {
    pub(super) report: &'a ReportId,
    pub(super) revision: Revision,
    pub(super) standing: Standing,
}

/// What a revision's digest is made of, and the tables where it stands.
macro_rules! stored_revision {
    () => {
        "form, unit, period, version, kept.digest as kept_digest, content, context, sealed_at, received_at, received_from,
         redaction.content_digest as content_was, redaction.context_digest as context_was"
    };
}

/// Adds a line with its remarks to the end of the chain, and gives its number. The revision that it tells of is stored already.
pub(super) async fn write(tx: &mut SqliteConnection, told: &Told<'_>, line: Option<Line<'_>>) -> Result<i64, Error> {
    let mut step = AuditStep {
        at: told.at.0,
        login: told.login.to_owned(),
        event: told.event.name().to_owned(),
        report: None,
        revision: None,
        status: None,
        revision_digest: None,
        about: told.about.map(str::to_owned),
        approvals: None,
        remarks: told.remarks.iter().map(|remark| (remark.path.clone(), remark.text.clone())).collect(),
    };
    if let Some(Line { report, revision, standing }) = line {
        let number = i64::from(revision.get());
        step.revision_digest = Some(revision_digest(tx, report.as_str(), number).await?);
        (step.report, step.revision) = (Some(report.to_string()), Some(number));
        (step.status, step.approvals) = (Some(standing.status.name().to_owned()), Some(standing.approvals.into()));
    }
    append(tx, &step).await
}

async fn append(tx: &mut SqliteConnection, step: &AuditStep) -> Result<i64, Error> {
    let mark = step.after(&last(tx).await?);
    sqlx::query(
        "insert into audit (id, at, login, event, report, revision, status, revision_digest, digest, about, approvals)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    )
    .bind(mark.line)
    .bind(step.at)
    .bind(&step.login)
    .bind(&step.event)
    .bind(&step.report)
    .bind(step.revision)
    .bind(&step.status)
    .bind(&step.revision_digest)
    .bind(&mark.digest)
    .bind(&step.about)
    .bind(step.approvals)
    .execute(&mut *tx)
    .await?;
    for (path, text) in &step.remarks {
        let query = sqlx::query("insert into remark (line, path, text) values (?1, ?2, ?3)");
        query.bind(mark.line).bind(path).bind(text).execute(&mut *tx).await?;
    }
    Ok(mark.line)
}

async fn last(tx: &mut SqliteConnection) -> Result<AuditMark, Error> {
    let row = sqlx::query("select id, digest from audit order by id desc limit 1").fetch_optional(tx).await?;
    let Some(row) = row else { return Ok(AuditMark::start()) };
    Ok(AuditMark { line: row.try_get("id")?, digest: row.try_get("digest")? })
}

async fn revision_digest(tx: &mut SqliteConnection, report: &str, number: i64) -> Result<String, Error> {
    let query = sqlx::query(concat!(
        "select ",
        stored_revision!(),
        " from revision as kept join report on report.id = kept.report
         left join redaction on redaction.report = kept.report and redaction.number = kept.number where kept.report = ?1 and kept.number = ?2"
    ));
    let row = query.bind(report).bind(number).fetch_one(tx).await?;
    Ok(read_revision(&row)?.digest())
}

fn read_revision(row: &SqliteRow) -> Result<StoredRevision, Error> {
    Ok(StoredRevision {
        form: row.try_get("form")?,
        unit: row.try_get("unit")?,
        period: row.try_get("period")?,
        version: row.try_get("version")?,
        digest: row.try_get("kept_digest")?,
        content: was(row, "content", "content_was")?,
        context: was(row, "context", "context_was")?,
        sealed_at: row.try_get("sealed_at")?,
        received_at: row.try_get("received_at")?,
        received_from: row.try_get("received_from")?,
    })
}

/// The digest of bytes as they came: of what stands there, or the one that was kept when personal answers were erased.
fn was(row: &SqliteRow, column: &str, kept: &str) -> Result<String, Error> {
    let (bytes, kept): (Vec<u8>, Option<String>) = (row.try_get(column)?, row.try_get(kept)?);
    Ok(kept.unwrap_or_else(|| digest(&bytes)))
}

/// Chains the lines that were written before there was a chain, in their order, with their remarks. All or nothing, and only once.
pub(super) async fn take_over(pool: &SqlitePool) -> Result<(), Error> {
    let mut tx = pool.begin_with("begin immediate").await?;
    let waiting = sqlx::query("select 1 from sqlite_master where name = 'audit_unchained'").fetch_optional(&mut *tx).await?;
    if waiting.is_none() {
        return Ok(());
    }
    for row in sqlx::query("select * from audit_unchained order by id").fetch_all(&mut *tx).await? {
        let step = unchained(&mut tx, &row).await?;
        append(&mut tx, &step).await?;
    }
    if let Some(row) = sqlx::query("select text from remark_unchained limit 1").fetch_optional(&mut *tx).await? {
        return Err(Error::Corrupt { what: "remark, which belongs to no decision,", value: row.try_get("text")? });
    }
    sqlx::query("drop table remark_unchained").execute(&mut *tx).await?;
    sqlx::query("drop table audit_unchained").execute(&mut *tx).await?;
    Ok(tx.commit().await?)
}

async fn unchained(tx: &mut SqliteConnection, row: &SqliteRow) -> Result<AuditStep, Error> {
    let (report, revision): (String, i64) = (row.try_get("report")?, row.try_get("revision")?);
    let revision_digest = revision_digest(tx, &report, revision).await?;
    let mut step = read_step(row, Some(revision_digest))?;
    if step.event != Event::Submit.name() {
        step.remarks = take_remarks(tx, &step).await?;
    }
    Ok(step)
}

/// The remarks that were written with a decision: by the same person at the same moment. They are taken out.
async fn take_remarks(tx: &mut SqliteConnection, step: &AuditStep) -> Result<Vec<(String, String)>, Error> {
    let query = sqlx::query(
        "select id, path, text from remark_unchained where report = ?1 and revision = ?2 and at = ?3 and login = ?4 order by id",
    );
    let rows = query.bind(&step.report).bind(step.revision).bind(step.at).bind(&step.login).fetch_all(&mut *tx).await?;
    for row in &rows {
        let id: i64 = row.try_get("id")?;
        sqlx::query("delete from remark_unchained where id = ?1").bind(id).execute(&mut *tx).await?;
    }
    rows.iter().map(|row| Ok((row.try_get("path")?, row.try_get("text")?))).collect()
}

/// A line without what only lines since levels say.
fn read_step(row: &SqliteRow, revision_digest: Option<String>) -> Result<AuditStep, Error> {
    Ok(AuditStep {
        at: row.try_get("at")?,
        login: row.try_get("login")?,
        event: row.try_get("event")?,
        report: row.try_get("report")?,
        revision: row.try_get("revision")?,
        status: row.try_get("status")?,
        revision_digest,
        about: None,
        approvals: None,
        remarks: Vec::new(),
    })
}

/// A line as it stands in the database, with what stands there of its revision.
struct Found {
    number: i64,
    digest: String,
    step: AuditStep,
    /// The revision's digest computed now, if there is such a revision.
    revision_now: Option<String>,
    /// What the audit of people tells of remarks that were emptied, if any were.
    emptied: Option<String>,
}

/// The digest of a line, and the one that it would have by what stands there now.
pub(super) async fn left_of_line(tx: &mut SqliteConnection, line: i64) -> Result<(String, String), Error> {
    let digest = "select digest from audit where id = ?1";
    let before: Option<String> = sqlx::query_scalar(digest).bind(line - 1).fetch_optional(&mut *tx).await?;
    let previous = before.map_or_else(AuditMark::start, |digest| AuditMark { line: line - 1, digest });
    let kept: String = sqlx::query_scalar(digest).bind(line).fetch_one(&mut *tx).await?;
    let found = page(tx, line - 1).await?;
    let step = found.first().map(|found| &found.step).ok_or(Error::Corrupt { what: "line of the audit", value: line.to_string() })?;
    Ok((kept, step.after(&previous).digest))
}

/// Computes everything again, at one moment of the database.
pub(super) async fn verify(pool: &SqlitePool, noted: Option<&AuditMark>) -> Result<Result<AuditMark, AuditFault>, Error> {
    let mut tx = pool.begin().await?;
    let mut last = AuditMark::start();
    let mut after = i64::MIN;
    loop {
        let page = page(&mut tx, after).await?;
        if page.is_empty() {
            break;
        }
        for found in page {
            match follow(&last, &found, noted) {
                Ok(mark) => last = mark,
                Err(fault) => return Ok(Err(fault)),
            }
        }
        after = last.line;
    }
    if let Some(noted) = noted.filter(|noted| noted.line > last.line) {
        return Ok(Err(AuditFault::CutOff { noted: noted.line, last: last.line }));
    }
    Ok(beside(&mut tx).await?.map_or(Ok(last), Err))
}

fn follow(previous: &AuditMark, found: &Found, noted: Option<&AuditMark>) -> Result<AuditMark, AuditFault> {
    let mut mark = found.step.after(previous);
    if found.emptied.as_ref().is_some_and(|told| tells_of_line(told, mark.line, &found.digest, &mark.digest)) {
        mark.digest.clone_from(&found.digest);
    }
    if found.number != mark.line {
        return Err(AuditFault::Number { expected: mark.line, found: found.number });
    }
    if found.digest != mark.digest {
        return Err(AuditFault::Line(mark.line));
    }
    if noted.is_some_and(|noted| noted.line == mark.line && noted.digest != mark.digest) {
        return Err(AuditFault::Noted(mark.line));
    }
    if found.revision_now != found.step.revision_digest {
        let AuditStep { report, revision, .. } = &found.step;
        let (report, revision) = (report.clone().unwrap_or_default(), revision.unwrap_or_default());
        return Err(AuditFault::Revision { line: mark.line, report, revision });
    }
    Ok(mark)
}

/// The lines after one, in order, at most [`PAGE`].
async fn page(tx: &mut SqliteConnection, after: i64) -> Result<Vec<Found>, Error> {
    let query = sqlx::query(concat!(
        "select audit.*, report.id is not null as is_stored,
             case told.event when 'redact_remarks' then told.details end as emptied, ",
        stored_revision!(),
        " from audit left join redacted_line on redacted_line.line = audit.id left join people_audit as told on told.id = redacted_line.told
         left join revision as kept on kept.report = audit.report and kept.number = audit.revision
         left join report on report.id = kept.report
         left join redaction on redaction.report = kept.report and redaction.number = kept.number where audit.id > ?1 order by audit.id limit ?2"
    ));
    let rows = query.bind(after).bind(PAGE).fetch_all(&mut *tx).await?;
    let mut page: Vec<Found> = rows.iter().map(read_found).collect::<Result<_, Error>>()?;
    let mut remarks = remarks(tx, after, page.last().map_or(after, |found| found.number)).await?;
    for found in &mut page {
        found.step.remarks = remarks.remove(&found.number).unwrap_or_default();
    }
    Ok(page)
}

fn read_found(row: &SqliteRow) -> Result<Found, Error> {
    let is_stored: bool = row.try_get("is_stored")?;
    Ok(Found {
        number: row.try_get("id")?,
        digest: row.try_get("digest")?,
        step: AuditStep {
            about: row.try_get("about")?,
            approvals: row.try_get("approvals")?,
            ..read_step(row, row.try_get("revision_digest")?)?
        },
        emptied: row.try_get("emptied")?,
        revision_now: is_stored.then(|| read_revision(row).map(|revision| revision.digest())).transpose()?,
    })
}

/// The remarks of the lines after one and up to another, by line, in order.
async fn remarks(tx: &mut SqliteConnection, after: i64, last: i64) -> Result<BTreeMap<i64, Vec<(String, String)>>, Error> {
    let query = sqlx::query("select line, path, text from remark where line > ?1 and line <= ?2 order by id");
    let mut remarks = BTreeMap::<_, Vec<_>>::new();
    for row in query.bind(after).bind(last).fetch_all(tx).await? {
        remarks.entry(row.try_get("line")?).or_default().push((row.try_get("path")?, row.try_get("text")?));
    }
    Ok(remarks)
}

/// What stands beside the chain without a line that led to it.
async fn beside(tx: &mut SqliteConnection) -> Result<Option<AuditFault>, Error> {
    let untold = sqlx::query(
        "select report, number from revision where not exists (
             select 1 from audit where audit.report = revision.report and audit.revision = revision.number and event = 'submit')
         order by report, number limit 1",
    );
    if let Some(row) = untold.fetch_optional(&mut *tx).await? {
        return Ok(Some(AuditFault::Untold { report: row.try_get("report")?, revision: row.try_get("number")? }));
    }
    if let Some((report, revision)) = super::people::changed_since_erased(tx).await? {
        return Ok(Some(AuditFault::Left { report, revision }));
    }
    let moved = sqlx::query(
        "select id from report where
             (status, revision, approvals) is not (
                 select status, revision, coalesce(approvals, status = 'approved') from audit
                 where audit.report = report.id order by audit.id desc limit 1)
             or flag is not (
                 select max(id) from audit where audit.report = report.id and event = 'flag' and id > coalesce((
                     select max(id) from audit where audit.report = report.id and event not in ('flag', 'submit')), 0))
             or replaced_by is not (
                 select about from audit where audit.report = report.id and event = 'replace' and report.status = 'replaced'
                 order by audit.id desc limit 1)
         order by id limit 1",
    );
    if let Some(row) = moved.fetch_optional(&mut *tx).await? {
        return Ok(Some(AuditFault::Status { report: row.try_get("id")? }));
    }
    let closed = sqlx::query(
        "select coalesce(told.about, form || ' ' || unit || ' ' || period) as about
         from closing full join (select about, max(id) as line, event from audit where report is null group by about) as told
             on told.about = form || ' ' || unit || ' ' || period
         where (told.line, told.event = 'lock') is not (closing.line, closing.closed) order by 1 limit 1",
    );
    let row = closed.fetch_optional(tx).await?;
    row.map(|row| Ok(AuditFault::Closing { about: row.try_get("about")? })).transpose()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};

    use super::super::{MIGRATIONS, migrator};
    use crate::{AuditFault, SqliteStore, Store};
    use phieu_report::ReportId;

    const REPORT: &str = "0190c3a2-0000-7000-8000-000000000001";

    /// A database as it was before the chain, in which a report was returned twice and approved.
    async fn before(file: &std::path::Path, more: &[&str]) {
        let options = SqliteConnectOptions::new().filename(file).create_if_missing(true).foreign_keys(true);
        let pool = SqlitePoolOptions::new().connect_with(options).await.unwrap();
        migrator(&MIGRATIONS[..2]).run(&pool).await.unwrap();
        let rows = format!(
            "insert into unit values ('VN', 'a', 'centre', null, '{{}}');
             insert into account values ('an', 'An', 'VN', 'reporter', 'vi', 'hash'), ('binh', 'Bình', 'VN', 'reviewer', 'vi', 'hash');
             insert into report values ('{REPORT}', 'quy', 'VN', '2026', '2026-01-01', '2026-12-31', 'approved', 2);
             insert into revision values ('{REPORT}', 1, '1', 'd', x'01', x'02', null, 10, 'an'), ('{REPORT}', 2, '1', 'd', x'03', x'04', 's', 30, 'an');
             insert into audit values (1, 10, 'an', 'submit', '{REPORT}', 1, 'submitted'), (2, 20, 'binh', 'return', '{REPORT}', 1, 'returned'),
               (3, 30, 'an', 'submit', '{REPORT}', 2, 'submitted'), (4, 40, 'binh', 'approve', '{REPORT}', 2, 'approved');
             insert into remark values (1, '{REPORT}', 1, '', 'Một.', 20, 'binh'), (2, '{REPORT}', 1, 'a', 'Hai.', 20, 'binh'),
               (3, '{REPORT}', 2, '', 'Ba.', 40, 'binh')"
        );
        for row in rows.split(';').chain(more.iter().copied()) {
            sqlx::query(sqlx::AssertSqlSafe(row.to_owned())).execute(&pool).await.unwrap();
        }
        pool.close().await;
    }

    fn file(name: &str) -> std::path::PathBuf {
        let file = std::env::temp_dir().join(format!("phieu-{name}-{}.db", std::process::id()));
        let _ = std::fs::remove_file(&file);
        file
    }

    #[tokio::test]
    async fn lines_of_before_are_chained_once_and_keep_their_remarks() {
        let file = file("unchained");
        before(&file, &[]).await;
        let store = SqliteStore::open(&file).await.unwrap();
        let mark = store.verify_audit(None).await.unwrap().unwrap();
        assert_eq!(mark.line, 4);
        let report = ReportId::parse(REPORT).unwrap();
        let remarks = store.remarks(&report).await.unwrap();
        let told: Vec<_> =
            remarks.iter().map(|remark| (remark.revision.get(), remark.text.as_str(), remark.at.0, remark.by.as_str())).collect();
        assert_eq!(told, [(1, "Một.", 20, "Bình"), (1, "Hai.", 20, "Bình"), (2, "Ba.", 40, "Bình")]);
        assert_eq!(store.history(&report).await.unwrap().len(), 4);
        store.close().await.unwrap();

        let store = SqliteStore::open(&file).await.unwrap();
        assert_eq!(store.verify_audit(Some(&mark)).await.unwrap(), Ok(mark), "the second opening changes nothing");
        sqlx::query("drop trigger remark_is_final_update").execute(&store.pool).await.unwrap();
        sqlx::query("update remark set text = 'Bốn.' where text = 'Ba.'").execute(&store.pool).await.unwrap();
        assert_eq!(store.verify_audit(None).await.unwrap(), Err(AuditFault::Line(4)));
        store.close().await.unwrap();
        std::fs::remove_file(file).unwrap();
    }

    #[tokio::test]
    async fn a_remark_of_before_without_its_decision_is_told_and_kept() {
        let file = file("loose-remark");
        before(&file, &["insert into remark select 4, report, revision, '', 'Bốn.', 41, login from remark where id = 3"]).await;
        for _ in 0..2 {
            let said = SqliteStore::open(&file).await.unwrap_err().to_string();
            assert!(said.contains("remark") && said.contains("Bốn."), "{said}");
        }
        std::fs::remove_file(file).unwrap();
    }
}
