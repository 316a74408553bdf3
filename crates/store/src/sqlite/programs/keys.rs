//! Keys in SQLite.

use phieu_report::OrgUnitCode;
use serde_json::json;
use sqlx::Row;
use sqlx::sqlite::{SqlitePool, SqliteRow};

use super::accounts_within;
use crate::programs::{Key, NewKey};
use crate::sqlite::people;
use crate::{Account, By, Error, Moment};

/// How much later a use is noted again: a note for each request would be a write for each read.
const NOTED_AGAIN_MS: i64 = 60_000;

pub(super) async fn make(pool: &SqlitePool, by: &By, new: &NewKey) -> Result<i64, Error> {
    let mut tx = pool.begin_with("begin immediate").await?;
    let NewKey { hash, login, name, scopes, expires_at } = new;
    let row = sqlx::query(
        "insert into api_key (hash, login, name, scopes, made_by, made_at, expires_at) values (?1, ?2, ?3, ?4, ?5, ?6, ?7) returning id",
    )
    .bind(hash)
    .bind(login)
    .bind(name)
    .bind(scopes)
    .bind(&by.login)
    .bind(by.at.0)
    .bind(expires_at.0)
    .fetch_one(&mut *tx)
    .await?;
    let id: i64 = row.try_get("id")?;
    let details = json!({ "key": id, "person": login, "scopes": scopes, "expires_at": expires_at.0 });
    people::write_line(&mut tx, by, "make_key", &details).await?;
    tx.commit().await?;
    Ok(id)
}

pub(super) async fn one(pool: &SqlitePool, id: i64) -> Result<Option<Key>, Error> {
    sqlx::query("select * from api_key where id = ?1").bind(id).fetch_optional(pool).await?.as_ref().map(read).transpose()
}

pub(super) async fn of(pool: &SqlitePool, login: &str) -> Result<Vec<Key>, Error> {
    let query = sqlx::query("select * from api_key where login = ?1 order by id desc");
    query.bind(login).fetch_all(pool).await?.iter().map(read).collect()
}

pub(super) async fn within(pool: &SqlitePool, top: &OrgUnitCode, role: &str) -> Result<Vec<Key>, Error> {
    let query = sqlx::query(concat!("select * from api_key where login in ", accounts_within!(), " order by id desc"));
    query.bind(top.as_str()).bind(role).fetch_all(pool).await?.iter().map(read).collect()
}

pub(super) async fn used(pool: &SqlitePool, hash: &str, now: Moment) -> Result<Option<(Key, Account)>, Error> {
    let query = sqlx::query("select * from api_key where hash = ?1 and revoked_at is null and expires_at > ?2");
    let Some(row) = query.bind(hash).bind(now.0).fetch_optional(pool).await? else { return Ok(None) };
    let key = read(&row)?;
    let Some(account) = people::account(pool, &key.login).await? else { return Ok(None) };
    if key.last_used_at.is_none_or(|last| now.0 - last.0 >= NOTED_AGAIN_MS) {
        sqlx::query("update api_key set last_used_at = ?2 where id = ?1").bind(key.id).bind(now.0).execute(pool).await?;
    }
    Ok(Some((key, account)))
}

pub(super) async fn revoke(pool: &SqlitePool, by: &By, id: i64) -> Result<bool, Error> {
    let mut tx = pool.begin_with("begin immediate").await?;
    let query = sqlx::query("update api_key set revoked_at = ?2 where id = ?1 and revoked_at is null returning login");
    let Some(row) = query.bind(id).bind(by.at.0).fetch_optional(&mut *tx).await? else {
        return Ok(one(pool, id).await?.is_some());
    };
    let login: String = row.try_get("login")?;
    people::write_line(&mut tx, by, "revoke_key", &json!({ "key": id, "person": login })).await?;
    tx.commit().await?;
    Ok(true)
}

fn read(row: &SqliteRow) -> Result<Key, Error> {
    let moment = |name: &str| Ok::<_, Error>(row.try_get::<Option<i64>, _>(name)?.map(Moment));
    Ok(Key {
        id: row.try_get("id")?,
        login: row.try_get("login")?,
        name: row.try_get("name")?,
        scopes: row.try_get("scopes")?,
        made_by: row.try_get("made_by")?,
        made_at: Moment(row.try_get("made_at")?),
        expires_at: Moment(row.try_get("expires_at")?),
        revoked_at: moment("revoked_at")?,
        last_used_at: moment("last_used_at")?,
    })
}
