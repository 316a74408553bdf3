//! Units over time in SQLite: all their versions and successions, taken up from a list or changed by a person.
//!
//! Rows go in by the thousand as one JSON array for each statement: a country is there in some tens of milliseconds.

use std::collections::{BTreeMap, BTreeSet};

use phieu_report::OrgUnitCode;
use phieu_unit::{Fault, Hierarchy, Life, Predecessor, Succession, SuccessionKind, UnitKind, Version};
use serde_json::{Value, json};
use sqlx::sqlite::{SqlitePool, SqliteRow};
use sqlx::{Row, SqliteConnection};

use super::reading::{date, unit_code};
use crate::{Error, Moment, NewUnitChange};

/// Takes up what is not there yet. A unit that was made without a source, before there was a list or beside it, is taken for the list's.
pub(super) async fn take_up(pool: &SqlitePool, hierarchy: &Hierarchy, digest: &str) -> Result<(), Error> {
    let mut tx = pool.begin_with("begin immediate").await?;
    let known = "select code from unit where source <> '' union select code from unit_past";
    let codes: Vec<String> = sqlx::query_scalar(known).fetch_all(&mut *tx).await?;
    let known = BTreeSet::from_iter(codes);
    let lives: Vec<&Life> = hierarchy.lives().filter(|life| !known.contains(life.code.as_str())).collect();
    write(&mut tx, &lives, hierarchy.successions()).await?;
    sqlx::query("insert into taken_up (what, digest) values ('units', ?1) on conflict (what) do update set digest = ?1")
        .bind(digest)
        .execute(&mut *tx)
        .await?;
    Ok(tx.commit().await?)
}

pub(super) async fn has_taken_up(pool: &SqlitePool, digest: &str) -> Result<bool, Error> {
    let query = sqlx::query("select 1 from taken_up where what = 'units' and digest = ?1").bind(digest);
    Ok(query.fetch_optional(pool).await?.is_some())
}

pub(super) async fn hierarchy(pool: &SqlitePool) -> Result<Hierarchy, Error> {
    let mut connection = pool.begin().await?;
    read_all(&mut connection).await
}

pub(super) async fn life(pool: &SqlitePool, code: &OrgUnitCode) -> Result<Option<Life>, Error> {
    let query = sqlx::query("select * from unit_version where code = ?1 order by valid_from").bind(code.as_str());
    let versions = query.fetch_all(pool).await?.iter().map(read_version).collect::<Result<Vec<_>, Error>>()?;
    Ok((!versions.is_empty()).then(|| Life { code: code.clone(), versions }))
}

pub(super) async fn successions(pool: &SqlitePool) -> Result<Vec<Succession>, Error> {
    let mut connection = pool.acquire().await?;
    read_successions(&mut connection).await
}

/// Carries out a change in one transaction with the line that tells of it.
pub(super) async fn change(pool: &SqlitePool, new: &NewUnitChange) -> Result<Result<Vec<OrgUnitCode>, Fault>, Error> {
    let mut tx = pool.begin_with("begin immediate").await?;
    let touched = match carry_out(&mut tx, new).await? {
        Ok((touched, _)) => touched,
        Err(fault) => return Ok(Err(fault)),
    };
    tx.commit().await?;
    Ok(Ok(touched))
}

/// Carries out a change and gives the units it touched and the number of its line.
pub(super) async fn carry_out(tx: &mut SqliteConnection, new: &NewUnitChange) -> Result<Result<(Vec<OrgUnitCode>, i64), Fault>, Error> {
    let mut hierarchy = read_all(tx).await?;
    let known = hierarchy.successions().len();
    let touched = match hierarchy.apply(&new.change) {
        Ok(touched) => touched,
        Err(fault) => return Ok(Err(fault)),
    };
    let lives: Vec<&Life> = touched.iter().filter_map(|code| hierarchy.life(code)).collect();
    write(tx, &lives, hierarchy.successions().get(known..).unwrap_or_default()).await?;
    let line = tell(tx, new.at, &new.login, &json!(new.change)).await?;
    Ok(Ok((touched.into_iter().collect(), line)))
}

/// Writes down what was changed, by whom, and gives the number of the line.
pub(super) async fn tell(tx: &mut SqliteConnection, at: Moment, login: &str, change: &Value) -> Result<i64, Error> {
    let query = sqlx::query_scalar("insert into unit_change (at, login, change) values (?1, ?2, ?3) returning id");
    Ok(query.bind(at.0).bind(login).bind(change.to_string()).fetch_one(tx).await?)
}

