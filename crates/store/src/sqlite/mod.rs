//! The store on SQLite: one file, nothing to install, enough for a province.
//!
//! Write-ahead log with `synchronous = full`, because a receipt promises that the report survives a power cut. Writing transactions begin
//! with `begin immediate`: what they read is what they change, and a second writer waits instead of failing half-way.

mod people;
mod reading;
mod reports;
mod submit;
mod units;

use std::path::Path;
use std::time::Duration;

use async_trait::async_trait;
use phieu_report::{OrgUnitCode, ReportId, Revision};
use sqlx::SqlSafeStr;
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};

use crate::{
    Account, AuditLine, Decision, Error, Kept, Moment, NewDecision, NewRevision, Receipt, Refusal, Remark, ReportFilter, ReportRow,
    RevisionKey, RevisionRow, Session, Store, Unit, UnitFacts,
};

/// The migrations in order: number, what it brings, statements. A published one is never edited.
const MIGRATIONS: &[(i64, &str, &str)] = &[(1, "first", include_str!("../../migrations/sqlite/0001_first.sql"))];

/// How long a statement waits for another writer.
const BUSY: Duration = Duration::from_secs(10);

/// A store in one SQLite file.
#[derive(Debug, Clone)]
pub struct SqliteStore {
    pool: SqlitePool,
}

impl SqliteStore {
    /// Opens the file, makes it if it does not exist, and brings its tables to this version's shape.
    pub async fn open(file: &Path) -> Result<Self, Error> {
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(true)
            .foreign_keys(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(BUSY);
        let pool = SqlitePoolOptions::new().max_connections(8).connect_with(options).await?;
        migrator().run(&pool).await?;
        Ok(Self { pool })
    }

    /// Finishes what is under way, brings everything that was written into the file itself, and closes it.
    ///
    /// SQLite keeps the last writes in a log beside the file. A connection may still be on its way to closing when the pool
    /// says that it is closed; a file moved then would leave its log, and with it what was written, behind.
    /// `InUse` where somebody else still reads or writes: then the log stays, and the file must not be moved without it.
    pub async fn close(&self) -> Result<(), Error> {
        let emptied = sqlx::query_as::<_, (i64, i64, i64)>("pragma wal_checkpoint(truncate)").fetch_one(&self.pool).await;
        self.pool.close().await;
        let (busy, _, _) = emptied?;
        if busy == 0 { Ok(()) } else { Err(Error::InUse) }
    }
}

fn migrator() -> Migrator {
    let steps = MIGRATIONS
        .iter()
        .map(|(number, what, sql)| Migration::new(*number, (*what).into(), MigrationType::Simple, sql.into_sql_str(), false));
    Migrator::with_migrations(steps.collect())
}

#[async_trait]
impl Store for SqliteStore {
    async fn put_units(&self, units: &[Unit]) -> Result<(), Error> {
        units::put(&self.pool, units).await
    }
    async fn unit(&self, code: &OrgUnitCode) -> Result<Option<Unit>, Error> {
        units::one(&self.pool, code).await
    }
    async fn units_under(&self, parent: &OrgUnitCode) -> Result<Vec<Unit>, Error> {
        units::under(&self.pool, parent).await
    }
    async fn units_within(&self, top: &OrgUnitCode) -> Result<Vec<Unit>, Error> {
        units::within(&self.pool, top).await
    }

    async fn put_account(&self, account: &Account) -> Result<(), Error> {
        people::put(&self.pool, account).await
    }
    async fn account(&self, login: &str) -> Result<Option<Account>, Error> {
        people::account(&self.pool, login).await
    }
    async fn open_session(&self, session: &Session) -> Result<(), Error> {
        people::open_session(&self.pool, session).await
    }
    async fn session_account(&self, token_hash: &str, now: Moment) -> Result<Option<Account>, Error> {
        people::session_account(&self.pool, token_hash, now).await
    }
    async fn close_session(&self, token_hash: &str) -> Result<(), Error> {
        people::close_session(&self.pool, token_hash).await
    }

    async fn submit(&self, new: &NewRevision) -> Result<Result<Kept, Refusal>, Error> {
        submit::submit(&self.pool, new).await
    }
    async fn standing(&self, key: &RevisionKey) -> Result<Result<Option<Receipt>, Refusal>, Error> {
        submit::standing(&self.pool, key).await
    }
    async fn decide(&self, new: &NewDecision) -> Result<Result<Decision, Refusal>, Error> {
        submit::decide(&self.pool, new).await
    }

    async fn report(&self, id: &ReportId) -> Result<Option<ReportRow>, Error> {
        reports::one(&self.pool, id).await
    }
    async fn reports(&self, filter: &ReportFilter) -> Result<Vec<ReportRow>, Error> {
        reports::list(&self.pool, filter).await
    }
    async fn revisions(&self, report: &ReportId) -> Result<Vec<RevisionRow>, Error> {
        reports::revisions(&self.pool, report).await
    }
    async fn revision(&self, report: &ReportId, number: Revision) -> Result<Option<RevisionRow>, Error> {
        reports::revision(&self.pool, report, number).await
    }
    async fn remarks(&self, report: &ReportId) -> Result<Vec<Remark>, Error> {
        reports::remarks(&self.pool, report).await
    }
    async fn history(&self, report: &ReportId) -> Result<Vec<AuditLine>, Error> {
        reports::history(&self.pool, report).await
    }
    async fn facts(&self, filter: &ReportFilter) -> Result<Vec<UnitFacts>, Error> {
        reports::facts(&self.pool, filter).await
    }
}
