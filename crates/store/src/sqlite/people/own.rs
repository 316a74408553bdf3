//! A person's own data in SQLite: corrected, agreed to, listed, erased.

use phieu_report::{Date, OrgUnitCode};
use serde_json::json;
use sqlx::sqlite::{SqlitePool, SqliteRow};
use sqlx::{Row, SqliteConnection};

use super::{chain, duties};
use crate::people::{By, Consent, PeopleLine, PeopleRefusal, SentRevision};
use crate::sqlite::{lives, reading};
use crate::{Account, Error, HELPER, Moment, Session};

/// Whether somebody else has a telephone number.
pub(super) async fn phone_taken(tx: &mut SqliteConnection, phone: Option<&str>, login: &str) -> Result<bool, Error> {
    let query = sqlx::query("select 1 from account where phone = ?1 and login <> ?2");
    Ok(query.bind(phone).bind(login).fetch_optional(tx).await?.is_some())
}

pub(super) async fn correct(pool: &SqlitePool, by: &By, account: &Account) -> Result<Result<(), PeopleRefusal>, Error> {
    let mut tx = pool.begin_with("begin immediate").await?;
    if phone_taken(&mut tx, account.phone.as_deref(), &account.login).await? {
        return Ok(Err(PeopleRefusal::PhoneTaken));
    }
    helps_under(&mut tx, by, &account.login, account.phone.as_deref()).await?;
    let query = sqlx::query("update account set name = ?2, phone = ?3, language = ?4 where login = ?1 and erased_at is null");
    let query = query.bind(&account.login).bind(&account.name).bind(&account.phone).bind(&account.language);
    if query.execute(&mut *tx).await?.rows_affected() == 0 {
        return Ok(Err(PeopleRefusal::Unknown));
    }
    tell_corrected(&mut tx, by, &account.login).await?;
    tx.commit().await?;
    Ok(Ok(()))
}

/// The line of a name, telephone number or language that changes: it says whose, and not what.
pub(super) async fn tell_corrected(tx: &mut SqliteConnection, by: &By, login: &str) -> Result<(), Error> {
    chain::write(tx, by, "correct", &json!({ "person": login })).await.map(|_| ())
}

/// The units whose helper has a telephone number.
pub(super) async fn helps(connection: &mut SqliteConnection, phone: &str) -> Result<Vec<OrgUnitCode>, Error> {
    let query = sqlx::query("select code from unit where attributes ->> ('$.' || ?1 || '.phone') = ?2 order by code");
    let rows = query.bind(HELPER).bind(phone).fetch_all(connection).await?;
    rows.iter().map(|row| reading::unit_code(row.try_get("code")?)).collect()
}

/// Gives the units whose helper has the telephone number of an account another one, or no helper any more; each with its line.
async fn helps_under(tx: &mut SqliteConnection, by: &By, login: &str, phone: Option<&str>) -> Result<(), Error> {
    let query = sqlx::query_scalar("select phone from account where login = ?1");
    let Some(before) = query.bind(login).fetch_optional(&mut *tx).await?.flatten() else { return Ok(()) };
    let before: String = before;
    if phone == Some(before.as_str()) {
        return Ok(());
    }
    for code in helps(tx, &before).await? {
        let query = sqlx::query(
            "update unit set attributes = iif(?3 is null, json_remove(attributes, '$.' || ?2), json_set(attributes, '$.' || ?2 || '.phone', ?3))
             where code = ?1",
        );
        query.bind(code.as_str()).bind(HELPER).bind(phone).execute(&mut *tx).await?;
        lives::tell(tx, by.at, &by.login, &json!({ "action": "set_helper", "code": code.as_str() })).await?;
    }
    Ok(())
}

pub(super) async fn set_password(tx: &mut SqliteConnection, by: &By, login: &str, hash: &str, but: &str) -> Result<(), Error> {
    let query = sqlx::query("update account set password_hash = ?2 where login = ?1 and erased_at is null");
    query.bind(login).bind(hash).execute(&mut *tx).await?;
    close_sessions(tx, login, but).await?;
    // Whoever knew the old password may have made a key with it.
    let query = sqlx::query("update api_key set revoked_at = ?2 where login = ?1 and revoked_at is null returning id");
    for row in query.bind(login).bind(by.at.0).fetch_all(&mut *tx).await? {
        let id: i64 = row.try_get("id")?;
        chain::write(tx, by, "revoke_key", &json!({ "key": id, "person": login })).await?;
    }
    chain::write(tx, by, "password", &json!({ "person": login })).await.map(|_| ())
}

pub(super) async fn close_sessions(tx: &mut SqliteConnection, login: &str, but: &str) -> Result<(), Error> {
    sqlx::query("delete from session where login = ?1 and token_hash <> ?2").bind(login).bind(but).execute(tx).await?;
    Ok(())
}

