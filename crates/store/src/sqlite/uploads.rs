//! Files on their way in SQLite: a row for each, its pieces beside it.

use async_trait::async_trait;
use phieu_report::ReportId;
use sqlx::sqlite::{SqliteConnection, SqliteRow};
use sqlx::{Connection, Row, SqliteExecutor};

use crate::uploads::{Piece, Upload, Uploads};
use crate::{Error, Moment, SqliteStore};

const FIND: &str = "select id, digest, size, received from upload where report = ?1 and name = ?2";

#[async_trait]
impl Uploads for SqliteStore {
    async fn upload(&self, report: &ReportId, name: &str) -> Result<Option<Upload>, Error> {
        let row = sqlx::query(FIND).bind(report.as_str()).bind(name).fetch_optional(&self.pool).await?;
        row.as_ref().map(read).transpose()
    }

    async fn add_piece(&self, piece: &Piece<'_>, at: Moment, stale: Moment) -> Result<u64, Error> {
        let mut connection = self.pool.acquire().await?;
        let mut tx = connection.begin_with("begin immediate").await?;
        drop_before(&mut *tx, stale).await?;
        let row = sqlx::query(FIND).bind(piece.report.as_str()).bind(piece.name).fetch_optional(&mut *tx).await?;
        let here = row.as_ref().map(read).transpose()?.filter(|here| here.digest == piece.digest && here.size == piece.size);
        let received = here.as_ref().map_or(0, |here| here.received);
        let end = piece.offset.saturating_add(piece.bytes.len() as u64);
        if piece.offset != received || end > piece.size {
            // What is stale stays until a piece is kept: nothing changes now.
            return Ok(received);
        }
        let id: i64 = match row.filter(|_| here.is_some()) {
            Some(row) => row.try_get("id")?,
            None => begin(&mut tx, piece, at).await?,
        };
        if !piece.bytes.is_empty() {
            let query = sqlx::query("insert into upload_piece (upload, start, bytes) values (?1, ?2, ?3)");
            query.bind(id).bind(whole(piece.offset)).bind(piece.bytes).execute(&mut *tx).await?;
        }
        let query = sqlx::query("update upload set received = ?2, at = ?3 where id = ?1");
        query.bind(id).bind(whole(end)).bind(at.0).execute(&mut *tx).await?;
        tx.commit().await?;
        Ok(end)
    }

    async fn uploaded(&self, report: &ReportId, name: &str) -> Result<Vec<u8>, Error> {
        let query = sqlx::query(
            "select bytes from upload_piece join upload on upload.id = upload_piece.upload where report = ?1 and name = ?2 order by start",
        );
        let rows = query.bind(report.as_str()).bind(name).fetch_all(&self.pool).await?;
        let mut bytes = Vec::new();
        for row in &rows {
            bytes.extend_from_slice(row.try_get("bytes")?);
        }
        Ok(bytes)
    }

    async fn drop_stale_uploads(&self, stale: Moment) -> Result<(), Error> {
        drop_before(&self.pool, stale).await
    }

    async fn drop_upload(&self, report: &ReportId, name: &str) -> Result<(), Error> {
        let mut connection = self.pool.acquire().await?;
        drop_all(&mut connection, report, Some(name)).await
    }
}

async fn drop_before(database: impl SqliteExecutor<'_>, stale: Moment) -> Result<(), Error> {
    sqlx::query("delete from upload where at < ?1").bind(stale.0).execute(database).await?;
    Ok(())
}

/// Begins a file; what has come of another under its name is dropped.
async fn begin(connection: &mut SqliteConnection, piece: &Piece<'_>, at: Moment) -> Result<i64, Error> {
    drop_all(connection, piece.report, Some(piece.name)).await?;
    let query = sqlx::query("insert into upload (report, name, digest, size, received, at) values (?1, ?2, ?3, ?4, 0, ?5) returning id");
    let query = query.bind(piece.report.as_str()).bind(piece.name).bind(piece.digest).bind(whole(piece.size)).bind(at.0);
    Ok(query.fetch_one(connection).await?.try_get("id")?)
}

/// Drops what has come of a report's files: of one name, or of all.
pub(super) async fn drop_all(connection: &mut SqliteConnection, report: &ReportId, name: Option<&str>) -> Result<(), Error> {
    let query = sqlx::query("delete from upload where report = ?1 and (?2 is null or name = ?2)");
    query.bind(report.as_str()).bind(name).execute(connection).await?;
    Ok(())
}

fn whole(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn read(row: &SqliteRow) -> Result<Upload, Error> {
    let number = |name: &str| row.try_get::<i64, _>(name).map(i64::unsigned_abs);
    Ok(Upload { digest: row.try_get("digest")?, size: number("size")?, received: number("received")? })
}
