//! Rows of lists in the contents of reports, counted and put in order where they are kept: only the rows of one page leave the database.
//!
//! What decides on order and counts, a row's state and its days, is kept beside the reports in `list_row` once it has been asked for;
//! triggers take it away with each new revision and each erasure. A question is asked in the transaction that has seen that all of it is kept.

#[macro_use]
mod asked;

use std::collections::BTreeMap;

use phieu_report::OrgUnitCode;
use serde_json::{Value, json};
use sqlx::sqlite::{SqliteArguments, SqlitePool, SqliteRow};
use sqlx::{Row, Sqlite, SqliteConnection, Transaction};

use super::reading;
use crate::{Error, ListRow, Moment, RowCount, RowPage, RowQuery, RowSums};

/// How many reports' lists are told in one transaction: other writers wait for no more.
const TOLD_AT_ONCE: usize = 200;

type Query<'q> = sqlx::query::Query<'q, sqlx::Sqlite, SqliteArguments>;

/// The first value.
fn bind<'q>(query: Query<'q>, asked: &[RowQuery<'_>]) -> Query<'q> {
    let one = |asked: &RowQuery<'_>| {
        let paths = [Some(asked.rows), asked.due, asked.state, asked.day].map(|path| path.unwrap_or_default());
        json!({
            "form": asked.form.as_str(),
            "period": asked.period.to_string(),
            "list": paths.join(" "),
            "today": asked.today.to_string(),
            "has_state": asked.state.is_some(),
            "done": asked.done,
            "units": asked.units.iter().map(OrgUnitCode::as_str).collect::<Value>(),
        })
    };
    query.bind(asked.iter().map(one).collect::<Value>().to_string())
}

fn within(path: &str) -> String {
    path.split('/').map(|name| format!(".\"{name}\"")).collect()
}

fn in_row(path: Option<&str>) -> Option<String> {
    path.map(|path| format!("${}", within(path)))
}

