//! Duties given, ended and handed over, in SQLite: each step one transaction with its line in the audit of people.

use phieu_report::{Date, OrgUnitCode};
use serde_json::{Value, json};
use sqlx::sqlite::{SqlitePool, SqliteRow};
use sqlx::{Row, SqliteConnection};

use super::{chain, put_duty, read_duty};
use crate::people::{By, DutyRow, PeopleRefusal, Person};
use crate::{Duty, Error};

/// What a duty's row is read from.
macro_rules! duty_row {
    ($where:literal) => {
        concat!(
            "select duty.*, account.name, account.phone, account.password_hash <> '' as signs_in
             from duty join account using (login) ",
            $where
        )
    };
}

pub(super) async fn all_in(pool: &SqlitePool, units: &[OrgUnitCode]) -> Result<Vec<DutyRow>, Error> {
    let codes: Value = units.iter().map(OrgUnitCode::as_str).collect();
    let query = sqlx::query(duty_row!("where unit in (select value from json_each(?1)) order by unit, role, valid_from, duty.id"));
    query.bind(codes.to_string()).fetch_all(pool).await?.iter().map(read).collect()
}

pub(super) async fn one(tx: &mut SqliteConnection, id: i64) -> Result<Option<DutyRow>, Error> {
    let row = sqlx::query(duty_row!("where duty.id = ?1")).bind(id).fetch_optional(tx).await?;
    row.as_ref().map(read).transpose()
}

/// The duties of an account that have no end.
pub(super) async fn without_end(tx: &mut SqliteConnection, login: &str) -> Result<Vec<DutyRow>, Error> {
    let query = sqlx::query(duty_row!("where login = ?1 and valid_to is null order by duty.id"));
    query.bind(login).fetch_all(tx).await?.iter().map(read).collect()
}

fn read(row: &SqliteRow) -> Result<DutyRow, Error> {
    Ok(DutyRow {
        id: row.try_get("id")?,
        login: row.try_get("login")?,
        name: row.try_get("name")?,
        phone: row.try_get("phone")?,
        signs_in: row.try_get("signs_in")?,
        duty: read_duty(row)?,
    })
}

pub(super) async fn begin(pool: &SqlitePool, by: &By, person: Person<'_>, duty: &Duty) -> Result<Result<String, PeopleRefusal>, Error> {
    let mut tx = pool.begin_with("begin immediate").await?;
    let login = match person {
        Person::Known(login) => login.to_owned(),
        Person::New(beginning, name) => {
            let login = free_login(&mut tx, beginning).await?;
            let query = sqlx::query("insert into account (login, name, language, password_hash) values (?1, ?2, 'vi', '')");
            query.bind(&login).bind(name).execute(&mut *tx).await?;
            login
        }
    };
    if let Err(refusal) = give(&mut tx, by, &login, duty).await? {
        return Ok(Err(refusal));
    }
    tx.commit().await?;
    Ok(Ok(login))
}

/// The first login of this beginning that nobody has.
pub(super) async fn free_login(tx: &mut SqliteConnection, beginning: &str) -> Result<String, Error> {
    let mut number = 1_u64;
    loop {
        let login = format!("{beginning}.{number}");
        if sqlx::query("select 1 from account where login = ?1").bind(&login).fetch_optional(&mut *tx).await?.is_none() {
            return Ok(login);
        }
        number += 1;
    }
}

/// Gives a duty to one who is known, was not erased and does not have it.
pub(super) async fn give(tx: &mut SqliteConnection, by: &By, login: &str, duty: &Duty) -> Result<Result<(), PeopleRefusal>, Error> {
    let known = sqlx::query("select 1 from account where login = ?1 and erased_at is null").bind(login).fetch_optional(&mut *tx).await?;
    if known.is_none() {
        return Ok(Err(PeopleRefusal::Unknown));
    }
    let (from, to) = (duty.from.to_string(), duty.to.map(|day| day.to_string()));
    let query = sqlx::query(
        "select 1 from duty where login = ?1 and unit = ?2 and role = ?3 and (valid_from = ?4 or
             (coalesce(valid_to, '9999-12-31') > ?4 and valid_from < coalesce(?5, '9999-12-31')))",
    );
    let query = query.bind(login).bind(duty.unit.as_str()).bind(&duty.role).bind(&from).bind(&to);
    if query.fetch_optional(&mut *tx).await?.is_some() {
        return Ok(Err(PeopleRefusal::HasDuty));
    }
    put_duty(tx, login, duty).await?;
    tell_begun(tx, by, login, duty).await?;
    Ok(Ok(()))
}

