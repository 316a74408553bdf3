//! The kept sums: what a report adds when it comes to count, what it takes away when it no longer does, and all of them made anew.

use phieu_report::{OrgUnitCode, ReportId, Status};
use phieu_rollup::Sum;
use sqlx::sqlite::{SqlitePool, SqliteRow};
use sqlx::{Row, SqliteConnection};

use super::reading;
use super::units::way_up;
use crate::{Both, Error, Figure, SumQuery, UnitSum};

/// Writes down where a report stands in the tree of its period's last day, once and for all.
pub(super) async fn place(tx: &mut SqliteConnection, report: &ReportId) -> Result<(), Error> {
    sqlx::query(concat!(
        way_up!("(select unit from report where id = ?1)", "(select period_end from report where id = ?1)"),
        "insert into place (reporter, form, period, unit, child)
             select report.unit, report.form, report.period, above.code, below.code
             from report join way as above join way as below on below.level = above.level - 1 where report.id = ?1"
    ))
    .bind(report.as_str())
    .execute(tx)
    .await?;
    Ok(())
}

/// A report goes from one status to another: where it begins to count its figures are added above it, where it no longer does they are
/// taken away.
pub(super) async fn moved(tx: &mut SqliteConnection, report: &ReportId, from: Status, to: Status) -> Result<(), Error> {
    match (from.counts(), to.counts()) {
        (false, true) => change(tx, report, 1).await,
        (true, false) => {
            change(tx, report, -1).await?;
            drop_empty(tx, report).await
        }
        (false, false) | (true, true) => Ok(()),
    }
}

async fn drop_empty(tx: &mut SqliteConnection, report: &ReportId) -> Result<(), Error> {
    sqlx::query(
        "delete from total where given = 0 and (form, period, unit) in
             (select place.form, place.period, place.unit from report join place
              on place.reporter = report.unit and place.form = report.form and place.period = report.period where report.id = ?1)",
    )
    .bind(report.as_str())
    .execute(tx)
    .await?;
    Ok(())
}

async fn change(tx: &mut SqliteConnection, report: &ReportId, times: i64) -> Result<(), Error> {
    sqlx::query(
        "insert into total (form, period, unit, path, whole, part, given)
             select place.form, place.period, place.unit, own.path, ?2 * own.whole, ?2 * own.part, ?2
             from report join place on place.reporter = report.unit and place.form = report.form and place.period = report.period
             join (select * from figure where report = ?1) as own
             where report.id = ?1
         on conflict (form, period, unit, path) do update
             set whole = whole + excluded.whole, part = part + excluded.part, given = given + excluded.given",
    )
    .bind(report.as_str())
    .bind(times)
    .execute(tx)
    .await?;
    Ok(())
}

/// Makes all sums anew and keeps them: how many there are, and how many of them, or of those that stood there, were not the same.
pub(super) async fn rebuild(pool: &SqlitePool) -> Result<(u64, u64), Error> {
    let mut tx = pool.begin_with("begin immediate").await?;
    sqlx::query("create temp table rebuilt as select * from total limit 0").execute(&mut *tx).await?;
    let counts = rebuilt(&mut tx).await?;
    sqlx::query("drop table temp.rebuilt").execute(&mut *tx).await?;
    tx.commit().await?;
    Ok(counts)
}

async fn rebuilt(tx: &mut SqliteConnection) -> Result<(u64, u64), Error> {
    sqlx::query(
        "insert into temp.rebuilt (form, period, unit, path, whole, part, given)
             select place.form, place.period, place.unit, figure.path, sum(figure.whole), sum(figure.part), count(*)
             from report join place on place.reporter = report.unit and place.form = report.form and place.period = report.period
             join figure on figure.report = report.id
             where report.status in (select value from json_each(?1)) group by 1, 2, 3, 4",
    )
    .bind(counting())
    .execute(&mut *tx)
    .await?;
    let other: i64 = sqlx::query(
        "select count(*) as other from (
             select form, period, unit, path from (select * from temp.rebuilt except select * from total)
             union select form, period, unit, path from (select * from total except select * from temp.rebuilt))",
    )
    .fetch_one(&mut *tx)
    .await?
    .try_get("other")?;
    let all: i64 = sqlx::query("select count(*) as sums from temp.rebuilt").fetch_one(&mut *tx).await?.try_get("sums")?;
    if other != 0 {
        sqlx::query("delete from total").execute(&mut *tx).await?;
        sqlx::query("insert into total select * from temp.rebuilt").execute(&mut *tx).await?;
    }
    Ok((all.unsigned_abs(), other.unsigned_abs()))
}

/// The statuses that count, as a JSON array.
pub(super) fn counting() -> String {
    names(Status::ALL.into_iter().filter(|status| status.counts()))
}

pub(super) fn names(statuses: impl Iterator<Item = Status>) -> String {
    statuses.map(|status| serde_json::Value::from(status.name())).collect::<serde_json::Value>().to_string()
}

pub(super) fn codes(units: &[OrgUnitCode]) -> String {
    units.iter().map(|code| serde_json::Value::from(code.as_str())).collect::<serde_json::Value>().to_string()
}

/// A field and its choices, or all.
macro_rules! of_path {
    () => {
        " (?4 is null or path in ('', ?4) or substr(path, 1, length(?4) + 1) = ?4 || '=')"
    };
}

