//! Closed periods in SQLite. The audit tells who closed what when and why; the table beside it holds what was said last.

use phieu_report::{Event, FormId, OrgUnitCode, Period};
use sqlx::sqlite::{SqlitePool, SqliteRow};
use sqlx::{Row, SqliteConnection};

use super::audit::{self, Told};
use super::reading;
use crate::{Closing, Error, Moment, NewClosing, NewRemark, Refusal};

pub(super) async fn put(pool: &SqlitePool, new: &NewClosing) -> Result<Result<(), Refusal>, Error> {
    let mut tx = pool.begin_with("begin immediate").await?;
    let NewClosing { form, unit, period, closed, reason, at, login } = new;
    let before = sqlx::query("select closed from closing where form = ?1 and unit = ?2 and period = ?3")
        .bind(form.as_str())
        .bind(unit.as_str())
        .bind(period.to_string())
        .fetch_optional(&mut *tx)
        .await?;
    // Without a word before, the calendar alone may have closed it: then it can be opened, too.
    if before.map(|row| row.try_get::<bool, _>("closed")).transpose()? == Some(*closed) {
        return Ok(Err(if *closed { Refusal::Locked } else { Refusal::NotLocked }));
    }
    let about = format!("{form} {unit} {period}");
    let remarks = [NewRemark { path: String::new(), text: reason.clone() }];
    let event = if *closed { Event::Lock } else { Event::Unlock };
    let line = audit::write(&mut tx, &Told { event, at: *at, login, about: Some(&about), remarks: &remarks }, None).await?;
    sqlx::query(
        "insert into closing (form, unit, period, closed, line) values (?1, ?2, ?3, ?4, ?5)
         on conflict (form, unit, period) do update set closed = ?4, line = ?5",
    )
    .bind(form.as_str())
    .bind(unit.as_str())
    .bind(period.to_string())
    .bind(closed)
    .bind(line)
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(Ok(()))
}

pub(super) async fn of_units(pool: &SqlitePool, units: &[OrgUnitCode]) -> Result<Vec<Closing>, Error> {
    let codes: serde_json::Value = units.iter().map(OrgUnitCode::as_str).collect();
    let query = sqlx::query(
        "select closing.*, at, coalesce(nullif(account.name, ''), audit.login) as name, coalesce(remark.text, '') as reason from closing
         join audit on audit.id = closing.line left join remark on remark.line = audit.id left join account using (login)
         where closing.unit in (select value from json_each(?1)) order by closing.form, closing.period, closing.unit",
    );
    query.bind(codes.to_string()).fetch_all(pool).await?.iter().map(read).collect()
}

fn read(row: &SqliteRow) -> Result<Closing, Error> {
    Ok(Closing {
        form: reading::form_id(row.try_get("form")?)?,
        unit: reading::unit_code(row.try_get("unit")?)?,
        period: reading::period(row.try_get("period")?)?,
        closed: row.try_get("closed")?,
        at: Moment(row.try_get("at")?),
        by: row.try_get("name")?,
        reason: row.try_get("reason")?,
    })
}

/// Whether a period of a unit's form is closed: by a unit above it, or by the calendar where no unit above has opened it.
pub(super) async fn is_locked(
    tx: &mut SqliteConnection,
    form: &FormId,
    unit: &OrgUnitCode,
    period: Period,
    past_closing: bool,
) -> Result<bool, Error> {
    let query = sqlx::query(
        "with recursive above (code, parent) as (
             select code, parent from unit where code = ?2
             union select unit.code, unit.parent from unit join above on unit.code = above.parent)
         select max(closed) as closed from closing join above on closing.unit = above.code where form = ?1 and period = ?3",
    );
    let row = query.bind(form.as_str()).bind(unit.as_str()).bind(period.official().to_string()).fetch_one(tx).await?;
    let said: Option<bool> = row.try_get("closed")?;
    Ok(said.unwrap_or(past_closing))
}