/// Takes up units of before, all of them or none.
pub(super) async fn remember(
    pool: &SqlitePool,
    rows: &[Predecessor],
    at: Moment,
    login: &str,
) -> Result<Result<Vec<OrgUnitCode>, Vec<(usize, Fault)>>, Error> {
    let mut tx = pool.begin_with("begin immediate").await?;
    let mut hierarchy = read_all(&mut tx).await?;
    let touched = match hierarchy.remember(rows) {
        Ok(touched) => touched,
        Err(faults) => return Ok(Err(faults)),
    };
    let lives: Vec<&Life> = touched.iter().filter_map(|code| hierarchy.life(code)).collect();
    let is_of_rows = |row: &&Succession| rows.iter().any(|of| of.code == row.from && of.into == row.to && of.on == row.on);
    let successions: Vec<Succession> = hierarchy.successions().iter().filter(is_of_rows).cloned().collect();
    write(&mut tx, &lives, &successions).await?;
    let codes: Value = rows.iter().map(|row| json!([row.code.as_str(), row.into.as_str(), row.on.to_string(), row.share])).collect();
    tell(&mut tx, at, login, &json!({ "action": "import", "rows": codes })).await?;
    tx.commit().await?;
    Ok(Ok(touched.into_iter().collect()))
}

/// Writes lives: the last version of each into `unit`, those before into `unit_past` where they are not there yet.
async fn write(tx: &mut SqliteConnection, lives: &[&Life], successions: &[Succession]) -> Result<(), Error> {
    let last = lives.iter().filter_map(|life| Some(row(&life.code, life.last()?))).collect::<Value>();
    let past = lives.iter().flat_map(|life| life.versions.iter().rev().skip(1).map(|version| row(&life.code, version))).collect::<Value>();
    let rows = successions
        .iter()
        .map(|row| json!([row.from.as_str(), row.to.as_str(), row.on.to_string(), row.kind.name(), row.share, row.source]));
    let rows = rows.collect::<Value>();
    let statements = [
        (
            "insert into unit (code, valid_from, valid_to, name, kind, parent, source)
             select value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6 from json_each(?1) where true
             on conflict (code) do update set valid_from = excluded.valid_from, valid_to = excluded.valid_to, name = excluded.name,
                 kind = excluded.kind, parent = excluded.parent, source = excluded.source",
            last,
        ),
        (
            "insert into unit_past (code, valid_from, valid_to, name, kind, parent, source)
             select value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6 from json_each(?1) where true
             on conflict do nothing",
            past,
        ),
        (
            "insert into succession (predecessor, successor, since, kind, share, source)
             select value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5 from json_each(?1) where true
             on conflict (predecessor, successor, since) do update set share = excluded.share, source = excluded.source
                 where share is null and excluded.share is not null",
            rows,
        ),
    ];
    for (statement, rows) in statements {
        sqlx::query(statement).bind(rows.to_string()).execute(&mut *tx).await?;
    }
    Ok(())
}

fn row(code: &OrgUnitCode, version: &Version) -> Value {
    let Version { valid_from, valid_to, name, kind, parent, source } = version;
    let (end, parent) = (valid_to.map(|end| end.to_string()), parent.as_ref().map(OrgUnitCode::as_str));
    json!([code.as_str(), valid_from.to_string(), end, name, kind.name(), parent, source])
}

pub(super) async fn read_all(connection: &mut SqliteConnection) -> Result<Hierarchy, Error> {
    let mut lives: BTreeMap<OrgUnitCode, Life> = BTreeMap::new();
    for row in sqlx::query("select * from unit_version order by code, valid_from").fetch_all(&mut *connection).await? {
        let code = unit_code(row.try_get("code")?)?;
        let life = lives.entry(code.clone()).or_insert_with(|| Life { code, versions: Vec::new() });
        life.versions.push(read_version(&row)?);
    }
    Ok(Hierarchy::new(lives.into_values(), read_successions(connection).await?))
}

async fn read_successions(connection: &mut SqliteConnection) -> Result<Vec<Succession>, Error> {
    let rows = sqlx::query("select * from succession order by since, successor, predecessor").fetch_all(connection).await?;
    rows.iter()
        .map(|row| {
            let kind: String = row.try_get("kind")?;
            Ok(Succession {
                from: unit_code(row.try_get("predecessor")?)?,
                to: unit_code(row.try_get("successor")?)?,
                on: date(row.try_get("since")?)?,
                kind: SuccessionKind::parse(&kind).ok_or(Error::Corrupt { what: "succession", value: kind })?,
                share: row.try_get("share")?,
                source: row.try_get("source")?,
            })
        })
        .collect()
}

fn read_version(row: &SqliteRow) -> Result<Version, Error> {
    let (kind, end): (String, Option<String>) = (row.try_get("kind")?, row.try_get("valid_to")?);
    let parent: Option<String> = row.try_get("parent")?;
    Ok(Version {
        valid_from: date(row.try_get("valid_from")?)?,
        valid_to: end.map(date).transpose()?,
        name: row.try_get("name")?,
        kind: UnitKind::parse(&kind).ok_or(Error::Corrupt { what: "kind of unit", value: kind })?,
        parent: parent.map(unit_code).transpose()?,
        source: row.try_get("source")?,
    })
}
