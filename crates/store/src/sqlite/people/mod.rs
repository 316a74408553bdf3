//! Accounts, their duties and sessions in SQLite.

pub(super) mod chain;
mod duties;
mod keeping;
mod links;
mod own;
mod redact;

use phieu_report::Date;
use sqlx::sqlite::{SqlitePool, SqliteRow};
use sqlx::{Row, SqliteConnection, SqliteExecutor};

use super::reading::{date, unit_code};
use crate::people::{By, PeopleRefusal};
use crate::{Account, Duty, Error, Moment, Session};

pub(super) use chain::write as write_line;
pub(super) use redact::{changed as changed_since_erased, tells_of_line};

const ACCOUNT: &str = "select * from account where login = ?1";

pub(super) async fn put(pool: &SqlitePool, account: &Account) -> Result<(), Error> {
    let mut tx = pool.begin_with("begin immediate").await?;
    put_in(&mut tx, account).await?;
    Ok(tx.commit().await?)
}

async fn put_in(tx: &mut SqliteConnection, account: &Account) -> Result<(), Error> {
    sqlx::query("delete from session where login = ?1").bind(&account.login).execute(&mut *tx).await?;
    sqlx::query(
        "insert into account (login, name, phone, language, password_hash) values (?1, ?2, ?3, ?4, ?5)
         on conflict (login) do update set name = ?2, phone = ?3, language = ?4, password_hash = ?5",
    )
    .bind(&account.login)
    .bind(&account.name)
    .bind(&account.phone)
    .bind(&account.language)
    .bind(&account.password_hash)
    .execute(&mut *tx)
    .await?;
    for duty in &account.duties {
        put_duty(tx, &account.login, duty).await?;
    }
    Ok(())
}

/// Puts an account as it is to be from a day on, unless a lasting role would lose its last holder, and tells what is new.
async fn replace(pool: &SqlitePool, by: &By, account: &Account, day: Date, lasting: &[&str]) -> Result<Result<(), PeopleRefusal>, Error> {
    let mut tx = pool.begin_with("begin immediate").await?;
    let row = sqlx::query(ACCOUNT).bind(&account.login).fetch_optional(&mut *tx).await?;
    let before = whole(&mut *tx, row).await?;
    let without_end = duties::without_end(&mut tx, &account.login).await?;
    put_in(&mut tx, account).await?;
    for row in without_end.iter().filter(|row| !account.duties.contains(&row.duty)) {
        if !duties::lasts(&mut tx, row, day, lasting).await? {
            return Ok(Err(PeopleRefusal::LastOne));
        }
    }
    let had = before.as_ref().map(|account| account.duties.as_slice()).unwrap_or_default();
    for duty in account.duties.iter().filter(|duty| !had.contains(duty)) {
        let was_there = had.iter().any(|one| (&one.unit, &one.role, one.from) == (&duty.unit, &duty.role, duty.from));
        match duty.to.filter(|_| was_there) {
            Some(end) => duties::tell_ended(&mut tx, by, &account.login, duty, end).await?,
            None => duties::tell_begun(&mut tx, by, &account.login, duty).await?,
        }
    }
    let said = |account: &Account| (account.name.clone(), account.phone.clone(), account.language.clone());
    if before.is_some_and(|before| said(&before) != said(account)) {
        own::tell_corrected(&mut tx, by, &account.login).await?;
    }
    own::set_password(&mut tx, by, &account.login, &account.password_hash, "").await?;
    tx.commit().await?;
    Ok(Ok(()))
}

/// Adds a duty, or changes the end of the one that began the same way.
pub(super) async fn put_duty(tx: &mut SqliteConnection, login: &str, duty: &Duty) -> Result<(), Error> {
    let query = sqlx::query(
        "insert into duty (login, unit, role, valid_from, valid_to) values (?1, ?2, ?3, ?4, ?5)
         on conflict (login, unit, role, valid_from) do update set valid_to = ?5",
    );
    let query = query.bind(login).bind(duty.unit.as_str()).bind(&duty.role).bind(duty.from.to_string());
    query.bind(duty.to.map(|day| day.to_string())).execute(tx).await?;
    Ok(())
}

pub(super) async fn account(pool: &SqlitePool, login: &str) -> Result<Option<Account>, Error> {
    let row = sqlx::query(ACCOUNT).bind(login).fetch_optional(pool).await?;
    whole(pool, row).await
}

pub(super) async fn open_session(pool: &SqlitePool, session: &Session) -> Result<(), Error> {
    let mut tx = pool.begin_with("begin immediate").await?;
    sqlx::query("delete from session where expires_at <= ?1").bind(session.opened_at.0).execute(&mut *tx).await?;
    sqlx::query("insert into session (token_hash, login, opened_at, expires_at) values (?1, ?2, ?3, ?4)")
        .bind(&session.token_hash)
        .bind(&session.login)
        .bind(session.opened_at.0)
        .bind(session.expires_at.0)
        .execute(&mut *tx)
        .await?;
    Ok(tx.commit().await?)
}

