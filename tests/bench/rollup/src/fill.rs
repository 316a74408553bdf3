//! Three years of all forms from every unit, made in the database itself: reports, their figures, where they stand in the tree.
//!
//! Everything follows from the units, the forms and a fixed multiplication, so that it is the same each time. Of each form ten figures
//! are filled in; nineteen of twenty reports are approved, by some of their levels or by all, the others wait. Registers of the last year
//! hold what the forms' own cases hold; other contents are empty: nothing that is measured reads them.

use std::path::Path;

use anyhow::{Context, Result};
use phieu::Validator;
use phieu::form::Aggregate;
use phieu_report::{Period, PeriodType};
use phieu_server::{FirstStart, Options, Server};
use phieu_store::{SqliteStore, Store};
use serde_json::Value;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{Row, SqlitePool};

use crate::national;

/// Figures of a form that are filled in.
const FIGURES: usize = 10;
const YEARS: std::ops::RangeInclusive<i32> = 2024..=2026;

/// Who asks: a login, its unit, its role.
pub const ACCOUNTS: [(&str, &str, &str); 3] =
    [("24848", "24848", "commune_chair"), ("68", "68", "province_officer"), ("vn", "VN", "centre_officer")];

/// What a database is made of: where it is the same, so is the database.
pub fn digest() -> Result<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..");
    let mut migrations: Vec<_> = std::fs::read_dir(root.join("crates/store/migrations/sqlite"))?.collect::<Result<_, _>>()?;
    migrations.sort_by_key(std::fs::DirEntry::path);
    let mut all = format!("{}{}{}", include_str!("fill.rs"), include_str!("national.rs"), phieu_catalog::hierarchy_digest());
    for file in migrations {
        all += &std::fs::read_to_string(file.path())?;
    }
    for source in phieu_catalog::forms() {
        all += source.text;
        all += &kept(source.id)?;
    }
    Ok(phieu_report::digest(all.as_bytes()))
}

/// What a unit keeps in a register, from the form's own cases; of other forms nothing.
fn kept(form: &str) -> Result<String> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../forms").join(form).join("base.json");
    let base: Value = serde_json::from_slice(&std::fs::read(&file).with_context(|| format!("{}", file.display()))?)?;
    Ok(base["report"].to_string())
}

