//! Organisation units in SQLite: as they stand, and as they were on a day.
//!
//! A day before a unit's first version is answered with that version, and a day after its end with the last: reports of then still say
//! whose they are. Only the lists leave out what was not there.

use phieu_report::{Date, OrgUnitCode};
use sqlx::sqlite::{SqlitePool, SqliteRow};
use sqlx::{Executor, Row, Sqlite};

use super::reading::{json, unit_code};
use crate::{Error, Unit};

/// The versions of `unit` and `unit_past` that hold on the day ?1.
macro_rules! holding {
    () => {
        "with version as (
             select code, name, kind, parent, attributes from unit where valid_from <= ?1 and (valid_to is null or valid_to > ?1)
             union all
             select past.code, past.name, past.kind, past.parent, unit.attributes from unit_past as past join unit using (code)
             where past.valid_from <= ?1 and past.valid_to > ?1)"
    };
}

/// The longest chain of parents that is followed: five levels, and room for more.
const DEEPEST: usize = 8;

/// A new unit begins with the one above it; of a known one the last version is corrected.
pub(super) async fn put(pool: &SqlitePool, units: &[Unit]) -> Result<(), Error> {
    let mut tx = pool.begin_with("begin immediate").await?;
    for unit in units {
        sqlx::query(
            "insert into unit (code, name, kind, parent, attributes, valid_from) values (?1, ?2, ?3, ?4, ?5,
                 coalesce((select min(valid_from) from unit_version where code = ?4), '0001-01-01'))
             on conflict (code) do update set name = ?2, kind = ?3, parent = ?4, attributes = ?5",
        )
        .bind(unit.code.as_str())
        .bind(&unit.name)
        .bind(&unit.kind)
        .bind(unit.parent.as_ref().map(OrgUnitCode::as_str))
        .bind(serde_json::Value::Object(unit.attributes.clone()).to_string())
        .execute(&mut *tx)
        .await?;
    }
    Ok(tx.commit().await?)
}

pub(super) async fn one(pool: &SqlitePool, code: &OrgUnitCode) -> Result<Option<Unit>, Error> {
    let row = sqlx::query("select * from unit where code = ?1").bind(code.as_str()).fetch_optional(pool).await?;
    row.as_ref().map(read).transpose()
}

pub(super) async fn under(pool: &SqlitePool, parent: &OrgUnitCode) -> Result<Vec<Unit>, Error> {
    many(pool, sqlx::query("select * from unit where parent = ?1 and valid_to is null order by code").bind(parent.as_str())).await
}

pub(super) async fn within(pool: &SqlitePool, top: &OrgUnitCode, with_ended: bool) -> Result<Vec<Unit>, Error> {
    let query = sqlx::query(
        "with recursive inside (code) as (
             select code from unit where code = ?1
             union select unit.code from unit join inside on unit.parent = inside.code where ?2 or unit.valid_to is null)
         select unit.* from unit join inside using (code) order by unit.code",
    );
    many(pool, query.bind(top.as_str()).bind(with_ended)).await
}

/// A unit and all above it as they were on a day, from itself upwards.
pub(super) async fn chain_at(pool: &SqlitePool, code: &OrgUnitCode, day: Date) -> Result<Vec<Unit>, Error> {
    let mut chain: Vec<Unit> = Vec::from_iter(at(pool, code, day).await?);
    while let Some(parent) = chain.last().and_then(|last| last.parent.clone()) {
        match at(pool, &parent, day).await? {
            Some(above) if chain.len() < DEEPEST => chain.push(above),
            _ => break,
        }
    }
    Ok(chain)
}

/// A unit by its last version that had begun on a day, else by its first.
async fn at(pool: &SqlitePool, code: &OrgUnitCode, day: Date) -> Result<Option<Unit>, Error> {
    let query = sqlx::query(
        "select * from unit_version where code = ?1 order by valid_from > ?2, iif(valid_from > ?2, valid_from, null), valid_from desc limit 1",
    );
    let row = query.bind(code.as_str()).bind(day.to_string()).fetch_optional(pool).await?;
    row.as_ref().map(read).transpose()
}

pub(super) async fn under_at(pool: &SqlitePool, parent: &OrgUnitCode, day: Date) -> Result<Vec<Unit>, Error> {
    let query = sqlx::query(concat!(holding!(), " select * from version where parent = ?2 order by code"));
    many(pool, query.bind(day.to_string()).bind(parent.as_str())).await
}

pub(super) async fn within_at(pool: &SqlitePool, top: &OrgUnitCode, day: Date) -> Result<Vec<Unit>, Error> {
    // Each table is joined by its own index: through the two as one, each step would read both from end to end.
    let query = sqlx::query(
        "with recursive inside (code) as (
             select ?2
             union select unit.code from inside join unit on unit.parent = inside.code
             where valid_from <= ?1 and (valid_to is null or valid_to > ?1)
             union select past.code from inside join unit_past as past on past.parent = inside.code
             where valid_from <= ?1 and valid_to > ?1)
         select unit.* from inside join unit using (code) where valid_from <= ?1 and (valid_to is null or valid_to > ?1)
         union all
         select unit.code, past.name, past.kind, past.parent, unit.attributes, past.valid_from, past.valid_to, past.source
         from inside join unit_past as past using (code) join unit using (code) where past.valid_from <= ?1 and past.valid_to > ?1
         order by code",
    );
    many(pool, query.bind(day.to_string()).bind(top.as_str())).await
}

/// All units that there are on a day, by code.
pub(super) async fn on(pool: &SqlitePool, day: Date) -> Result<Vec<Unit>, Error> {
    many(pool, sqlx::query(concat!(holding!(), " select * from version order by code")).bind(day.to_string())).await
}

async fn many<'q, E>(on: E, query: sqlx::query::Query<'q, Sqlite, sqlx::sqlite::SqliteArguments>) -> Result<Vec<Unit>, Error>
where
    E: Executor<'q, Database = Sqlite>,
{
    query.fetch_all(on).await?.iter().map(read).collect()
}

fn read(row: &SqliteRow) -> Result<Unit, Error> {
    let attributes: String = row.try_get("attributes")?;
    let parent: Option<String> = row.try_get("parent")?;
    Ok(Unit {
        code: unit_code(row.try_get("code")?)?,
        name: row.try_get("name")?,
        kind: row.try_get("kind")?,
        parent: parent.map(unit_code).transpose()?,
        attributes: json("unit attributes", attributes.as_bytes())?,
    })
}