/// A reading transaction in which the lists asked for are told: it sees nothing that comes in after it has looked.
async fn told(pool: &SqlitePool, asked: &[RowQuery<'_>]) -> Result<Transaction<'static, Sqlite>, Error> {
    const UNTOLD: &str = concat!(asked!(), " select place, report.unit", untold!());
    loop {
        let mut tx = pool.begin().await?;
        let rows = bind(sqlx::query(UNTOLD), asked).fetch_all(&mut *tx).await?;
        if rows.is_empty() {
            return Ok(tx);
        }
        tx.rollback().await?;
        let mut untold: BTreeMap<i64, Vec<OrgUnitCode>> = BTreeMap::new();
        for row in &rows {
            untold.entry(row.try_get("place")?).or_default().push(reading::unit_code(row.try_get("unit")?)?);
        }
        for (asked, units) in asked.iter().zip(in_place(untold, asked)) {
            for units in units.chunks(TOLD_AT_ONCE) {
                tell(pool, &RowQuery { units, ..asked.clone() }).await?;
            }
        }
    }
}

/// Tells the lists asked for, in one transaction.
async fn tell(pool: &SqlitePool, asked: &RowQuery<'_>) -> Result<(), Error> {
    let mut tx = pool.begin_with("begin immediate").await?;
    let one = std::slice::from_ref(asked);
    // A content is text in a blob; what is not JSON holds no rows. Somebody else may have told some lists while this one waited.
    let rows = sqlx::query(concat!(
        asked!(),
        " insert into list_row (form, period, list, unit, number, state, due, day)
             select untold.form, untold.period, untold.list, untold.unit, item.key + 1, json_extract(item.value, ?3), json_extract(item.value, ?4),
                 json_extract(item.value, ?5)
             from (select asked.form, asked.period, asked.list, report.unit, report.id, report.revision",
        untold!(),
        ") as untold cross join revision on revision.report = untold.id and revision.number = untold.revision
             cross join json_each(iif(json_valid(cast(content as text)), cast(content as text), '{}'), ?2) as item"
    ));
    let rows = bind(rows, one).bind(format!("$.answers{}", within(asked.rows)));
    rows.bind(in_row(asked.state)).bind(in_row(asked.due)).bind(in_row(asked.day)).execute(&mut *tx).await?;
    let lists = sqlx::query(concat!(
        asked!(),
        " insert into list_told (form, period, list, unit) select asked.form, asked.period, asked.list, report.unit",
        untold!()
    ));
    bind(lists, one).execute(&mut *tx).await?;
    Ok(tx.commit().await?)
}

pub(super) async fn counted(pool: &SqlitePool, asked: &[RowQuery<'_>]) -> Result<Vec<Vec<RowCount>>, Error> {
    if asked.is_empty() {
        return Ok(Vec::new());
    }
    let mut tx = told(pool, asked).await?;
    let query = sqlx::query(concat!(
        asked!(),
        " select place, report.unit, report.id as report, last_received_at as received_at, ",
        numbers!(),
        " as numbers",
        reports!(),
        " order by place, report.unit"
    ));
    let mut counts: BTreeMap<i64, Vec<RowCount>> = BTreeMap::new();
    for row in bind(query, asked).fetch_all(&mut *tx).await? {
        let [rows, open, overdue] = reading::json("numbers of a list", row.try_get("numbers")?)?;
        counts.entry(row.try_get("place")?).or_default().push(RowCount {
            unit: reading::unit_code(row.try_get("unit")?)?,
            report: reading::report_id(row.try_get("report")?)?,
            received_at: Moment(row.try_get("received_at")?),
            rows,
            open,
            overdue,
        });
    }
    Ok(in_place(counts, asked))
}

/// What was found of each list, in the order asked.
fn in_place<T: Default>(mut found: BTreeMap<i64, T>, asked: &[RowQuery<'_>]) -> Vec<T> {
    (0..).zip(asked).map(|(place, _)| found.remove(&place).unwrap_or_default()).collect()
}

pub(super) async fn summed(pool: &SqlitePool, asked: &[RowQuery<'_>]) -> Result<Vec<RowSums>, Error> {
    if asked.is_empty() {
        return Ok(Vec::new());
    }
    let mut tx = told(pool, asked).await?;
    let query = sqlx::query(concat!(
        asked!(),
        ", counted as materialized (select place, ",
        numbers!(),
        " as numbers",
        reports!(),
        ")
         select place, count(*) as units, sum(numbers ->> 0) as rows, sum(numbers ->> 1) as open, sum(numbers ->> 2) as overdue
         from counted group by place"
    ));
    let mut sums: BTreeMap<i64, RowSums> = BTreeMap::new();
    for row in bind(query, asked).fetch_all(&mut *tx).await? {
        let number = |column: &str| row.try_get::<i64, _>(column).map(i64::unsigned_abs);
        let sum = RowSums { units: number("units")?, rows: number("rows")?, open: number("open")?, overdue: number("overdue")? };
        sums.insert(row.try_get("place")?, sum);
    }
    Ok(in_place(sums, asked))
}

/// The late ones first, the latest of them at the top; then what is due next; then the newest. Each content is opened once, however many of
/// its rows are on the page.
pub(super) async fn page(pool: &SqlitePool, asked: &RowQuery<'_>, page: &RowPage<'_>) -> Result<(u64, Vec<ListRow>), Error> {
    let one = std::slice::from_ref(asked);
    let mut tx = told(pool, one).await?;
    let query = sqlx::query(concat!(
        asked!(),
        ", marked as (
             select item.unit, number, coalesce(state, '') as state, due, day, ",
        is_open!(),
        " as is_open, ",
        is_late!(),
        " as is_late
             from asked cross join json_each(asked.units) as own cross join list_row as item on",
        of_list!(),
        "),
         wanted as (
             select *, is_open and coalesce(due, '') <> '' as is_due from marked
             where (?2 = 0 or is_open) and (?3 is null or state = ?3)),
         placed as (
             select unit, number, row_number() over (
                 order by is_late desc, iif(is_late, due, null), is_open desc, is_due desc, iif(is_due, due, ''), coalesce(day, '') desc,
                     unit, number) as rank
             from wanted order by rank limit ?4 offset ?5)
         select (select count(*) from wanted) as found, report.id as report, report.unit, number
         from (select 1) left join placed
         left join report indexed by report_period
             on (report.form, report.period) = (select form, period from asked) and report.unit = placed.unit order by rank"
    ));
    let query = bind(query, one).bind(page.open).bind(page.state).bind(page.most).bind(page.offset);
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
    let wanted = places.iter().map(|(report, numbers)| ((*report).to_owned(), numbers.keys().copied().collect::<Value>()));
    let wanted = Value::Object(wanted.collect()).to_string();
    Ok(query.bind(wanted).bind(format!("$.answers{}", within(rows))).fetch_all(tx).await?)
}
