//! Organisation units in SQLite: as they stand, and as they were on a day.
//!
//! A day before a unit's first version is answered with that version, and a day after its end with the last: reports of then still say
//! whose they are. Only the lists leave out what was not there.

use std::collections::BTreeMap;

use phieu_report::{Date, OrgUnitCode};
use serde_json::Value;
use sqlx::sqlite::{SqlitePool, SqliteRow};
use sqlx::{Executor, Row, Sqlite};

use super::reading::{date, json, unit_code};
use super::{SqliteStore, below, lives};
use crate::{Error, Moment, Unit};

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

/// Sets one attribute and nothing else, or takes it away, in one transaction with the line that tells of it.
pub(super) async fn set_attribute(
    pool: &SqlitePool,
    code: &OrgUnitCode,
    (name, value): (&str, Option<Value>),
    told: &Value,
    at: Moment,
    login: &str,
) -> Result<Option<Unit>, Error> {
    let mut tx = pool.begin_with("begin immediate").await?;
    let query = sqlx::query(
        "update unit set attributes = case when ?3 is null then json_remove(attributes, '$.' || ?2)
                                           else json_set(attributes, '$.' || ?2, json(?3)) end
         where code = ?1 returning *",
    );
    let query = query.bind(code.as_str()).bind(name).bind(value.map(|value| value.to_string()));
    let Some(row) = query.fetch_optional(&mut *tx).await? else { return Ok(None) };
    let unit = read(&row)?;
    lives::tell(&mut tx, at, login, told).await?;
    tx.commit().await?;
    Ok(Some(unit))
}

pub(super) async fn one(pool: &SqlitePool, code: &OrgUnitCode) -> Result<Option<Unit>, Error> {
    let row = sqlx::query("select * from unit where code = ?1").bind(code.as_str()).fetch_optional(pool).await?;
    row.as_ref().map(read).transpose()
}

pub(super) async fn under(pool: &SqlitePool, parent: &OrgUnitCode) -> Result<Vec<Unit>, Error> {
    many(pool, sqlx::query("select * from unit where parent = ?1 and valid_to is null order by code").bind(parent.as_str())).await
}

pub(super) async fn within(store: &SqliteStore, top: &OrgUnitCode, with_ended: bool) -> Result<Vec<Unit>, Error> {
    // Below the country's top nothing is found here: all units are held in memory.
    let query = sqlx::query(
        "with recursive inside (code) as (
             select code from unit where code = ?1 and parent is not null
             union select unit.code from unit join inside on unit.parent = inside.code where ?2 or unit.valid_to is null)
         select unit.* from unit join inside using (code) order by unit.code",
    );
    let found = many(&store.pool, query.bind(top.as_str()).bind(with_ended)).await?;
    if found.is_empty() { store.country.within(&store.pool, top, with_ended).await } else { Ok(found) }
}

