//! Matched tables and copies of reports in SQLite. A copy's bytes stand under their digest, and each coming of one is a line of the audit
//! of people, with the digest, so that a copy which was changed is found.

use std::collections::BTreeSet;

use async_trait::async_trait;
use phieu_report::{FormId, OrgUnitCode, ReportId, digest};
use serde_json::json;
use sqlx::sqlite::{SqlitePool, SqliteRow};
use sqlx::{Connection, Row};

use super::people::chain;
use super::{reading, uploads};
use crate::registers::{Attachment, Registers};
use crate::{AuditFault, By, Error, Moment, SqliteStore};

#[async_trait]
impl Registers for SqliteStore {
    async fn put_matching(&self, by: &By, unit: &OrgUnitCode, form: &FormId, headings: &str, columns: &str) -> Result<(), Error> {
        sqlx::query(
            "insert into matching (unit, form, headings, columns, login, at) values (?1, ?2, ?3, ?4, ?5, ?6)
             on conflict (unit, form, headings) do update set columns = ?4, login = ?5, at = ?6",
        )
        .bind(unit.as_str())
        .bind(form.as_str())
        .bind(headings)
        .bind(columns)
        .bind(&by.login)
        .bind(by.at.0)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    async fn matchings(&self, unit: &OrgUnitCode, form: &FormId) -> Result<Vec<(String, String)>, Error> {
        let query = sqlx::query("select headings, columns from matching where unit = ?1 and form = ?2 order by at");
        let rows = query.bind(unit.as_str()).bind(form.as_str()).fetch_all(&self.pool).await?;
        rows.iter().map(|row| Ok((row.try_get("headings")?, row.try_get("columns")?))).collect()
    }

    async fn attach(&self, by: &By, report: &ReportId, name: &str, kind: &str, bytes: &[u8]) -> Result<Attachment, Error> {
        let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
        let digest = digest(bytes);
        let mut connection = self.pool.acquire().await?;
        let mut tx = connection.begin_with("begin immediate").await?;
        sqlx::query("insert into file (digest, kind, size, bytes) values (?1, ?2, ?3, ?4) on conflict (digest) do nothing")
            .bind(&digest)
            .bind(kind)
            .bind(size)
            .bind(bytes)
            .execute(&mut *tx)
            .await?;
        sqlx::query("insert into attachment (report, name, digest, login, at) values (?1, ?2, ?3, ?4, ?5)")
            .bind(report.as_str())
            .bind(name)
            .bind(&digest)
            .bind(&by.login)
            .bind(by.at.0)
            .execute(&mut *tx)
            .await?;
        uploads::drop_all(&mut tx, report, Some(name)).await?;
        chain::write(&mut tx, by, "attach", &json!({ "report": report.as_str(), "name": name, "digest": digest })).await?;
        tx.commit().await?;
        let size = size.unsigned_abs();
        Ok(Attachment { name: name.to_owned(), digest, kind: kind.to_owned(), size, login: by.login.clone(), at: by.at })
    }

    async fn attachments(&self, reports: &[ReportId]) -> Result<Vec<(ReportId, Attachment)>, Error> {
        let query = sqlx::query(
            "select report, name, digest, kind, size, login, at from attachment join file using (digest)
             where id in (select max(id) from attachment
                 where report in (select value from json_each(?1)) and erased is null group by report, name)
             order by report, name",
        );
        let reports = json!(reports.iter().map(ReportId::as_str).collect::<Vec<_>>()).to_string();
        query.bind(reports).fetch_all(&self.pool).await?.iter().map(read).collect()
    }

    async fn erase_copies(&self, by: &By, report: &ReportId, name: Option<&str>) -> Result<usize, Error> {
        let mut connection = self.pool.acquire().await?;
        // What is removed is to be gone from the file, not only from its index.
        sqlx::query("pragma secure_delete = on").execute(&mut *connection).await?;
        let mut tx = connection.begin_with("begin immediate").await?;
        let copies = sqlx::query(
            "select id, name, digest from attachment where report = ?1 and (?2 is null or name = ?2) and erased is null order by id",
        );
        let copies = copies.bind(report.as_str()).bind(name).fetch_all(&mut *tx).await?;
        for copy in &copies {
            let (id, name, digest): (i64, String, String) = (copy.try_get("id")?, copy.try_get("name")?, copy.try_get("digest")?);
            let details = json!({ "report": report.as_str(), "name": name, "digest": digest });
            let line = chain::write(&mut tx, by, "erase_copy", &details).await?;
            sqlx::query("update attachment set erased = ?2 where id = ?1").bind(id).bind(line).execute(&mut *tx).await?;
            let unused = "delete from file where digest = ?1 and digest not in (select digest from attachment where erased is null)";
            sqlx::query(unused).bind(&digest).execute(&mut *tx).await?;
        }
        uploads::drop_all(&mut tx, report, name).await?;
        tx.commit().await?;
        Ok(copies.len())
    }

    async fn with_copies(&self) -> Result<Vec<ReportId>, Error> {
        let rows =
            sqlx::query("select report from attachment where erased is null union select report from upload").fetch_all(&self.pool).await?;
        rows.iter().map(|row| reading::report_id(row.try_get("report")?)).collect()
    }

    async fn file(&self, digest: &str) -> Result<Option<Vec<u8>>, Error> {
        let row = sqlx::query("select bytes from file where digest = ?1").bind(digest).fetch_optional(&self.pool).await?;
        Ok(row.map(|row| row.try_get("bytes")).transpose()?)
    }
}

fn read(row: &SqliteRow) -> Result<(ReportId, Attachment), Error> {
    let attachment = Attachment {
        name: row.try_get("name")?,
        digest: row.try_get("digest")?,
        kind: row.try_get("kind")?,
        size: row.try_get::<i64, _>("size")?.unsigned_abs(),
        login: row.try_get("login")?,
        at: Moment(row.try_get("at")?),
    };
    Ok((reading::report_id(row.try_get("report")?)?, attachment))
}

/// The first copy that is not, byte for byte, what a line of the audit says came in, unless a later line says that it was erased. One file
/// is held at a time.
pub(super) async fn changed(pool: &SqlitePool) -> Result<Option<AuditFault>, Error> {
    let told = sqlx::query(
        "select details ->> 'report' as report, details ->> 'name' as name, details ->> 'digest' as told from people_audit as came
         where event = 'attach' and not exists (
             select 1 from people_audit as gone where gone.event = 'erase_copy' and gone.id > came.id
                 and gone.details ->> 'report' = came.details ->> 'report' and gone.details ->> 'name' = came.details ->> 'name'
                 and gone.details ->> 'digest' = came.details ->> 'digest')
         order by came.id",
    );
    let mut whole = BTreeSet::new();
    for row in told.fetch_all(pool).await? {
        let told: String = row.try_get("told")?;
        if whole.contains(&told) {
            continue;
        }
        let bytes: Option<Vec<u8>> =
            sqlx::query_scalar("select bytes from file where digest = ?1").bind(&told).fetch_optional(pool).await?;
        if bytes.is_none_or(|bytes| digest(&bytes) != told) {
            return Ok(Some(AuditFault::Copy { report: row.try_get("report")?, name: row.try_get("name")? }));
        }
        whole.insert(told);
    }
    Ok(None)
}
