//! Rows of lists in the contents of reports, counted and put in order where they are kept: only the rows of one page leave the database.
//!
//! What decides on order and counts, a row's state and its days, is kept beside the reports in `list_row` once it has been asked for;
//! triggers take it away with each new revision and each erasure. A question is asked in the transaction that has seen that all of it is kept.

use std::collections::BTreeMap;

use sqlx::sqlite::{SqliteArguments, SqlitePool, SqliteRow};
use sqlx::{Row, Sqlite, SqliteConnection, Transaction};

use super::reading;
use super::sums::codes;
use crate::{Error, ListRow, Moment, RowCount, RowPage, RowQuery, RowSums};

/// The reports asked for: of the form ?1, the units ?2 and the period ?3.
macro_rules! reports {
    () => {
        " from json_each(?2) as own
          cross join report indexed by report_period on report.form = ?1 and report.period = ?3 and report.unit = own.value"
    };
}

/// Of them those whose lists ?4 are not told yet.
macro_rules! untold {
    () => {
        concat!(
            reports!(),
            " where not exists (select 1 from list_told as told
                 where told.form = ?1 and told.period = ?3 and told.list = ?4 and told.unit = report.unit)"
        )
    };
}

/// Every row of the lists asked for, whether it is not done, given the states ?6 in which it is, and whether it is late on the day ?5.
macro_rules! marked {
    () => {
        "with told as (
             select item.unit, number, coalesce(state, '') as state, due, day,
                 ?7 and coalesce(state, '') not in (select value from json_each(?6)) as is_open
             from json_each(?2) as own
             cross join list_row as item on item.form = ?1 and item.period = ?3 and item.list = ?4 and item.unit = own.value),
         marked as (select *, coalesce(is_open and due = date(due) and due < ?5, 0) as is_late from told)"
    };
}

/// How many reports' lists are told in one transaction: other writers wait for no more.
const TOLD_AT_ONCE: usize = 200;

type Query<'q> = sqlx::query::Query<'q, sqlx::Sqlite, SqliteArguments>;

/// The first four values.
fn reports<'q>(query: Query<'q>, asked: &RowQuery<'q>) -> Query<'q> {
    let list = [Some(asked.rows), asked.due, asked.state, asked.day].map(|path| path.unwrap_or_default()).join(" ");
    query.bind(asked.form.as_str()).bind(codes(asked.units)).bind(asked.period.to_string()).bind(list)
}

/// The first seven.
fn bind<'q>(query: Query<'q>, asked: &RowQuery<'q>) -> Query<'q> {
    let done = asked.done.iter().map(|word| serde_json::Value::from(*word)).collect::<serde_json::Value>();
    reports(query, asked).bind(asked.today.to_string()).bind(done.to_string()).bind(asked.state.is_some())
}

fn within(path: &str) -> String {
    path.split('/').map(|name| format!(".\"{name}\"")).collect()
}

fn in_row(path: Option<&str>) -> Option<String> {
    path.map(|path| format!("${}", within(path)))
}

