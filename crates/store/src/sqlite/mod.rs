//! The store on SQLite: one file, nothing to install, enough for a province.
//!
//! Write-ahead log with `synchronous = full`, because a receipt promises that the report survives a power cut. Writing transactions begin
//! with `begin immediate`: what they read is what they change, and a second writer waits instead of failing half-way.

mod audit;
mod below;
mod calendar;
mod closing;
mod country;
mod decide;
mod listing;
mod lives;
mod people;
mod planned;
mod programs;
mod progress;
mod reading;
mod registers;
mod reports;
mod rows;
mod submit;
mod sums;
mod targets;
mod units;
mod uploads;

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use async_trait::async_trait;
use phieu_report::{Date, FormId, OrgUnitCode, Period, ReportId, Revision};
use phieu_unit::{Fault, Hierarchy, Life, Predecessor, Succession};
use serde_json::json;
use sqlx::SqlSafeStr;
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};

use crate::{
    Account, AuditFault, AuditLine, AuditMark, Awaited, Both, Closing, Counted, Decision, Error, Expected, FactFilter, Figure, HELPER,
    Helper, Kept, LastReport, ListRow, Listing, Moment, NewClosing, NewDecision, NewRevision, NewUnitChange, OwnTarget, PlannedChange,
    Progress, Receipt, Refusal, Remark, ReportFilter, ReportRow, RevisionKey, RevisionRow, RowCount, RowPage, RowQuery, RowSums, Scope,
    Session, Store, SumQuery, Unit, UnitFacts, UnitSum,
};

/// The migrations in order: number, what it brings, statements. A published one is never edited.
const MIGRATIONS: &[(i64, &str, &str)] = &[
    (1, "first", include_str!("../../migrations/sqlite/0001_first.sql")),
    (2, "kinds", include_str!("../../migrations/sqlite/0002_kinds.sql")),
    (3, "audit chain", include_str!("../../migrations/sqlite/0003_audit_chain.sql")),
    (4, "units over time", include_str!("../../migrations/sqlite/0004_units_over_time.sql")),
    (5, "levels", include_str!("../../migrations/sqlite/0005_levels.sql")),
    (6, "totals", include_str!("../../migrations/sqlite/0006_totals.sql")),
    (8, "people", include_str!("../../migrations/sqlite/0008_people.sql")),
    (9, "national size", include_str!("../../migrations/sqlite/0009_national.sql")),
    (10, "requests", include_str!("../../migrations/sqlite/0010_requests.sql")),
    (11, "programs", include_str!("../../migrations/sqlite/0011_programs.sql")),
    (12, "registers", include_str!("../../migrations/sqlite/0012_registers.sql")),
    (13, "uploads", include_str!("../../migrations/sqlite/0013_uploads.sql")),
    (14, "once", include_str!("../../migrations/sqlite/0014_once.sql")),
    (16, "country", include_str!("../../migrations/sqlite/0016_country.sql")),
    (17, "sources", include_str!("../../migrations/sqlite/0017_sources.sql")),
];

/// How much of the file is read as memory, without copies of its pages: in bytes, all that SQLite allows.
const MAPPED: &str = "2147418112";

/// How long a statement waits for another writer.
const BUSY: Duration = Duration::from_secs(10);

/// A store in one SQLite file.
#[derive(Debug, Clone)]
pub struct SqliteStore {
    pool: SqlitePool,
    country: country::Country,
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
            .pragma("mmap_size", MAPPED)
            .busy_timeout(BUSY);
        let pool = SqlitePoolOptions::new().max_connections(8).connect_with(options).await?;
        migrator(MIGRATIONS).run(&pool).await?;
        audit::take_over(&pool).await?;
        Ok(Self { pool, country: country::Country::default() })
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

fn migrator(migrations: &[(i64, &'static str, &'static str)]) -> Migrator {
    let steps = migrations
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
        units::within(self, top, false).await
    }
    async fn units_once_within(&self, top: &OrgUnitCode) -> Result<Vec<Unit>, Error> {
        units::within(self, top, true).await
    }

    async fn chain_at(&self, code: &OrgUnitCode, day: Date) -> Result<Vec<Unit>, Error> {
        units::chain_at(&self.pool, code, day).await
    }
    async fn units_then(&self, asked: &[(OrgUnitCode, Date)]) -> Result<Vec<Unit>, Error> {
        units::then(&self.pool, asked).await
    }
    async fn units_under_at(&self, parent: &OrgUnitCode, day: Date) -> Result<Vec<Unit>, Error> {
        units::under_at(&self.pool, parent, day).await
    }
    async fn units_within_at(&self, top: &OrgUnitCode, day: Date) -> Result<Vec<Unit>, Error> {
        units::within_at(&self.pool, top, day).await
    }
    async fn kinds_within(&self, top: &OrgUnitCode, days: &[Date]) -> Result<BTreeMap<(Date, String), u64>, Error> {
        units::kinds_within(&self.pool, top, days).await
    }
    async fn units_on(&self, day: Date) -> Result<Vec<Unit>, Error> {
        units::on(&self.pool, day).await
    }

