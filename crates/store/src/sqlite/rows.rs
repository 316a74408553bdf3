//! Rows of lists in the contents of reports, counted where they are kept: no content leaves the database for it.

use sqlx::Row;
use sqlx::sqlite::{SqlitePool, SqliteRow};

use super::reading;
use super::sums::codes;
use crate::{Error, RowCount, RowQuery};

pub(super) async fn counted(pool: &SqlitePool, asked: &RowQuery<'_>) -> Result<Vec<RowCount>, Error> {
    // A content is text in a blob; what is not JSON holds no rows.
    let query = sqlx::query(
        "with listed (unit, state, due, is_row) as (
             select report.unit, json_extract(item.value, ?6), json_extract(item.value, ?5), item.value is not null
             from json_each(?2) as own
             cross join report on report.form = ?1 and report.unit = own.value and report.period = ?3
             cross join revision on revision.report = report.id and revision.number = report.revision
             left join json_each(iif(json_valid(cast(content as text)), cast(content as text), '{}'), ?4) as item)
         select unit, count(iif(is_row, 1, null)) as rows, count(iif(is_open, 1, null)) as open,
             count(iif(is_open and due < ?8, 1, null)) as overdue
         from (select *, is_row and ?6 is not null and coalesce(state, '') not in (select value from json_each(?7)) as is_open from listed)
         group by unit",
    );
    let path = |path: &str| path.split('/').map(|name| format!(".\"{name}\"")).collect::<String>();
    let within = |own: Option<&str>| own.map(|own| format!("${}", path(own)));
    let done = asked.done.iter().map(|word| serde_json::Value::from(*word)).collect::<serde_json::Value>();
    let query = query
        .bind(asked.form.as_str())
        .bind(codes(asked.units))
        .bind(asked.period.to_string())
        .bind(format!("$.answers{}", path(asked.rows)))
        .bind(within(asked.due))
        .bind(within(asked.state))
        .bind(done.to_string())
        .bind(asked.today.to_string());
    let read = |row: &SqliteRow| {
        let number = |column: &str| row.try_get::<i64, _>(column).map(i64::unsigned_abs);
        Ok(RowCount {
            unit: reading::unit_code(row.try_get("unit")?)?,
            rows: number("rows")?,
            open: number("open")?,
            overdue: number("overdue")?,
        })
    };
    query.fetch_all(pool).await?.iter().map(read).collect()
}
