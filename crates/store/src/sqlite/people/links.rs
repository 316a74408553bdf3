//! Links that let people in, in SQLite.

use phieu_report::{Date, OrgUnitCode};
use serde_json::{Value, json};
use sqlx::sqlite::{SqlitePool, SqliteRow};
use sqlx::{Row, SqliteConnection};

use super::{chain, duties, own};
use crate::people::{By, Invitation, Joining, LinkState, NewInvitation, Offer, PeopleRefusal};
use crate::sqlite::reading::{date, unit_code};
use crate::{Duty, Error, Moment};

macro_rules! invitation {
    ($where:literal) => {
        concat!("select invitation.*, account.name as by_name from invitation join account on account.login = invited_by ", $where)
    };
}

pub(super) async fn invite(pool: &SqlitePool, by: &By, new: &NewInvitation) -> Result<i64, Error> {
    let mut tx = pool.begin_with("begin immediate").await?;
    let begins = match &new.offer {
        Offer::Duty { from, .. } => from.to_string(),
        Offer::Password(_) => String::new(),
    };
    let (login, unit, role, replaces) = match &new.offer {
        Offer::Duty { unit, role, replaces, .. } => (None, Some(unit.as_str()), Some(role.as_str()), *replaces),
        Offer::Password(login) => (Some(login.as_str()), None, None, None),
    };
    let row = sqlx::query(
        "insert into invitation (secret_hash, login, unit, role, name, begins_on, replaces, invited_by, invited_at, expires_at, state)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, 'open') returning id",
    )
    .bind(&new.secret_hash)
    .bind(login)
    .bind(unit)
    .bind(role)
    .bind(&new.name)
    .bind(&begins)
    .bind(replaces)
    .bind(&by.login)
    .bind(by.at.0)
    .bind(new.expires_at.0)
    .fetch_one(&mut *tx)
    .await?;
    let id: i64 = row.try_get("id")?;
    let details = json!({ "link": id, "person": login, "unit": unit, "role": role, "from": begins, "replaces": replaces });
    chain::write(&mut tx, by, "invite", &details).await?;
    tx.commit().await?;
    Ok(id)
}

pub(super) async fn of_secret(tx: &mut SqliteConnection, secret_hash: &str, now: Moment) -> Result<Option<Invitation>, Error> {
    let row = sqlx::query(invitation!("where secret_hash = ?1")).bind(secret_hash).fetch_optional(tx).await?;
    row.map(|row| read(&row, now)).transpose()
}

pub(super) async fn open_in(pool: &SqlitePool, units: &[OrgUnitCode], now: Moment) -> Result<Vec<Invitation>, Error> {
    let codes: Value = units.iter().map(OrgUnitCode::as_str).collect();
    let query = sqlx::query(invitation!(
        "where state = 'open' and expires_at > ?2 and (unit in (select value from json_each(?1)) or invitation.login in
             (select login from duty where unit in (select value from json_each(?1)))) order by invitation.id desc"
    ));
    query.bind(codes.to_string()).bind(now.0).fetch_all(pool).await?.iter().map(|row| read(row, now)).collect()
}

pub(super) async fn open_one(pool: &SqlitePool, id: i64, now: Moment) -> Result<Option<Invitation>, Error> {
    let query = sqlx::query(invitation!("where invitation.id = ?1 and state = 'open' and expires_at > ?2"));
    query.bind(id).bind(now.0).fetch_optional(pool).await?.map(|row| read(&row, now)).transpose()
}

fn read(row: &SqliteRow, now: Moment) -> Result<Invitation, Error> {
    let (login, unit, begins): (Option<String>, Option<String>, String) =
        (row.try_get("login")?, row.try_get("unit")?, row.try_get("begins_on")?);
    let offer = match (login, unit) {
        (Some(login), _) => Offer::Password(login),
        (None, unit) => Offer::Duty {
            unit: unit_code(unit.unwrap_or_default())?,
            role: row.try_get("role")?,
            from: date(begins)?,
            replaces: row.try_get("replaces")?,
        },
    };
    let (expires_at, state): (i64, String) = (row.try_get("expires_at")?, row.try_get("state")?);
    Ok(Invitation {
        id: row.try_get("id")?,
        offer,
        name: row.try_get("name")?,
        by: row.try_get("invited_by")?,
        by_name: row.try_get("by_name")?,
        expires_at: Moment(expires_at),
        state: match state.as_str() {
            "used" => LinkState::Used,
            "revoked" => LinkState::Revoked,
            _ if now.0 >= expires_at => LinkState::Expired,
            _ => LinkState::Open,
        },
    })
}

