//! Changes of units that are entered before their day, in SQLite: kept, taken back, carried out when it comes.

use phieu_report::Date;
use phieu_unit::{Change, Fault};
use serde_json::json;
use sqlx::sqlite::{SqlitePool, SqliteRow};
use sqlx::{Row, SqliteConnection};

use super::lives;
use super::reading::json as read_json;
use crate::{Error, Moment, NewUnitChange, PlannedChange};

pub(super) async fn plan(pool: &SqlitePool, new: &NewUnitChange) -> Result<Result<i64, Fault>, Error> {
    let mut tx = pool.begin_with("begin immediate").await?;
    let mut hierarchy = lives::read_all(&mut tx).await?;
    for before in coming(&mut tx, new.change.on).await? {
        // One that cannot be carried out as things stand is told of on its day.
        let _ = hierarchy.apply(&before.1.change);
    }
    if let Err(fault) = hierarchy.apply(&new.change) {
        return Ok(Err(fault));
    }
    let query =
        sqlx::query_scalar("insert into unit_plan (at, login, since, change, state) values (?1, ?2, ?3, ?4, 'coming') returning id");
    let query = query.bind(new.at.0).bind(&new.login).bind(new.change.on.to_string()).bind(json!(new.change).to_string());
    let id = query.fetch_one(&mut *tx).await?;
    tx.commit().await?;
    Ok(Ok(id))
}

/// The changes that wait for a day up to one and can be read, with their numbers, in the order of their days.
async fn coming(tx: &mut SqliteConnection, until: Date) -> Result<Vec<(i64, NewUnitChange)>, Error> {
    let query = sqlx::query("select * from unit_plan where state = 'coming' and since <= ?1 order by since, id").bind(until.to_string());
    let read = |row: &SqliteRow| {
        Ok((row.try_get("id")?, NewUnitChange { change: change(row)?, at: Moment(row.try_get("at")?), login: row.try_get("login")? }))
    };
    query.fetch_all(tx).await?.iter().filter(|row| change(row).is_ok()).map(read).collect()
}

/// Marks as refused what is due and cannot be read, such as a change that a later version entered: it keeps nothing else from its day.
async fn refuse_unreadable(tx: &mut SqliteConnection, today: Date, at: Moment) -> Result<(), Error> {
    let query = sqlx::query("select * from unit_plan where state = 'coming' and since <= ?1").bind(today.to_string());
    for row in query.fetch_all(&mut *tx).await? {
        if let Err(error) = change(&row) {
            let id: i64 = row.try_get("id")?;
            eprintln!("phieu: the planned change {id} of units is refused: {error}");
            let query = sqlx::query("update unit_plan set state = 'refused', fault = 'unreadable', ended_at = ?2 where id = ?1");
            query.bind(id).bind(at.0).execute(&mut *tx).await?;
        }
    }
    Ok(())
}

fn change(row: &SqliteRow) -> Result<Change, Error> {
    let text: String = row.try_get("change")?;
    read_json("change of units", text.as_bytes())
}

pub(super) async fn open(pool: &SqlitePool) -> Result<Vec<PlannedChange>, Error> {
    let rows = sqlx::query(
        "select unit_plan.*, coalesce(nullif(account.name, ''), unit_plan.login) as by_name from unit_plan
         left join account using (login) where state in ('coming', 'refused') order by since, id",
    );
    let read = |row: &SqliteRow| {
        let fault: String = row.try_get("fault")?;
        Ok(PlannedChange {
            id: row.try_get("id")?,
            change: change(row)?,
            at: Moment(row.try_get("at")?),
            by: row.try_get("by_name")?,
            fault: Some(fault).filter(|fault| !fault.is_empty()),
        })
    };
    // One that cannot be read is in the database alone.
    rows.fetch_all(pool).await?.iter().filter(|row| change(row).is_ok()).map(read).collect()
}

/// One that could not be carried out may be put aside in the same way.
pub(super) async fn withdraw(pool: &SqlitePool, id: i64, at: Moment, login: &str) -> Result<bool, Error> {
    let query = sqlx::query(
        "update unit_plan set state = 'withdrawn', ended_at = ?2, ended_by = ?3 where id = ?1 and state in ('coming', 'refused')",
    );
    Ok(query.bind(id).bind(at.0).bind(login).execute(pool).await?.rows_affected() > 0)
}

pub(super) async fn carry_out(pool: &SqlitePool, today: Date, at: Moment) -> Result<usize, Error> {
    let due = "select exists (select 1 from unit_plan where state = 'coming' and since <= ?1)";
    if !sqlx::query_scalar(due).bind(today.to_string()).fetch_one(pool).await? {
        return Ok(0);
    }
    let mut tx = pool.begin_with("begin immediate").await?;
    refuse_unreadable(&mut tx, today, at).await?;
    let due = coming(&mut tx, today).await?;
    for (id, planned) in &due {
        let done = lives::carry_out(&mut tx, &NewUnitChange { at, ..planned.clone() }).await?;
        let (state, line, fault) = match done {
            Ok((_, line)) => ("done", Some(line), ""),
            Err(fault) => ("refused", None, fault.code()),
        };
        let query = sqlx::query("update unit_plan set state = ?2, done = ?3, fault = ?4, ended_at = ?5 where id = ?1");
        query.bind(id).bind(state).bind(line).bind(fault).bind(at.0).execute(&mut *tx).await?;
    }
    tx.commit().await?;
    Ok(due.len())
}