pub(super) async fn agree(tx: &mut SqliteConnection, by: &By, subject: &str, version: &str) -> Result<(), Error> {
    let query = sqlx::query("insert into consent (login, subject, version, at) values (?1, ?2, ?3, ?4) on conflict do nothing");
    let kept = query.bind(&by.login).bind(subject).bind(version).bind(by.at.0).execute(&mut *tx).await?;
    if kept.rows_affected() > 0 {
        chain::write(tx, by, "consent", &json!({ "person": by.login, "subject": subject, "version": version })).await?;
    }
    Ok(())
}

pub(super) async fn consents(pool: &SqlitePool, login: &str) -> Result<Vec<Consent>, Error> {
    let rows = sqlx::query("select * from consent where login = ?1 order by at, subject").bind(login).fetch_all(pool).await?;
    let read = |row: &SqliteRow| {
        Ok(Consent { subject: row.try_get("subject")?, version: row.try_get("version")?, at: Moment(row.try_get("at")?) })
    };
    rows.iter().map(read).collect()
}

pub(super) async fn sessions(pool: &SqlitePool, login: &str, now: Moment) -> Result<Vec<Session>, Error> {
    let query = sqlx::query("select * from session where login = ?1 and expires_at > ?2 order by opened_at desc");
    let rows = query.bind(login).bind(now.0).fetch_all(pool).await?;
    let read = |row: &SqliteRow| {
        Ok(Session {
            token_hash: row.try_get("token_hash")?,
            login: row.try_get("login")?,
            opened_at: Moment(row.try_get("opened_at")?),
            expires_at: Moment(row.try_get("expires_at")?),
        })
    };
    rows.iter().map(read).collect()
}

pub(super) async fn sent(pool: &SqlitePool, login: &str) -> Result<Vec<SentRevision>, Error> {
    let query = sqlx::query(
        "select report.id, number, form, unit, period, received_at from revision join report on report.id = revision.report
         where received_from = ?1 order by received_at, report.id, number",
    );
    let rows = query.bind(login).fetch_all(pool).await?;
    let read = |row: &SqliteRow| {
        Ok(SentRevision {
            report: reading::report_id(row.try_get("id")?)?,
            revision: reading::revision(row.try_get("number")?)?,
            form: reading::form_id(row.try_get("form")?)?,
            unit: reading::unit_code(row.try_get("unit")?)?,
            period: reading::period(row.try_get("period")?)?,
            received_at: Moment(row.try_get("received_at")?),
        })
    };
    rows.iter().map(read).collect()
}

pub(super) async fn history(pool: &SqlitePool, login: &str) -> Result<Vec<PeopleLine>, Error> {
    let query = sqlx::query("select * from people_audit where login = ?1 or json_extract(details, '$.person') = ?1 order by id");
    query.bind(login).fetch_all(pool).await?.iter().map(chain::read).collect()
}

pub(super) async fn erase(
    pool: &SqlitePool,
    by: &By,
    login: &str,
    day: Date,
    lasting: &[&str],
) -> Result<Result<(), PeopleRefusal>, Error> {
    let mut tx = pool.begin_with("begin immediate").await?;
    let open =
        sqlx::query("select id from duty where login = ?1 and (valid_to is null or valid_to > ?2)").bind(login).bind(day.to_string());
    for row in open.fetch_all(&mut *tx).await? {
        if let Some(duty) = duties::one(&mut tx, row.try_get("id")?).await? {
            duties::close(&mut tx, by, &duty, day).await?;
            if !duties::lasts(&mut tx, &duty, day, lasting).await? {
                return Ok(Err(PeopleRefusal::LastOne));
            }
        }
    }
    close_sessions(&mut tx, login, "").await?;
    helps_under(&mut tx, by, login, None).await?;
    for query in [
        "update account set name = '', phone = null, password_hash = '', erased_at = ?2 where login = ?1 and ?2 is not null",
        "update invitation set name = '' where (login = ?1 or used_by = ?1) and ?2 is not null",
        "delete from calendar where login = ?1 and ?2 is not null",
        "delete from once where login = ?1 and ?2 is not null",
        "update invitation set state = 'revoked' where login = ?1 and state = 'open' and ?2 is not null",
        "update api_key set revoked_at = ?2, name = '' where login = ?1 and revoked_at is null",
        "update webhook set is_on = 0 where login = ?1 and ?2 is not null",
    ] {
        sqlx::query(query).bind(login).bind(by.at.0).execute(&mut *tx).await?;
    }
    chain::write(&mut tx, by, "erase", &json!({ "person": login })).await?;
    tx.commit().await?;
    Ok(Ok(()))
}
