//! Organisation units in SQLite.

use phieu_report::OrgUnitCode;
use sqlx::sqlite::{SqlitePool, SqliteRow};
use sqlx::{Executor, Row, Sqlite};

use super::reading::{json, unit_code};
use crate::{Error, Unit};

pub(super) async fn put(pool: &SqlitePool, units: &[Unit]) -> Result<(), Error> {
    let mut tx = pool.begin_with("begin immediate").await?;
    for unit in units {
        sqlx::query(
            "insert into unit (code, name, kind, parent, attributes) values (?1, ?2, ?3, ?4, ?5)
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
    many(pool, sqlx::query("select * from unit where parent = ?1 order by code").bind(parent.as_str())).await
}

pub(super) async fn within(pool: &SqlitePool, top: &OrgUnitCode) -> Result<Vec<Unit>, Error> {
    let query = sqlx::query(
        "with recursive inside (code) as (
             select code from unit where code = ?1
             union select unit.code from unit join inside on unit.parent = inside.code)
         select unit.* from unit join inside using (code) order by unit.code",
    );
    many(pool, query.bind(top.as_str())).await
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
