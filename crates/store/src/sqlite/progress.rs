//! Who is expected to report below a unit, who has, and who is awaited: set by set, however many units there are.
//!
//! A unit belongs where its report was placed when it came in; one without a report for the period, where it stood in the tree on the period's last day.

use phieu_report::{OrgUnitCode, ReportId, Status};
use sqlx::Row;
use sqlx::sqlite::{SqlitePool, SqliteRow};

use super::sums::counting;
use super::{below, reading};
use crate::{Awaited, Error, Expected, Moment, Progress, UnitName};

/// The units of the kind ?4 below ?3 on the day ?5; `below` is fresh.
macro_rules! inside {
    () => {
        " from below where top = ?3 and kind = ?4 and since <= ?5 and until > ?5"
    };
}

/// The units expected below ?3, each with the child of ?3 that it belongs to; ?1 form, ?2 period, ?4 kind, ?5 the period's last day.
macro_rules! expected {
    () => {
        concat!(
            "with expected (reporter, child) as (
                 select reporter, child from place where form = ?1 and period = ?2 and unit = ?3
                 union all select code, child",
            inside!(),
            " and not exists (select 1 from report where form = ?1 and report.unit = below.code and period = ?2)
                 union all select code, code from unit where code = ?3 and kind = ?4)"
        )
    };
}

/// The report of each that is expected, if there is one.
macro_rules! join_report {
    () => {
        " left join report indexed by report_period on report.form = ?1 and report.unit = expected.reporter and report.period = ?2"
    };
}

/// A unit as it was called on the day ?5.
macro_rules! named {
    () => {
        " unit.code, coalesce(past.name, unit.name) as name, coalesce(past.kind, unit.kind) as kind"
    };
}

macro_rules! join_past {
    () => {
        " left join unit_past as past on past.code = unit.code and past.valid_from <= ?5 and past.valid_to > ?5"
    };
}

type Query<'q> = sqlx::query::Query<'q, sqlx::Sqlite, sqlx::sqlite::SqliteArguments>;

fn bind<'q>(query: Query<'q>, asked: &Expected<'q>) -> Query<'q> {
    let query = query.bind(asked.form.as_str()).bind(asked.period.to_string());
    query.bind(asked.top.as_str()).bind(asked.kind).bind(asked.day.to_string())
}

/// By child, in the order of their codes. A report in whose place another one stands is of nobody who is expected.
pub(super) async fn progress(
    pool: &SqlitePool,
    asked: &Expected<'_>,
    until: Moment,
    own: &[(OrgUnitCode, Moment)],
) -> Result<Vec<Progress>, Error> {
    below::fresh(pool).await?;
    let query = sqlx::query(concat!(
        expected!(),
        ", own (child, until) as materialized (select key, value from json_each(?8)),
         told as (
             select expected.child, count(*) as expected, count(report.unit) as received,
                 count(case when report.status in (select value from json_each(?6)) then 1 end) as counted,
                 count(case when report.first_received_at <= coalesce(own.until, ?7) then 1 end) as on_time
             from expected",
        join_report!(),
        " left join own on own.child = expected.child where report.status is not ?9 group by expected.child)
         select",
        named!(),
        ", told.* from told cross join unit on unit.code = told.child",
        join_past!(),
        " order by unit.code"
    ));
    let own: serde_json::Map<_, _> = own.iter().map(|(child, until)| (child.to_string(), until.0.into())).collect();
    let query = bind(query, asked).bind(counting()).bind(until.0).bind(serde_json::Value::Object(own).to_string());
    let rows = query.bind(Status::Replaced.name()).fetch_all(pool).await?;
    rows.iter()
        .map(|row| {
            let number = |column: &str| row.try_get::<i64, _>(column).map(i64::unsigned_abs);
            Ok(Progress {
                child: name(row)?,
                expected: number("expected")?,
                received: number("received")?,
                counted: number("counted")?,
                on_time: number("on_time")?,
            })
        })
        .collect()
}

/// The units without a report that counts and gives a figure, by code, so many at most; for the empty path, without one that counts.
pub(super) async fn silent(pool: &SqlitePool, asked: &Expected<'_>, path: &str, most: u32) -> Result<Vec<Awaited>, Error> {
    below::fresh(pool).await?;
    let query = sqlx::query(concat!(
        expected!(),
        "select",
        named!(),
        ", expected.child, report.id, report.status from expected join unit on unit.code = expected.reporter",
        join_past!(),
        join_report!(),
        " where report.status is not ?9 and not (report.id is not null and report.status in (select value from json_each(?6))
             and (?8 = '' or exists (select 1 from fact where fact.report = report.id and fact.path = ?8)
                 or exists (select 1 from fact_text where fact_text.report = report.id and fact_text.path = ?8)))
         order by unit.code limit ?7"
    ));
    let rows = bind(query, asked).bind(counting()).bind(most).bind(path).bind(Status::Replaced.name()).fetch_all(pool).await?;
    let awaited =
        |row: &SqliteRow| Ok(Awaited { unit: name(row)?, child: reading::unit_code(row.try_get("child")?)?, report: report(row)? });
    rows.iter().map(awaited).collect()
}

fn name(row: &SqliteRow) -> Result<UnitName, Error> {
    Ok(UnitName { code: reading::unit_code(row.try_get("code")?)?, name: row.try_get("name")?, kind: row.try_get("kind")? })
}

fn report(row: &SqliteRow) -> Result<Option<(ReportId, Status)>, Error> {
    let (id, status): (Option<String>, Option<String>) = (row.try_get("id")?, row.try_get("status")?);
    id.zip(status).map(|(id, status)| Ok((reading::report_id(id)?, reading::status(status)?))).transpose()
}

/// In how many units of the kind asked for below the top a figure is more than nothing, and how many such units there are.
pub(super) async fn having(pool: &SqlitePool, asked: &Expected<'_>, path: &str) -> Result<(u64, u64), Error> {
    below::fresh(pool).await?;
    let query = sqlx::query(concat!(
        "select count(*) as units, count(case when
             exists (select 1 from total where form = ?1 and period = ?2 and unit = below.code and path = ?7 and (whole > 0 or part > 0))
             or exists (select 1 from report cross join fact on fact.report = report.id
                 where form = ?1 and period = ?2 and report.unit = below.code and path = ?7 and value > 0
                 and status in (select value from json_each(?6))) then 1 end) as positive",
        inside!()
    ));
    let row = bind(query, asked).bind(counting()).bind(path).fetch_one(pool).await?;
    let number = |column: &str| row.try_get::<i64, _>(column).map(i64::unsigned_abs);
    Ok((number("positive")?, number("units")?))
}
