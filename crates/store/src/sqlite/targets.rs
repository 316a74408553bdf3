//! Targets that units set themselves, and the texts behind a total.

use phieu_report::OrgUnitCode;
use sqlx::Row;
use sqlx::sqlite::SqlitePool;

use super::reading;
use super::sums::{counting, names};
use crate::{Error, Moment, OwnTarget, SumQuery};

pub(super) async fn put(pool: &SqlitePool, target: &OwnTarget) -> Result<(), Error> {
    sqlx::query("insert into target (unit, year, form, path, least, most, source, login, at) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")
        .bind(target.unit.as_str())
        .bind(target.year)
        .bind(target.form.as_str())
        .bind(&target.path)
        .bind(target.least)
        .bind(target.most)
        .bind(&target.source)
        .bind(&target.login)
        .bind(target.at.0)
        .execute(pool)
        .await?;
    Ok(())
}

/// The last line of each target, unless it ends it, in the order in which they were set.
pub(super) async fn list(pool: &SqlitePool, unit: &OrgUnitCode, year: i32) -> Result<Vec<OwnTarget>, Error> {
    let query = sqlx::query(
        "select * from target where id in (select max(id) from target where unit = ?1 and year = ?2 group by form, path)
         and (least is not null or most is not null) order by id",
    );
    let rows = query.bind(unit.as_str()).bind(year).fetch_all(pool).await?;
    rows.iter()
        .map(|row| {
            Ok(OwnTarget {
                unit: reading::unit_code(row.try_get("unit")?)?,
                year: row.try_get("year")?,
                form: reading::form_id(row.try_get("form")?)?,
                path: row.try_get("path")?,
                least: row.try_get("least")?,
                most: row.try_get("most")?,
                source: row.try_get("source")?,
                login: row.try_get("login")?,
                at: Moment(row.try_get("at")?),
            })
        })
        .collect()
}

/// The texts of a field in the reports asked for, by unit, so many at most.
pub(super) async fn texts(pool: &SqlitePool, asked: &SumQuery<'_>, most: u32) -> Result<Vec<(OrgUnitCode, String)>, Error> {
    let (Some(period), Some(top), Some(path)) = (asked.periods.first(), asked.units.first(), asked.path) else { return Ok(Vec::new()) };
    let query = sqlx::query(
        "select report.unit, text from report join fact_text on fact_text.report = report.id
         where form = ?1 and period = ?2 and path = ?4
         and (status in (select value from json_each(?5)) or status in (select value from json_each(?6)))
         and (unit = ?3 and adds_up or unit in (select reporter from place where form = ?1 and period = ?2 and unit = ?3))
         order by report.unit, position limit ?7",
    );
    let query = query.bind(asked.form.as_str()).bind(period.to_string()).bind(top.as_str()).bind(path);
    let rows = query.bind(counting()).bind(names(asked.also.iter().copied())).bind(most).fetch_all(pool).await?;
    rows.iter().map(|row| Ok((reading::unit_code(row.try_get("unit")?)?, row.try_get("text")?))).collect()
}
