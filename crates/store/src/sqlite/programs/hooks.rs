//! Hooks in SQLite, and the log of what they told.

use phieu_report::OrgUnitCode;
use serde_json::json;
use sqlx::Row;
use sqlx::sqlite::{SqlitePool, SqliteRow};

use super::accounts_within;
use crate::programs::{Delivery, Hook, HookState, NewHook};
use crate::sqlite::people;
use crate::{By, Error, Moment};

/// How many tries of each hook are kept.
const KEPT_TRIES: i64 = 200;

pub(super) async fn make(pool: &SqlitePool, by: &By, new: &NewHook) -> Result<i64, Error> {
    let mut tx = pool.begin_with("begin immediate").await?;
    let NewHook { login, url, secret, events } = new;
    let row = sqlx::query(
        "insert into webhook (login, url, secret, events, made_by, made_at, after)
         values (?1, ?2, ?3, ?4, ?5, ?6, (select coalesce(max(id), 0) from audit)) returning id",
    )
    .bind(login)
    .bind(url)
    .bind(secret)
    .bind(events)
    .bind(&by.login)
    .bind(by.at.0)
    .fetch_one(&mut *tx)
    .await?;
    let id: i64 = row.try_get("id")?;
    people::write_line(&mut tx, by, "make_hook", &json!({ "hook": id, "person": login, "url": url, "events": events })).await?;
    tx.commit().await?;
    Ok(id)
}

pub(super) async fn one(pool: &SqlitePool, id: i64) -> Result<Option<Hook>, Error> {
    sqlx::query("select * from webhook where id = ?1").bind(id).fetch_optional(pool).await?.as_ref().map(read).transpose()
}

pub(super) async fn of(pool: &SqlitePool, login: &str) -> Result<Vec<Hook>, Error> {
    let query = sqlx::query("select * from webhook where login = ?1 order by id desc");
    query.bind(login).fetch_all(pool).await?.iter().map(read).collect()
}

pub(super) async fn within(pool: &SqlitePool, top: &OrgUnitCode, role: &str) -> Result<Vec<Hook>, Error> {
    let query = sqlx::query(concat!("select * from webhook where login in ", accounts_within!(), " order by id desc"));
    query.bind(top.as_str()).bind(role).fetch_all(pool).await?.iter().map(read).collect()
}

pub(super) async fn due(pool: &SqlitePool, now: Moment) -> Result<Vec<Hook>, Error> {
    let query = sqlx::query("select * from webhook where is_on and next_at <= ?1 and after < (select max(id) from audit) order by id");
    query.bind(now.0).fetch_all(pool).await?.iter().map(read).collect()
}

pub(super) async fn told(pool: &SqlitePool, hook: i64, delivery: Option<&Delivery>, state: &HookState) -> Result<bool, Error> {
    let mut tx = pool.begin_with("begin immediate").await?;
    let HookState { is_on, after, tries, failing_since, next_at } = state;
    let changed = sqlx::query(
        "update webhook set is_on = is_on and ?2, after = ?3, tries = ?4, failing_since = ?5, next_at = ?6 where id = ?1 returning login, is_on",
    )
    .bind(hook)
    .bind(is_on)
    .bind(after)
    .bind(tries)
    .bind(failing_since.map(|moment| moment.0))
    .bind(next_at.0)
    .fetch_optional(&mut *tx)
    .await?;
    let Some(row) = changed else { return Ok(false) };
    let goes_on: bool = row.try_get("is_on")?;
    let Some(Delivery { line, at, status, problem }) = delivery else {
        tx.commit().await?;
        return Ok(goes_on);
    };
    sqlx::query("insert into delivery (webhook, line, at, status, problem) values (?1, ?2, ?3, ?4, ?5)")
        .bind(hook)
        .bind(line)
        .bind(at.0)
        .bind(status)
        .bind(problem)
        .execute(&mut *tx)
        .await?;
    sqlx::query(
        "delete from delivery where webhook = ?1 and id <= (select id from delivery where webhook = ?1 order by id desc limit 1 offset ?2)",
    )
    .bind(hook)
    .bind(KEPT_TRIES)
    .execute(&mut *tx)
    .await?;
    if !is_on {
        let by = By::of(row.try_get::<String, _>("login")?, *at);
        people::write_line(&mut tx, &by, "stop_hook", &json!({ "hook": hook, "problem": problem })).await?;
    }
    tx.commit().await?;
    Ok(goes_on)
}

pub(super) async fn switch(pool: &SqlitePool, by: &By, id: i64, on: bool) -> Result<(), Error> {
    let mut tx = pool.begin_with("begin immediate").await?;
    let query = sqlx::query("update webhook set is_on = ?2, tries = 0, failing_since = null, next_at = 0 where id = ?1 and is_on <> ?2");
    if query.bind(id).bind(on).execute(&mut *tx).await?.rows_affected() > 0 {
        let event = if on { "resume_hook" } else { "stop_hook" };
        people::write_line(&mut tx, by, event, &json!({ "hook": id })).await?;
    }
    Ok(tx.commit().await?)
}

pub(super) async fn remove(pool: &SqlitePool, by: &By, id: i64) -> Result<(), Error> {
    let mut tx = pool.begin_with("begin immediate").await?;
    sqlx::query("delete from delivery where webhook = ?1").bind(id).execute(&mut *tx).await?;
    if sqlx::query("delete from webhook where id = ?1").bind(id).execute(&mut *tx).await?.rows_affected() > 0 {
        people::write_line(&mut tx, by, "remove_hook", &json!({ "hook": id })).await?;
    }
    Ok(tx.commit().await?)
}

pub(super) async fn deliveries(pool: &SqlitePool, hook: i64) -> Result<Vec<Delivery>, Error> {
    let query = sqlx::query("select * from delivery where webhook = ?1 order by id desc");
    let rows = query.bind(hook).fetch_all(pool).await?;
    let read = |row: &SqliteRow| {
        Ok(Delivery {
            line: row.try_get("line")?,
            at: Moment(row.try_get("at")?),
            status: row.try_get("status")?,
            problem: row.try_get("problem")?,
        })
    };
    rows.iter().map(read).collect()
}

fn read(row: &SqliteRow) -> Result<Hook, Error> {
    let failing_since: Option<i64> = row.try_get("failing_since")?;
    Ok(Hook {
        id: row.try_get("id")?,
        login: row.try_get("login")?,
        url: row.try_get("url")?,
        secret: row.try_get("secret")?,
        events: row.try_get("events")?,
        made_at: Moment(row.try_get("made_at")?),
        state: HookState {
            is_on: row.try_get("is_on")?,
            after: row.try_get("after")?,
            tries: row.try_get("tries")?,
            failing_since: failing_since.map(Moment),
            next_at: Moment(row.try_get("next_at")?),
        },
    })
}