pub(super) async fn revoke(pool: &SqlitePool, by: &By, id: i64) -> Result<Result<(), PeopleRefusal>, Error> {
    let mut tx = pool.begin_with("begin immediate").await?;
    let changed =
        sqlx::query("update invitation set state = 'revoked' where id = ?1 and state = 'open'").bind(id).execute(&mut *tx).await?;
    if changed.rows_affected() == 0 {
        return Ok(Err(PeopleRefusal::Unknown));
    }
    chain::write(&mut tx, by, "revoke", &json!({ "link": id })).await?;
    tx.commit().await?;
    Ok(Ok(()))
}

pub(super) async fn join(
    pool: &SqlitePool,
    secret_hash: &str,
    joining: &Joining,
    at: Moment,
    today: Date,
) -> Result<Result<String, PeopleRefusal>, Error> {
    let mut tx = pool.begin_with("begin immediate").await?;
    let Some(link) = of_secret(&mut tx, secret_hash, at).await? else { return Ok(Err(PeopleRefusal::Unknown)) };
    if link.state != LinkState::Open {
        return Ok(Err(PeopleRefusal::Link(link.state)));
    }
    let login = match enter(&mut tx, &link, joining, at, today).await? {
        Ok(login) => login,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let query = sqlx::query("update invitation set state = 'used', used_by = ?2 where id = ?1");
    query.bind(link.id).bind(&login).execute(&mut *tx).await?;
    tx.commit().await?;
    Ok(Ok(login))
}

async fn enter(
    tx: &mut SqliteConnection,
    link: &Invitation,
    joining: &Joining,
    at: Moment,
    today: Date,
) -> Result<Result<String, PeopleRefusal>, Error> {
    match (&link.offer, joining) {
        (Offer::Password(login), Joining::Password(hash)) => {
            let by = By::of(login, at);
            own::set_password(tx, &by, login, hash, "").await?;
            Ok(Ok(login.clone()))
        }
        (Offer::Duty { .. }, Joining::New { login, name, phone, language, password_hash, consent }) => {
            if own::phone_taken(tx, phone.as_deref(), "").await? {
                return Ok(Err(PeopleRefusal::PhoneTaken));
            }
            let login = duties::free_login(tx, login).await?;
            let query = sqlx::query("insert into account (login, name, phone, language, password_hash) values (?1, ?2, ?3, ?4, ?5)");
            query.bind(&login).bind(name).bind(phone).bind(language).bind(password_hash).execute(&mut *tx).await?;
            let by = By::of(&login, at);
            own::agree(tx, &by, "joining", consent).await?;
            begin(tx, link, &by, today).await
        }
        (Offer::Duty { .. }, Joining::Known(login)) => begin(tx, link, &By::of(login, at), today).await,
        _ => Ok(Err(PeopleRefusal::OtherLink)),
    }
}

/// Begins the duty that a link offers; the one that it replaces ends on the same day.
async fn begin(tx: &mut SqliteConnection, link: &Invitation, by: &By, today: Date) -> Result<Result<String, PeopleRefusal>, Error> {
    let Offer::Duty { unit, role, from, replaces } = &link.offer else { return Ok(Err(PeopleRefusal::OtherLink)) };
    let first = today.max(*from);
    chain::write(tx, by, "join", &json!({ "link": link.id, "person": by.login })).await?;
    if let Some(before) = replaces
        && let Some(row) = duties::one(tx, *before).await?
        && row.duty.to.is_none_or(|end| end > first)
    {
        duties::close(tx, by, &row, first).await?;
    }
    let duty = Duty { unit: unit.clone(), role: role.clone(), from: first, to: None };
    Ok(duties::give(tx, by, &by.login, &duty).await?.map(|()| by.login.clone()))
}
