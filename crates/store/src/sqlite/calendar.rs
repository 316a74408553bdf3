//! The secrets of calendars in SQLite.

use sqlx::Row;
use sqlx::sqlite::SqlitePool;

use super::people;
use crate::{Account, Error};

pub(super) async fn put(pool: &SqlitePool, login: &str, secret: Option<&str>) -> Result<(), Error> {
    let query = match secret {
        Some(_) => sqlx::query("insert into calendar (login, secret) values (?1, ?2) on conflict (login) do update set secret = ?2"),
        None => sqlx::query("delete from calendar where login = ?1 and ?2 is null"),
    };
    query.bind(login).bind(secret).execute(pool).await?;
    Ok(())
}

pub(super) async fn secret(pool: &SqlitePool, login: &str) -> Result<Option<String>, Error> {
    let row = sqlx::query("select secret from calendar where login = ?1").bind(login).fetch_optional(pool).await?;
    Ok(row.map(|row| row.try_get("secret")).transpose()?)
}

pub(super) async fn account(pool: &SqlitePool, secret: &str) -> Result<Option<Account>, Error> {
    let row = sqlx::query("select login from calendar where secret = ?1").bind(secret).fetch_optional(pool).await?;
    match row.map(|row| row.try_get::<String, _>("login")).transpose()? {
        Some(login) => people::account(pool, &login).await,
        None => Ok(None),
    }
}