/// `way`: a unit, at level 0, and all above it as they were on a day. Each is taken by its last version that had begun by then, else by
/// its first. Each table is joined by its own index: through the two as one, each step would read both from end to end.
macro_rules! way_up {
    ($code:literal, $day:literal) => {
        concat!(
            "with recursive way (level, code, name, kind, parent, attributes) as (
                 select 0, code, name, kind, parent, attributes from unit_version where code = ",
            $code,
            " and valid_from = ",
            $crate::sqlite::units::version_at!($code, $day),
            "    union all
                 select level + 1, above.code, above.name, above.kind, above.parent, above.attributes
                 from way cross join unit as above on above.code = way.parent
                 where level < 7 and (above.valid_from <= ",
            $day,
            "        or not exists (select 1 from unit_past as each where each.code = above.code))
                 union all
                 select level + 1, past.code, past.name, past.kind, past.parent, above.attributes
                 from way cross join unit as above on above.code = way.parent cross join unit_past as past on past.code = above.code
                 where level < 7 and above.valid_from > ",
            $day,
            "    and past.valid_from = coalesce(
                     (select max(each.valid_from) from unit_past as each where each.code = above.code and each.valid_from <= ",
            $day,
            "        ), (select min(each.valid_from) from unit_past as each where each.code = above.code)))"
        )
    };
}

/// The beginning of the version of a unit that holds on a day.
macro_rules! version_at {
    ($code:literal, $day:literal) => {
        concat!(
            "coalesce((select max(each.valid_from) from unit_version as each where each.code = ",
            $code,
            " and each.valid_from <= ",
            $day,
            "), (select min(each.valid_from) from unit_version as each where each.code = ",
            $code,
            "))"
        )
    };
}
pub(super) use {version_at, way_up};

/// A unit and all above it as they were on a day, from itself upwards.
pub(super) async fn chain_at(pool: &SqlitePool, code: &OrgUnitCode, day: Date) -> Result<Vec<Unit>, Error> {
    let query = sqlx::query(concat!(way_up!("?1", "?2"), " select * from way order by level"));
    many(pool, query.bind(code.as_str()).bind(day.to_string())).await
}

/// Units as each was on its day, in the order asked.
pub(super) async fn then(pool: &SqlitePool, asked: &[(OrgUnitCode, Date)]) -> Result<Vec<Unit>, Error> {
    let pairs = asked.iter().map(|(code, day)| serde_json::json!([code.as_str(), day.to_string()])).collect::<serde_json::Value>();
    // Each table is asked for itself: as one, both would be read from end to end for each pair.
    let query = sqlx::query(
        "with pair (place, code, day) as (select key, value ->> 0, value ->> 1 from json_each(?1))
         select place, unit.code, unit.name, unit.kind, unit.parent, unit.attributes from pair cross join unit using (code)
             where unit.valid_from <= day or not exists (select 1 from unit_past as past where past.code = unit.code)
         union all
         select place, unit.code, past.name, past.kind, past.parent, unit.attributes from pair cross join unit using (code)
             cross join unit_past as past using (code)
             where unit.valid_from > day and past.valid_from = coalesce(
                 (select max(each.valid_from) from unit_past as each where each.code = unit.code and each.valid_from <= day),
                 (select min(each.valid_from) from unit_past as each where each.code = unit.code))
         order by place",
    );
    many(pool, query.bind(pairs.to_string())).await
}

pub(super) async fn under_at(pool: &SqlitePool, parent: &OrgUnitCode, day: Date) -> Result<Vec<Unit>, Error> {
    // Each table is asked for itself, as in `then`.
    let query = sqlx::query(
        "select code, name, kind, parent, attributes from unit
             where parent = ?2 and valid_from <= ?1 and (valid_to is null or valid_to > ?1)
         union all
         select past.code, past.name, past.kind, past.parent, unit.attributes from unit_past as past cross join unit using (code)
             where past.parent = ?2 and past.valid_from <= ?1 and past.valid_to > ?1
         order by code",
    );
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

/// How many units of each kind there are below one on each of some days.
pub(super) async fn kinds_within(pool: &SqlitePool, top: &OrgUnitCode, days: &[Date]) -> Result<BTreeMap<(Date, String), u64>, Error> {
    below::fresh(pool).await?;
    let query = sqlx::query(
        "select day.value as day, kind, count(distinct code) as units from json_each(?1) as day
         cross join below on below.top = ?2 and since <= day.value and until > day.value group by 1, 2",
    );
    let days = days.iter().map(|day| serde_json::Value::from(day.to_string())).collect::<serde_json::Value>();
    let read = |row: &SqliteRow| {
        let units: i64 = row.try_get("units")?;
        Ok(((date(row.try_get("day")?)?, row.try_get("kind")?), units.unsigned_abs()))
    };
    query.bind(days.to_string()).bind(top.as_str()).fetch_all(pool).await?.iter().map(read).collect()
}

/// All units that there are on a day, by code.
pub(super) async fn on(pool: &SqlitePool, day: Date) -> Result<Vec<Unit>, Error> {
    let query = sqlx::query(
        "select code, name, kind, parent, attributes from unit where valid_from <= ?1 and (valid_to is null or valid_to > ?1)
         union all
         select past.code, past.name, past.kind, past.parent, unit.attributes from unit_past as past join unit using (code)
             where past.valid_from <= ?1 and past.valid_to > ?1
         order by code",
    );
    many(pool, query.bind(day.to_string())).await
}

async fn many<'q, E>(on: E, query: sqlx::query::Query<'q, Sqlite, sqlx::sqlite::SqliteArguments>) -> Result<Vec<Unit>, Error>
where
    E: Executor<'q, Database = Sqlite>,
{
    query.fetch_all(on).await?.iter().map(read).collect()
}

pub(super) fn read(row: &SqliteRow) -> Result<Unit, Error> {
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
