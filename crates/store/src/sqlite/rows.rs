//! Rows of lists in the contents of reports, counted and put in order where they are kept: only the rows of one page leave the database.

use sqlx::Row;
use sqlx::sqlite::{SqliteArguments, SqlitePool, SqliteRow};

use super::reading;
use super::sums::codes;
use crate::{Error, ListRow, Moment, RowCount, RowPage, RowQuery};

/// Every row of the lists asked for, with what its report says of it, whether it is not done and whether it is late. A unit without
/// rows has one that is none. A content is text in a blob; what is not JSON holds no rows.
macro_rules! listed {
    () => {
        "with listed (unit, report, received_at, number, answers, state, due) as (
             select report.unit, report.id, received_at, item.key + 1, item.value,
                 json_extract(item.value, ?6), json_extract(item.value, ?5)
             from json_each(?2) as own
             cross join report on report.form = ?1 and report.unit = own.value and report.period = ?3
             cross join revision on revision.report = report.id and revision.number = report.revision
             left join json_each(iif(json_valid(cast(content as text)), cast(content as text), '{}'), ?4) as item),
         told as (
             select *, answers is not null and ?6 is not null and coalesce(state, '') not in (select value from json_each(?7)) as is_open
             from listed),
         marked as (select *, coalesce(is_open and due = date(due) and due < ?8, 0) as is_late from told)"
    };
}

type Query<'q> = sqlx::query::Query<'q, sqlx::Sqlite, SqliteArguments>;

fn bind<'q>(query: Query<'q>, asked: &RowQuery<'q>) -> Query<'q> {
    let done = asked.done.iter().map(|word| serde_json::Value::from(*word)).collect::<serde_json::Value>();
    query
        .bind(asked.form.as_str())
        .bind(codes(asked.units))
        .bind(asked.period.to_string())
        .bind(format!("$.answers{}", within(asked.rows)))
        .bind(in_row(asked.due))
        .bind(in_row(asked.state))
        .bind(done.to_string())
        .bind(asked.today.to_string())
}

fn within(path: &str) -> String {
    path.split('/').map(|name| format!(".\"{name}\"")).collect()
}

fn in_row(path: Option<&str>) -> Option<String> {
    path.map(|path| format!("${}", within(path)))
}

pub(super) async fn counted(pool: &SqlitePool, asked: &RowQuery<'_>) -> Result<Vec<RowCount>, Error> {
    let query = sqlx::query(concat!(
        listed!(),
        " select unit, report, received_at, count(answers) as rows, count(iif(is_open, 1, null)) as open,
             count(iif(is_late, 1, null)) as overdue
         from marked group by unit order by unit"
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
    bind(query, asked).fetch_all(pool).await?.iter().map(read).collect()
}

/// The late ones first, the latest of them at the top; then what is due next; then the newest.
pub(super) async fn page(pool: &SqlitePool, asked: &RowQuery<'_>, page: &RowPage<'_>) -> Result<(u64, Vec<ListRow>), Error> {
    let query = sqlx::query(concat!(
        listed!(),
        ", wanted as (
             select *, json_extract(answers, ?9) as day, is_open and coalesce(due, '') <> '' as is_due from marked
             where answers is not null and (?10 = 0 or is_open) and (?11 is null or coalesce(state, '') = ?11))
         select (select count(*) from wanted) as found, page.* from (select 1) left join (
             select unit, report, number, answers, row_number() over (
                 order by is_late desc, iif(is_late, due, null), is_open desc, is_due desc, iif(is_due, due, ''), coalesce(day, '') desc,
                     unit, number) as place
             from wanted order by place limit ?12 offset ?13) as page order by place"
    ));
    let query = bind(query, asked).bind(in_row(page.day)).bind(page.open).bind(page.state).bind(page.most).bind(page.offset);
    let rows = query.fetch_all(pool).await?;
    let found = rows.first().map_or(Ok(0), |row| row.try_get::<i64, _>("found"))?.unsigned_abs();
    let read = |row: &SqliteRow| {
        let Some(answers) = row.try_get::<Option<String>, _>("answers")? else { return Ok(None) };
        Ok(Some(ListRow {
            unit: reading::unit_code(row.try_get("unit")?)?,
            report: reading::report_id(row.try_get("report")?)?,
            number: row.try_get::<i64, _>("number")?.unsigned_abs() as usize,
            answers,
        }))
    };
    let listed: Result<Vec<Option<ListRow>>, Error> = rows.iter().map(read).collect();
    Ok((found, listed?.into_iter().flatten().collect()))
}