/// Fills a folder.
pub async fn fill(folder: &Path, clubs: usize) -> Result<()> {
    drop(Server::start(Options { first_start: FirstStart::Empty, ..Options::new(folder) }).await?);
    let file = folder.join("phieu.db");
    let store = SqliteStore::open(&file).await?;
    store.put_units(&national::units(clubs)?).await?;
    store.close().await?;
    for (login, unit, role) in ACCOUNTS {
        let account = phieu_server::NewAccount {
            login: login.to_owned(),
            name: login.to_owned(),
            unit: unit.to_owned(),
            roles: vec![role.to_owned()],
        };
        let password = phieu_server::put_account(folder, account).await?;
        std::fs::write(folder.join(format!("{login}.txt")), password)?;
    }
    // Nobody else reads it, and one that is broken off is made anew.
    let options = SqliteConnectOptions::new().filename(&file).journal_mode(SqliteJournalMode::Off).synchronous(SqliteSynchronous::Off);
    let pool = SqlitePool::connect_with(options.pragma("cache_size", "-400000").pragma("temp_store", "memory")).await?;
    let mut tx = pool.begin().await?;
    for statement in [
        "create temp table asked (form text, kind text, period text, first text, last text, levels integer, content text)",
        "create temp table asked_figure (form text, path text, at integer)",
    ] {
        sqlx::query(statement).execute(&mut *tx).await?;
    }
    for source in phieu_catalog::forms() {
        let validator = Validator::from_toml(source.file, source.text)?;
        let kinds: Vec<&str> = validator.setting("filled_by").unwrap_or_default().split_whitespace().collect();
        let levels = validator.setting("reviewed_by").unwrap_or_default().split_whitespace().count();
        let register = validator.definition()["register"].is_object();
        // A register is each unit's own; what several kinds report otherwise, the first kind does.
        let kinds = if register { kinds.as_slice() } else { kinds.get(..1).context("a form that nobody fills in")? };
        for period in periods(validator.setting("period_type").unwrap_or_default())? {
            let window = phieu_catalog::calendar().map_err(|error| anyhow::anyhow!("{error}"))?.window;
            let content = if register && period.year() == *YEARS.end() { kept(source.id)? } else { "{}".to_owned() };
            for kind in kinds {
                sqlx::query("insert into asked values (?1, ?2, ?3, ?4, ?5, ?6, ?7)")
                    .bind(source.id)
                    .bind(*kind)
                    .bind(period.to_string())
                    .bind(period.start(window).to_string())
                    .bind(period.end(window).to_string())
                    .bind(levels as i64)
                    .bind(&content)
                    .execute(&mut *tx)
                    .await?;
            }
        }
        let numbers = validator.form().nodes.iter().filter(|node| matches!(node.aggregate, Aggregate::Sum | Aggregate::Last));
        for (at, node) in numbers.take(FIGURES).enumerate() {
            let query = sqlx::query("insert into asked_figure values (?1, ?2, ?3)").bind(source.id).bind(&node.path).bind(at as i64);
            query.execute(&mut *tx).await?;
        }
    }
    for statement in [
        "create temp table made as select row_number() over (order by asked.form, asked.period, unit.code) as number,
             unit.code as unit, asked.* from asked join unit on unit.kind = asked.kind",
        "insert into report (id, form, unit, period, period_start, period_end, status, revision, approvals)
             select printf('0190c3a2-0000-7000-8000-%012x', number), form, unit, period, first, last,
                 case when waits then 'submitted' else 'approved' end, 1, case when waits then 0 when number * 7919 % 20 = 1 then 1 else levels end
             from (select *, levels = 0 or number * 7919 % 20 = 0 as waits from made)",
        "insert into revision (report, number, version, digest, content, context, received_at, received_from)
             select printf('0190c3a2-0000-7000-8000-%012x', number), 1, '2026.1', '', cast(content as blob), x'7b7d',
                 unixepoch(last) * 1000 + number * 7919 % 20 * 86400000, '68' from made",
        "insert into fact (report, path, value)
             select printf('0190c3a2-0000-7000-8000-%012x', number), path, number * (at + 3) * 7919 % 1000 from made join asked_figure using (form)",
        "with recursive way (reporter, child, unit) as (
             select code, code, parent from unit where parent is not null
             union select way.reporter, way.unit, unit.parent from way join unit on unit.code = way.unit where unit.parent is not null)
         insert into place (reporter, form, period, unit, child)
             select way.reporter, made.form, made.period, way.unit, way.child from made join way on way.reporter = made.unit",
        "drop table made",
        "drop table asked",
        "drop table asked_figure",
    ] {
        sqlx::query(statement).execute(&mut *tx).await?;
    }
    tx.commit().await?;
    pool.close().await;
    Ok(())
}

/// The periods of some kinds in all years. A half-year whose year is filed has no second half.
fn periods(kinds: &str) -> Result<Vec<Period>> {
    let kinds: Vec<PeriodType> = kinds.split_whitespace().map(PeriodType::parse).collect::<Result<_, _>>()?;
    let mut periods = Vec::new();
    for year in YEARS {
        periods.extend(kinds.iter().flat_map(|kind| (1..=12).filter_map(move |number| Period::new(*kind, year, number))));
    }
    let covered = |period: &Period| kinds.contains(&PeriodType::Year) && period.kind() == PeriodType::Half && period.number() == 2;
    periods.retain(|period| !covered(period));
    Ok(periods)
}

/// How much there is of everything.
pub async fn counts(file: &Path) -> Result<Vec<(&'static str, i64)>> {
    let pool = SqlitePool::connect(&format!("sqlite://{}", file.display())).await?;
    let mut counts = Vec::new();
    for (what, query) in [
        ("provinces", "select count(*) from unit where kind = 'province' and valid_to is null"),
        ("communes", "select count(*) from unit where kind = 'commune'"),
        ("clubs", "select count(*) from unit where kind = 'club'"),
        ("forms", "select count(distinct form) from report"),
        ("reports", "select count(*) from report"),
        ("figures", "select count(*) from fact"),
    ] {
        counts.push((what, sqlx::query(query).fetch_one(&pool).await?.try_get(0)?));
    }
    pool.close().await;
    Ok(counts)
}

/// Reports of a form below a province that wait for its first level, or for its second.
pub async fn waiting(file: &Path, province: &str, approvals: i64, most: i64) -> Result<Vec<String>> {
    let pool = SqlitePool::connect(&format!("sqlite://{}", file.display())).await?;
    let rows = sqlx::query(
        "select report.id from report join unit on unit.code = report.unit
         where report.form = 'cs-nct' and unit.parent = ?1 and report.status = ?2 and report.approvals = ?3 order by report.id limit ?4",
    );
    let status = if approvals == 0 { "submitted" } else { "approved" };
    let rows = rows.bind(province).bind(status).bind(approvals).bind(most).fetch_all(&pool).await?;
    pool.close().await;
    rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
}