pub(super) async fn session_account(pool: &SqlitePool, token_hash: &str, now: Moment) -> Result<Option<Account>, Error> {
    let row = sqlx::query("select account.* from session join account using (login) where token_hash = ?1 and expires_at > ?2")
        .bind(token_hash)
        .bind(now.0)
        .fetch_optional(pool)
        .await?;
    whole(pool, row).await
}

pub(super) async fn close_session(pool: &SqlitePool, token_hash: &str) -> Result<(), Error> {
    sqlx::query("delete from session where token_hash = ?1").bind(token_hash).execute(pool).await?;
    Ok(())
}

/// An account's row with its duties.
async fn whole(database: impl SqliteExecutor<'_>, row: Option<SqliteRow>) -> Result<Option<Account>, Error> {
    let Some(row) = row else { return Ok(None) };
    let login: String = row.try_get("login")?;
    let duties = sqlx::query("select * from duty where login = ?1 order by id").bind(&login).fetch_all(database).await?;
    Ok(Some(Account {
        login,
        name: row.try_get("name")?,
        phone: row.try_get("phone")?,
        language: row.try_get("language")?,
        password_hash: row.try_get("password_hash")?,
        duties: duties.iter().map(read_duty).collect::<Result<_, _>>()?,
    }))
}

pub(super) fn read_duty(row: &SqliteRow) -> Result<Duty, Error> {
    let to: Option<String> = row.try_get("valid_to")?;
    Ok(Duty {
        unit: unit_code(row.try_get("unit")?)?,
        role: row.try_get("role")?,
        from: date(row.try_get("valid_from")?)?,
        to: to.map(date).transpose()?,
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};

    use super::super::{MIGRATIONS, migrator};
    use crate::{SqliteStore, Store};

    #[tokio::test]
    async fn the_roles_of_before_become_duties_that_let_people_do_the_same() {
        let file = std::env::temp_dir().join(format!("phieu-duties-{}.db", std::process::id()));
        let _ = std::fs::remove_file(&file);
        let options = SqliteConnectOptions::new().filename(&file).create_if_missing(true).foreign_keys(true);
        let pool = SqlitePoolOptions::new().connect_with(options).await.unwrap();
        migrator(&MIGRATIONS[..3]).run(&pool).await.unwrap();
        let units = "insert into unit values ('VN', 'a', 'centre', null, '{}'), ('68', 'b', 'province', 'VN', '{}'),
            ('24848', 'c', 'commune', '68', '{}'), ('24848-C01', 'd', 'club', '24848', '{}'), ('24848-Q01', 'e', 'fund', '24848', '{}')";
        sqlx::query(units).execute(&pool).await.unwrap();
        let cases: [(&str, &str, &[&str]); 9] = [
            ("24848-C01", "reporter", &["club_secretary"]),
            ("24848-Q01", "reporter", &["treasurer"]),
            ("24848", "reporter", &["volunteer"]),
            ("24848", "reporter reviewer", &["commune_chair"]),
            ("68", "reviewer viewer", &["province_officer"]),
            ("VN", "viewer", &["centre_officer"]),
            ("VN", "administrator viewer", &["administrator"]),
            ("68", "viewer reviewer reporter", &["viewer", "reviewer", "volunteer"]),
            ("24848-C01", "", &[]),
        ];
        for (at, (unit, roles, _)) in cases.iter().enumerate() {
            let query = sqlx::query("insert into account values (?1, 'name', ?2, ?3, 'vi', 'hash')");
            query.bind(at.to_string()).bind(unit).bind(roles).execute(&pool).await.unwrap();
        }
        sqlx::query("insert into session values ('token', '0', 0, 10)").execute(&pool).await.unwrap();
        pool.close().await;
        let store = SqliteStore::open(&file).await.unwrap();
        for (at, (unit, _, duties)) in cases.iter().enumerate() {
            let account = store.account(&at.to_string()).await.unwrap().unwrap();
            let had: Vec<_> = account.duties.iter().map(|duty| (duty.unit.as_str(), duty.role.as_str(), duty.to)).collect();
            let wanted: Vec<_> = duties.iter().map(|role| (*unit, *role, None)).collect();
            assert_eq!((had, account.password_hash.as_str()), (wanted, "hash"));
        }
        assert!(store.session_account("token", crate::Moment(5)).await.unwrap().is_some(), "who was signed in still is");
        store.close().await.unwrap();
        std::fs::remove_file(file).unwrap();
    }
}