    async fn take_up_units(&self, hierarchy: &Hierarchy, digest: &str) -> Result<(), Error> {
        lives::take_up(&self.pool, hierarchy, digest).await
    }
    async fn has_taken_up(&self, digest: &str) -> Result<bool, Error> {
        lives::has_taken_up(&self.pool, digest).await
    }
    async fn hierarchy(&self) -> Result<Hierarchy, Error> {
        lives::hierarchy(&self.pool).await
    }
    async fn unit_life(&self, code: &OrgUnitCode) -> Result<Option<Life>, Error> {
        lives::life(&self.pool, code).await
    }
    async fn successions(&self) -> Result<Vec<Succession>, Error> {
        lives::successions(&self.pool).await
    }
    async fn change_units(&self, new: &NewUnitChange) -> Result<Result<Vec<OrgUnitCode>, Fault>, Error> {
        lives::change(&self.pool, new).await
    }

    async fn ask_from(&self, code: &OrgUnitCode, day: Date, at: Moment, login: &str) -> Result<Option<Unit>, Error> {
        let told = json!({ "action": "ask_from", "code": code.as_str(), "on": day.to_string() });
        units::set_attribute(&self.pool, code, ("asked_from", Some(day.to_string().into())), &told, at, login).await
    }
    async fn set_helper(&self, code: &OrgUnitCode, helper: Option<&Helper>, at: Moment, login: &str) -> Result<Option<Unit>, Error> {
        let value = helper.map(|helper| json!({ "name": helper.name, "phone": helper.phone }));
        // Who it is stands with the unit alone, where it can be taken away again; lines stay.
        let told = json!({ "action": "set_helper", "code": code.as_str() });
        units::set_attribute(&self.pool, code, (HELPER, value), &told, at, login).await
    }
    async fn plan_change(&self, new: &NewUnitChange) -> Result<Result<i64, Fault>, Error> {
        planned::plan(&self.pool, new).await
    }
    async fn planned_changes(&self) -> Result<Vec<PlannedChange>, Error> {
        planned::open(&self.pool).await
    }
    async fn withdraw_change(&self, id: i64, at: Moment, login: &str) -> Result<bool, Error> {
        planned::withdraw(&self.pool, id, at, login).await
    }
    async fn carry_out_planned(&self, today: Date, at: Moment) -> Result<usize, Error> {
        planned::carry_out(&self.pool, today, at).await
    }
    async fn remember_units(
        &self,
        rows: &[Predecessor],
        at: Moment,
        login: &str,
    ) -> Result<Result<Vec<OrgUnitCode>, Vec<(usize, Fault)>>, Error> {
        lives::remember(&self.pool, rows, at, login).await
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
        decide::decide(&self.pool, new).await
    }
    async fn close_period(&self, new: &NewClosing) -> Result<Result<(), Refusal>, Error> {
        closing::put(&self.pool, new).await
    }
    async fn closings(&self, units: &[OrgUnitCode]) -> Result<Vec<Closing>, Error> {
        closing::of_units(&self.pool, units).await
    }
    async fn put_calendar(&self, login: &str, key: Option<&str>) -> Result<(), Error> {
        calendar::put(&self.pool, login, key).await
    }
    async fn calendar(&self, login: &str) -> Result<Option<String>, Error> {
        calendar::key(&self.pool, login).await
    }
    async fn calendar_account(&self, key: &str) -> Result<Option<Account>, Error> {
        calendar::account(&self.pool, key).await
    }

