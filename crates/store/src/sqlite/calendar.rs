//! The keys in the addresses of calendars, in SQLite.

use sqlx::Row;
use sqlx::sqlite::SqlitePool;

use super::people;
use crate::{Account, Error};

pub(super) async fn put(pool: &SqlitePool, login: &str, key: Option<&str>) -> Result<(), Error> {
    let query = match key {
        Some(_) => sqlx::query("insert into calendar (login, key) values (?1, ?2) on conflict (login) do update set key = ?2"),
        None => sqlx::query("delete from calendar where login = ?1 and ?2 is null"),
    };
    query.bind(login).bind(key).execute(pool).await?;
    Ok(())
}

pub(super) async fn key(pool: &SqlitePool, login: &str) -> Result<Option<String>, Error> {
    let row = sqlx::query("select key from calendar where login = ?1").bind(login).fetch_optional(pool).await?;
    Ok(row.map(|row| row.try_get("key")).transpose()?)
}

pub(super) async fn account(pool: &SqlitePool, key: &str) -> Result<Option<Account>, Error> {
    let row = sqlx::query("select login from calendar where key = ?1").bind(key).fetch_optional(pool).await?;
    match row.map(|row| row.try_get::<String, _>("login")).transpose()? {
        Some(login) => people::account(pool, &login).await,
        None => Ok(None),
    }
}