/// A reading transaction in which the lists asked for are told: it sees nothing that comes in after it has looked.
async fn told(pool: &SqlitePool, asked: &RowQuery<'_>) -> Result<Transaction<'static, Sqlite>, Error> {
    const UNTOLD: &str = concat!("select report.unit", untold!());
    loop {
        let mut tx = pool.begin().await?;
        let rows = reports(sqlx::query(UNTOLD), asked).fetch_all(&mut *tx).await?;
        if rows.is_empty() {
            return Ok(tx);
        }
        tx.rollback().await?;
        let units = rows.iter().map(|row| reading::unit_code(row.try_get("unit")?)).collect::<Result<Vec<_>, Error>>()?;
        for units in units.chunks(TOLD_AT_ONCE) {
            tell(pool, &RowQuery { units, ..asked.clone() }).await?;
        }
    }
}

/// Tells the lists asked for, in one transaction.
async fn tell(pool: &SqlitePool, asked: &RowQuery<'_>) -> Result<(), Error> {
    let mut tx = pool.begin_with("begin immediate").await?;
    // A content is text in a blob; what is not JSON holds no rows. Somebody else may have told some lists while this one waited.
    let rows = sqlx::query(concat!(
        "insert into list_row (form, period, list, unit, number, state, due, day)
             select ?1, ?3, ?4, list.unit, item.key + 1, json_extract(item.value, ?6), json_extract(item.value, ?7), json_extract(item.value, ?8)
             from (select report.unit, report.id, report.revision",
        untold!(),
        ") as list cross join revision on revision.report = list.id and revision.number = list.revision
             cross join json_each(iif(json_valid(cast(content as text)), cast(content as text), '{}'), ?5) as item"
    ));
    let rows = reports(rows, asked).bind(format!("$.answers{}", within(asked.rows)));
    rows.bind(in_row(asked.state)).bind(in_row(asked.due)).bind(in_row(asked.day)).execute(&mut *tx).await?;
    let lists = sqlx::query(concat!("insert into list_told (form, period, list, unit) select ?1, ?3, ?4, report.unit", untold!()));
    reports(lists, asked).execute(&mut *tx).await?;
    Ok(tx.commit().await?)
}

pub(super) async fn counted(pool: &SqlitePool, asked: &RowQuery<'_>) -> Result<Vec<RowCount>, Error> {
    let mut tx = told(pool, asked).await?;
    let query = sqlx::query(concat!(
        marked!(),
        ", sums as (
             select unit, count(*) as rows, count(iif(is_open, 1, null)) as open, count(iif(is_late, 1, null)) as overdue
             from marked group by unit)
         select report.unit, report.id as report, last_received_at as received_at, coalesce(rows, 0) as rows, coalesce(open, 0) as open,
             coalesce(overdue, 0) as overdue",
        reports!(),
        " left join sums on sums.unit = report.unit order by report.unit"
    ));
    let read = |row: &SqliteRow| {
        let number = |column: &str| row.try_get::<i64, _>(column).map(i64::unsigned_abs);
        Ok(RowCount {
            unit: reading::unit_code(row.try_get("unit")?)?,
            report: reading::report_id(row.try_get("report")?)?,
            received_at: Moment(row.try_get("received_at")?),
            rows: number("rows")?,
            open: number("open")?,
            overdue: number("overdue")?,
        })
    };
    bind(query, asked).fetch_all(&mut *tx).await?.iter().map(read).collect()
}

pub(super) async fn summed(pool: &SqlitePool, asked: &RowQuery<'_>) -> Result<RowSums, Error> {
    let mut tx = told(pool, asked).await?;
    let query = sqlx::query(concat!(
        marked!(),
        " select count(*) as rows, count(iif(is_open, 1, null)) as open, count(iif(is_late, 1, null)) as overdue,
             (select count(*) from json_each(?2) as own cross join list_told as list
                  on list.form = ?1 and list.period = ?3 and list.list = ?4 and list.unit = own.value) as units
         from marked"
    ));
    let row = bind(query, asked).fetch_one(&mut *tx).await?;
    let number = |column: &str| row.try_get::<i64, _>(column).map(i64::unsigned_abs);
    Ok(RowSums { units: number("units")?, rows: number("rows")?, open: number("open")?, overdue: number("overdue")? })
}

/// The late ones first, the latest of them at the top; then what is due next; then the newest. Each content is opened once, however many of
/// its rows are on the page.
pub(super) async fn page(pool: &SqlitePool, asked: &RowQuery<'_>, page: &RowPage<'_>) -> Result<(u64, Vec<ListRow>), Error> {
    let mut tx = told(pool, asked).await?;
    let query = sqlx::query(concat!(
        marked!(),
        ", wanted as (
             select *, is_open and coalesce(due, '') <> '' as is_due from marked
             where (?8 = 0 or is_open) and (?9 is null or state = ?9)),
         placed as (
             select unit, number, row_number() over (
                 order by is_late desc, iif(is_late, due, null), is_open desc, is_due desc, iif(is_due, due, ''), coalesce(day, '') desc,
                     unit, number) as place
             from wanted order by place limit ?10 offset ?11)
         select (select count(*) from wanted) as found, report.id as report, report.unit, number
         from (select 1) left join placed
         left join report indexed by report_period on report.form = ?1 and report.period = ?3 and report.unit = placed.unit order by place"
    ));
    let query = bind(query, asked).bind(page.open).bind(page.state).bind(page.most).bind(page.offset);
    let rows = query.fetch_all(&mut *tx).await?;
    let found = rows.first().map_or(Ok(0), |row| row.try_get::<i64, _>("found"))?.unsigned_abs();
    let mut places: BTreeMap<&str, BTreeMap<i64, (usize, &str)>> = BTreeMap::new();
    for (place, row) in rows.iter().enumerate() {
        if let Some(report) = row.try_get("report")? {
            places.entry(report).or_default().insert(row.try_get("number")?, (place, row.try_get("unit")?));
        }
    }
    let mut listed = BTreeMap::new();
    for row in answers(&mut tx, asked.rows, &places).await? {
        let (report, number): (String, i64) = (row.try_get("report")?, row.try_get("number")?);
        let Some((place, unit)) = places.get(report.as_str()).and_then(|numbers| numbers.get(&number)) else { continue };
        let (unit, report) = (reading::unit_code((*unit).to_owned())?, reading::report_id(report)?);
        listed.insert(*place, ListRow { unit, report, number: number.unsigned_abs() as usize, answers: row.try_get("answers")? });
    }
    Ok((found, listed.into_values().collect()))
}

/// The rows of these numbers in the last revisions of reports: each is opened once.
async fn answers<T>(tx: &mut SqliteConnection, rows: &str, places: &BTreeMap<&str, BTreeMap<i64, T>>) -> Result<Vec<SqliteRow>, Error> {
    let query = sqlx::query(
        "select report.id as report, item.key + 1 as number, item.value as answers
         from json_each(?1) as wanted cross join report on report.id = wanted.key
         cross join revision on revision.report = report.id and revision.number = report.revision
         cross join json_each(cast(content as text), ?2) as item
         where item.key + 1 in (select value from json_each(wanted.value))",
    );
    let wanted = places.iter().map(|(report, numbers)| ((*report).to_owned(), numbers.keys().copied().collect::<serde_json::Value>()));
    let wanted = serde_json::Value::Object(wanted.collect()).to_string();
    Ok(query.bind(wanted).bind(format!("$.answers{}", within(rows))).fetch_all(tx).await?)
}