/// The line of a duty that begins.
pub(super) async fn tell_begun(tx: &mut SqliteConnection, by: &By, login: &str, duty: &Duty) -> Result<(), Error> {
    let (from, to) = (duty.from.to_string(), duty.to.map(|day| day.to_string()));
    let details = json!({ "person": login, "unit": duty.unit.as_str(), "role": duty.role, "from": from, "to": to });
    chain::write(tx, by, "begin", &details).await.map(|_| ())
}

/// The line of a duty that ends on a day.
pub(super) async fn tell_ended(tx: &mut SqliteConnection, by: &By, login: &str, duty: &Duty, day: Date) -> Result<(), Error> {
    let details = json!({ "person": login, "unit": duty.unit.as_str(), "role": duty.role, "to": day.to_string() });
    chain::write(tx, by, "end", &details).await.map(|_| ())
}

pub(super) async fn end(pool: &SqlitePool, by: &By, id: i64, day: Date, lasting: &[&str]) -> Result<Result<(), PeopleRefusal>, Error> {
    let mut tx = pool.begin_with("begin immediate").await?;
    let Some(row) = one(&mut tx, id).await? else { return Ok(Err(PeopleRefusal::Unknown)) };
    if row.duty.to.is_some_and(|end| end <= day) {
        return Ok(Err(PeopleRefusal::Ended));
    }
    close(&mut tx, by, &row, day).await?;
    if !lasts(&mut tx, &row, day, lasting).await? {
        return Ok(Err(PeopleRefusal::LastOne));
    }
    tx.commit().await?;
    Ok(Ok(()))
}

/// Whether somebody who signs in is left with one of these roles, without an end, in the unit of an ended duty or above it. A duty of
/// another role leaves nobody behind.
pub(super) async fn lasts(tx: &mut SqliteConnection, ended: &DutyRow, day: Date, lasting: &[&str]) -> Result<bool, Error> {
    if !lasting.contains(&ended.duty.role.as_str()) {
        return Ok(true);
    }
    let query = sqlx::query(
        "with recursive above (code) as (
             select ?1 union select parent from unit join above using (code) where parent is not null)
         select 1 from duty join account using (login)
         where unit in (select code from above) and role in (select value from json_each(?2)) and valid_from <= ?3 and valid_to is null
             and password_hash <> '' limit 1",
    );
    let query = query.bind(ended.duty.unit.as_str()).bind(json!(lasting).to_string()).bind(day.max(ended.duty.from).to_string());
    Ok(query.fetch_optional(tx).await?.is_some())
}

/// Ends a duty on a day, or on the day of its beginning if that comes later.
pub(super) async fn close(tx: &mut SqliteConnection, by: &By, row: &DutyRow, day: Date) -> Result<(), Error> {
    let day = day.max(row.duty.from);
    sqlx::query("update duty set valid_to = ?2 where id = ?1").bind(row.id).bind(day.to_string()).execute(&mut *tx).await?;
    tell_ended(tx, by, &row.login, &row.duty, day).await
}

pub(super) async fn hand_over(
    pool: &SqlitePool,
    by: &By,
    id: i64,
    day: Date,
    login: &str,
    lasting: &[&str],
) -> Result<Result<(), PeopleRefusal>, Error> {
    let mut tx = pool.begin_with("begin immediate").await?;
    let Some(row) = one(&mut tx, id).await? else { return Ok(Err(PeopleRefusal::Unknown)) };
    if row.duty.to.is_some_and(|end| end < day) {
        return Ok(Err(PeopleRefusal::Ended));
    }
    let day = day.max(row.duty.from);
    close(&mut tx, by, &row, day).await?;
    let successor = Duty { from: day, to: None, ..row.duty.clone() };
    if let Err(refusal) = give(&mut tx, by, login, &successor).await? {
        return Ok(Err(refusal));
    }
    if !lasts(&mut tx, &row, day, lasting).await? {
        return Ok(Err(PeopleRefusal::LastOne));
    }
    tx.commit().await?;
    Ok(Ok(()))
}