    async fn report(&self, id: &ReportId) -> Result<Option<ReportRow>, Error> {
        reports::one(&self.pool, id).await
    }
    async fn reports(&self, filter: &ReportFilter) -> Result<Vec<ReportRow>, Error> {
        reports::list(&self.pool, filter).await
    }
    async fn listed(&self, asked: &Listing<'_>) -> Result<Vec<ReportRow>, Error> {
        listing::page(&self.pool, asked).await
    }
    async fn counted(&self, scopes: &[Scope]) -> Result<Vec<Counted>, Error> {
        listing::counted(&self.pool, scopes).await
    }
    async fn periods(&self, form: &FormId, units: Option<&[OrgUnitCode]>) -> Result<Vec<(Period, u64)>, Error> {
        listing::periods(&self.pool, form, units).await
    }
    async fn last_reports(&self, form: &FormId, units: &[OrgUnitCode], of: Option<&[Period]>) -> Result<Vec<LastReport>, Error> {
        listing::last(&self.pool, form, units, of).await
    }
    async fn last_choices(&self, form: &FormId, units: &[OrgUnitCode], field: &str) -> Result<Vec<(OrgUnitCode, String)>, Error> {
        listing::choices(&self.pool, form, units, field).await
    }
    async fn row_sums(&self, asked: &[RowQuery<'_>]) -> Result<Vec<RowSums>, Error> {
        rows::summed(&self.pool, asked).await
    }
    async fn row_counts(&self, asked: &[RowQuery<'_>]) -> Result<Vec<Vec<RowCount>>, Error> {
        rows::counted(&self.pool, asked).await
    }
    async fn rows(&self, asked: &RowQuery<'_>, page: &RowPage<'_>) -> Result<(u64, Vec<ListRow>), Error> {
        rows::page(&self.pool, asked, page).await
    }
    async fn reports_since(&self, units: &[OrgUnitCode], day: Date) -> Result<Vec<ReportRow>, Error> {
        reports::since(&self.pool, units, day).await
    }
    async fn contents(&self, filter: &ReportFilter) -> Result<Vec<(ReportRow, Vec<u8>)>, Error> {
        reports::contents(&self.pool, filter).await
    }
    async fn revisions(&self, report: &ReportId) -> Result<Vec<RevisionRow>, Error> {
        reports::revisions(&self.pool, report).await
    }
    async fn revision(&self, report: &ReportId, number: Revision) -> Result<Option<RevisionRow>, Error> {
        reports::revision(&self.pool, report, number).await
    }
    async fn last_revisions(&self, reports: &[ReportId]) -> Result<Vec<(ReportId, RevisionRow)>, Error> {
        reports::last_revisions(&self.pool, reports).await
    }
    async fn remarks(&self, report: &ReportId) -> Result<Vec<Remark>, Error> {
        let remarks = reports::remarks(&self.pool, std::slice::from_ref(report)).await?;
        Ok(remarks.into_iter().map(|(_, remark)| remark).collect())
    }
    async fn remarks_on(&self, reports: &[ReportId]) -> Result<Vec<(ReportId, Remark)>, Error> {
        reports::remarks(&self.pool, reports).await
    }
    async fn reopened(&self, reports: &[ReportId]) -> Result<Vec<ReportId>, Error> {
        reports::reopened(&self.pool, reports).await
    }
    async fn history(&self, report: &ReportId) -> Result<Vec<AuditLine>, Error> {
        reports::history(&self.pool, report).await
    }
    async fn verify_audit(&self, noted: Option<&AuditMark>) -> Result<Result<AuditMark, AuditFault>, Error> {
        audit::verify(&self.pool, noted).await
    }
    async fn facts(&self, filter: &ReportFilter) -> Result<Vec<UnitFacts>, Error> {
        reports::facts(&self.pool, filter).await
    }
    async fn facts_since(&self, filter: &FactFilter<'_>) -> Result<Vec<UnitFacts>, Error> {
        reports::facts_since(&self.pool, filter).await
    }

    async fn sums(&self, asked: &SumQuery<'_>) -> Result<Vec<UnitSum>, Error> {
        sums::sums(&self.pool, asked).await
    }
    async fn both(&self, top: &OrgUnitCode, figures: [Figure<'_>; 2]) -> Result<Both, Error> {
        sums::both(&self.pool, top, figures).await
    }
    async fn texts(&self, asked: &SumQuery<'_>, most: u32) -> Result<Vec<(OrgUnitCode, String)>, Error> {
        targets::texts(&self.pool, asked, most).await
    }
    async fn progress(&self, asked: &Expected<'_>, until: Moment, own: &[(OrgUnitCode, Moment)]) -> Result<Vec<Progress>, Error> {
        progress::progress(&self.pool, asked, until, own).await
    }
    async fn silent(&self, asked: &Expected<'_>, path: &str, most: u32) -> Result<Vec<Awaited>, Error> {
        progress::silent(&self.pool, asked, path, most).await
    }
    async fn having(&self, asked: &Expected<'_>, path: &str) -> Result<(u64, u64), Error> {
        progress::having(&self.pool, asked, path).await
    }
    async fn rebuild_sums(&self) -> Result<(u64, u64), Error> {
        sums::rebuild(&self.pool).await
    }

    async fn put_target(&self, target: &OwnTarget) -> Result<(), Error> {
        targets::put(&self.pool, target).await
    }
    async fn targets(&self, unit: &OrgUnitCode, year: i32) -> Result<Vec<OwnTarget>, Error> {
        targets::list(&self.pool, unit, year).await
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use phieu_report::Date;

    use super::*;
    use crate::Duty;

    #[tokio::test]
    async fn a_database_of_before_keeps_its_units_and_takes_new_kinds() {
        let file = std::env::temp_dir().join(format!("phieu-kinds-{}.db", std::process::id()));
        let options = SqliteConnectOptions::new().filename(&file).create_if_missing(true).foreign_keys(true);
        let pool = SqlitePoolOptions::new().connect_with(options).await.unwrap();
        migrator(&MIGRATIONS[..1]).run(&pool).await.unwrap();
        for row in [
            "insert into unit values ('VN', 'a', 'centre', null, '{}'), ('68', 'b', 'province', 'VN', '{\"x\":\"1\"}')",
            "insert into account values ('login', 'name', '68', 'viewer', 'vi', 'hash')",
        ] {
            sqlx::query(row).execute(&pool).await.unwrap();
        }
        pool.close().await;
        let store = SqliteStore::open(&file).await.unwrap();
        let province = OrgUnitCode::parse("68").unwrap();
        let kept = store.unit(&province).await.unwrap().unwrap();
        let life = store.unit_life(&province).await.unwrap().unwrap();
        assert_eq!(
            (life.versions.len(), life.versions[0].valid_from, life.ended()),
            (1, Date::FIRST, None),
            "it counts from the first day"
        );
        assert_eq!((kept.kind.as_str(), kept.attributes["x"].as_str()), ("province", Some("1")));
        let from = Date::new(2000, 1, 1).unwrap();
        let duty = Duty { unit: province.clone(), role: "viewer".to_owned(), from, to: None };
        assert_eq!(store.account("login").await.unwrap().unwrap().duties, [duty]);
        let new = Unit { code: OrgUnitCode::parse("68-H01").unwrap(), kind: "branch".to_owned(), parent: Some(province), ..kept };
        store.put_units(std::slice::from_ref(&new)).await.unwrap();
        assert_eq!(store.unit(&new.code).await.unwrap(), Some(new.clone()));
        let lost = Unit { code: OrgUnitCode::parse("68-H02").unwrap(), parent: Some(OrgUnitCode::parse("99").unwrap()), ..new };
        assert!(store.put_units(&[lost]).await.is_err(), "a parent is still asked for");
        store.close().await.unwrap();
        std::fs::remove_file(file).unwrap();
    }

    #[tokio::test]
    async fn what_units_rest_on_is_in_vietnamese_in_a_database_of_before_too() {
        let file = std::env::temp_dir().join(format!("phieu-sources-{}.db", std::process::id()));
        let options = SqliteConnectOptions::new().filename(&file).create_if_missing(true).foreign_keys(true);
        let pool = SqlitePoolOptions::new().connect_with(options).await.unwrap();
        migrator(&MIGRATIONS[..14]).run(&pool).await.unwrap();
        let english = "Resolution 36/2026/QH16 of the National Assembly: the city of Quảng Ninh from 01/09/2026";
        for row in [
            "insert into unit (code, name, kind, attributes, valid_from, source) values ('22', 'a', 'province', '{}', '2026-09-01', ?1)",
            "insert into unit_past values ('22', '0001-01-01', '2026-09-01', 'b', 'province', null, ?1 || '; told')",
            "insert into unit_past values ('22', '0000-01-01', '0001-01-01', 'c', 'province', null, ?1)",
            "insert into succession values ('22', '22', '2026-09-01', 'rename', null, ?1)",
        ] {
            sqlx::query(row).bind(english).execute(&pool).await.unwrap();
        }
        pool.close().await;
        let store = SqliteStore::open(&file).await.unwrap();
        let query = "select source from unit union all select source from unit_past union all select source from succession order by 1";
        let sources: Vec<String> = sqlx::query_scalar(query).fetch_all(&store.pool).await.unwrap();
        let vietnamese = "Nghị quyết 36/2026/QH16 của Quốc hội: thành phố Quảng Ninh từ 01/09/2026";
        assert_eq!(sources, [vietnamese, vietnamese, vietnamese, &format!("{english}; told")]);
        let changed = sqlx::query("update unit_past set name = 'x'").execute(&store.pool).await;
        assert!(changed.is_err(), "a past version stays final");
        store.close().await.unwrap();
        std::fs::remove_file(file).unwrap();
    }
}
