//! Accounts and sessions in SQLite.

use sqlx::Row;
use sqlx::sqlite::{SqlitePool, SqliteRow};

use super::reading::unit_code;
use crate::{Account, Error, Moment, Session};

pub(super) async fn put(pool: &SqlitePool, account: &Account) -> Result<(), Error> {
    let mut tx = pool.begin_with("begin immediate").await?;
    sqlx::query("delete from session where login = ?1").bind(&account.login).execute(&mut *tx).await?;
    sqlx::query(
        "insert into account (login, name, unit, roles, language, password_hash) values (?1, ?2, ?3, ?4, ?5, ?6)
         on conflict (login) do update set name = ?2, unit = ?3, roles = ?4, language = ?5, password_hash = ?6",
    )
    .bind(&account.login)
    .bind(&account.name)
    .bind(account.unit.as_str())
    .bind(account.roles.join(" "))
    .bind(&account.language)
    .bind(&account.password_hash)
    .execute(&mut *tx)
    .await?;
    Ok(tx.commit().await?)
}

pub(super) async fn account(pool: &SqlitePool, login: &str) -> Result<Option<Account>, Error> {
    let row = sqlx::query("select * from account where login = ?1").bind(login).fetch_optional(pool).await?;
    row.as_ref().map(read).transpose()
}

pub(super) async fn open_session(pool: &SqlitePool, session: &Session) -> Result<(), Error> {
    let mut tx = pool.begin_with("begin immediate").await?;
    sqlx::query("delete from session where expires_at <= ?1").bind(session.opened_at.0).execute(&mut *tx).await?;
    sqlx::query("insert into session (token_hash, login, opened_at, expires_at) values (?1, ?2, ?3, ?4)")
        .bind(&session.token_hash)
        .bind(&session.login)
        .bind(session.opened_at.0)
        .bind(session.expires_at.0)
        .execute(&mut *tx)
        .await?;
    Ok(tx.commit().await?)
}

pub(super) async fn session_account(pool: &SqlitePool, token_hash: &str, now: Moment) -> Result<Option<Account>, Error> {
    let row = sqlx::query("select account.* from session join account using (login) where token_hash = ?1 and expires_at > ?2")
        .bind(token_hash)
        .bind(now.0)
        .fetch_optional(pool)
        .await?;
    row.as_ref().map(read).transpose()
}

pub(super) async fn close_session(pool: &SqlitePool, token_hash: &str) -> Result<(), Error> {
    sqlx::query("delete from session where token_hash = ?1").bind(token_hash).execute(pool).await?;
    Ok(())
}

fn read(row: &SqliteRow) -> Result<Account, Error> {
    let roles: String = row.try_get("roles")?;
    Ok(Account {
        login: row.try_get("login")?,
        name: row.try_get("name")?,
        unit: unit_code(row.try_get("unit")?)?,
        roles: roles.split_whitespace().map(str::to_owned).collect(),
        language: row.try_get("language")?,
        password_hash: row.try_get("password_hash")?,
    })
}
