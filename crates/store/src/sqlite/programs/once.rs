//! Requests under a key of their own, in SQLite.

use sqlx::sqlite::SqlitePool;
use sqlx::{Row, SqliteExecutor};

use crate::programs::{Once, OnceKey};
use crate::{Error, Moment};

pub(super) async fn begin(pool: &SqlitePool, key: &OnceKey, digest: &str, now: Moment, forgotten: Moment) -> Result<Once, Error> {
    let mut tx = pool.begin_with("begin immediate").await?;
    forget(&mut *tx, forgotten).await?;
    let query = sqlx::query("insert into once (login, key, digest, at) values (?1, ?2, ?3, ?4) on conflict do nothing");
    let begun = query.bind(&key.login).bind(&key.hash).bind(digest).bind(now.0).execute(&mut *tx).await?.rows_affected() == 1;
    let query = sqlx::query("select digest, at, answer from once where login = ?1 and key = ?2");
    let row = query.bind(&key.login).bind(&key.hash).fetch_one(&mut *tx).await?;
    tx.commit().await?;
    let (before, at, answer): (String, i64, Option<Vec<u8>>) = (row.try_get("digest")?, row.try_get("at")?, row.try_get("answer")?);
    Ok(match answer {
        _ if begun => Once::Begun,
        _ if before != digest => Once::Other,
        Some(answer) => Once::Done { at: Moment(at), answer },
        None => Once::Running,
    })
}

pub(super) async fn forget(database: impl SqliteExecutor<'_>, until: Moment) -> Result<(), Error> {
    sqlx::query("delete from once where at <= ?1").bind(until.0).execute(database).await?;
    Ok(())
}

pub(super) async fn finish(pool: &SqlitePool, key: &OnceKey, answer: Option<&[u8]>) -> Result<(), Error> {
    let statement = match answer {
        Some(_) => "update once set answer = ?3 where login = ?1 and key = ?2",
        None => "delete from once where login = ?1 and key = ?2 and ?3 is null",
    };
    sqlx::query(statement).bind(&key.login).bind(&key.hash).bind(answer).execute(pool).await?;
    Ok(())
}