/// What reports give for a period and unit: their numbers, the paths at which they have texts, themselves. It says what the view `figure`
/// says, but the reports are found first: through the view all figures there are would be gone through. They are asked for with `in`, for
/// which SQLite makes no filter over all figures first, as it does for a join.
macro_rules! given_by {
    ($reports:literal) => {
        concat!(
            " select period, unit, path, cast(value as integer) as whole,
                 cast(round((value - cast(value as integer)) * 1e9) as integer) as part, 1 as given, open
                 from fact cross join ",
            $reports,
            " as given on given.id = fact.report where fact.report in (select id from ",
            $reports,
            ") and abs(value) < 1e14 and",
            of_path!(),
            " union all select period, unit, path, 0, 0, 1, open from fact_text cross join ",
            $reports,
            " as given on given.id = fact_text.report where fact_text.report in (select id from ",
            $reports,
            ") and",
            of_path!(),
            " group by given.id, unit, path
              union all select period, unit, '', 0, 0, 1, open from ",
            $reports
        )
    };
}

pub(super) async fn sums(pool: &SqlitePool, asked: &SumQuery<'_>) -> Result<Vec<UnitSum>, Error> {
    // Above the reporter sums are kept; what does not count yet is added on demand, and a reporter's own figures are its report's. A
    // report that does not add up stands nowhere in the tree, and is not added to what it sums up itself.
    let rows = sqlx::query(concat!(
        "with periods (period) as (select value from json_each(?2)),
         units (unit) as (select value from json_each(?3)),
         own (id, period, unit, open) as (
             select report.id, report.period, report.unit, report.status not in (select value from json_each(?5))
             from report where form = ?1 and adds_up and unit in (select unit from units) and period in (select period from periods)
             and report.status in (select value from json_each(?5) union all select value from json_each(?6))),
         waiting (id, period, unit, open) as materialized (
             select report.id, report.period, place.unit, 1 from place
             cross join report indexed by report_period
                 on report.form = ?1 and report.period = place.period and report.unit = place.reporter
             where ?6 <> '[]' and place.form = ?1 and place.period in (select period from periods)
             and place.unit in (select unit from units) and report.status in (select value from json_each(?6)))
         select period, unit, path, sum(whole) as whole, sum(part) as part, sum(given) as given, sum(open) as open from (
             select period, unit, path, whole, part, given, 0 as open from total
                 where form = ?1 and period in (select period from periods) and unit in (select unit from units) and",
        of_path!(),
        " union all",
        given_by!("own"),
        " union all",
        given_by!("waiting"),
        ") group by period, unit, path"
    ))
    .bind(asked.form.as_str())
    .bind(asked.periods.iter().map(|period| serde_json::Value::from(period.to_string())).collect::<serde_json::Value>().to_string())
    .bind(codes(asked.units))
    .bind(asked.path)
    .bind(counting())
    .bind(names(asked.also.iter().copied().filter(|status| !status.counts())))
    .fetch_all(pool)
    .await?;
    rows.iter().map(read).collect()
}

fn read(row: &SqliteRow) -> Result<UnitSum, Error> {
    Ok(UnitSum {
        unit: reading::unit_code(row.try_get("unit")?)?,
        period: reading::period(row.try_get("period")?)?,
        path: row.try_get("path")?,
        sum: read_sum(row, ["whole", "part", "given"])?,
        open: row.try_get::<i64, _>("open")?.unsigned_abs(),
    })
}

fn read_sum(row: &SqliteRow, columns: [&str; 3]) -> Result<Sum, Error> {
    let number = |column: &str| row.try_get::<Option<i64>, _>(column).map(Option::unwrap_or_default);
    Ok(Sum { whole: number(columns[0])?, part: number(columns[1])?, given: number(columns[2])?.unsigned_abs() })
}

/// Two figures' sums over the unit and those below that gave both.
pub(super) async fn both(pool: &SqlitePool, top: &OrgUnitCode, [first, second]: [Figure<'_>; 2]) -> Result<Both, Error> {
    let row = sqlx::query(
        "with reporters (code) as (select reporter from place where form = ?1 and period = ?2 and unit = ?7 union select ?7),
         pairs (first, second) as (
             select this.id, that.id from reporters
             cross join report as this on this.form = ?1 and this.unit = reporters.code and this.period = ?2
             cross join report as that on that.form = ?4 and that.unit = reporters.code and that.period = ?5
             where this.adds_up and that.adds_up
             and this.status in (select value from json_each(?8)) and that.status in (select value from json_each(?8))),
         given (a, b) as (
             select own.value, other.value from pairs
             cross join fact as own on own.report = pairs.first and own.path = ?3
             cross join fact as other on other.report = pairs.second and other.path = ?6
             where abs(own.value) < 1e14 and abs(other.value) < 1e14)
         select count(*) as given,
             sum(cast(a as integer)) as whole, sum(cast(round((a - cast(a as integer)) * 1e9) as integer)) as part,
             sum(cast(b as integer)) as other_whole, sum(cast(round((b - cast(b as integer)) * 1e9) as integer)) as other_part
         from given",
    )
    .bind(first.form.as_str())
    .bind(first.period.to_string())
    .bind(first.path)
    .bind(second.form.as_str())
    .bind(second.period.to_string())
    .bind(second.path)
    .bind(top.as_str())
    .bind(counting())
    .fetch_one(pool)
    .await?;
    Ok(Both { first: read_sum(&row, ["whole", "part", "given"])?, second: read_sum(&row, ["other_whole", "other_part", "given"])? })
}
