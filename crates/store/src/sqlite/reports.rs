//! Reading reports and what belongs to them from SQLite.

use phieu_report::{FormId, OrgUnitCode, ReportId, Revision};
use sqlx::sqlite::{SqlitePool, SqliteRow};
use sqlx::{Row, Sqlite, SqliteConnection};

use super::reading;
use crate::{AuditLine, Error, Flag, Moment, Receipt, Remark, ReportFilter, ReportRow, RevisionKey, RevisionRow, Sealed, UnitFacts};

/// Reports with their first and last revision, and what else is asked for of them.
macro_rules! report_rows {
    ($($more:literal)?) => {
        concat!(
            "select report.*, last.version, last.received_at, last.received_from, first.received_at as first_received_at,
             (select json_array(mark.at, cause.id, cause.form, cause.unit, cause.period) from audit as mark
              join report as cause on cause.id = mark.about where mark.id = report.flag) as flagged", $($more,)?
         " from report
         join revision as last on last.report = report.id and last.number = report.revision
         join revision as first on first.report = report.id and first.number = 1")
    };
}

/// The conditions of a [`ReportFilter`], whose values [`bind_filter`] gives.
macro_rules! filtered {
    () => {
        " where (?1 is null or unit in (select value from json_each(?1))) and (?2 is null or form = ?2)
          and (?3 is null or period = ?3) and (?4 is null or status = ?4)"
    };
}

pub(super) async fn receipt(on: &mut SqliteConnection, key: &RevisionKey) -> Result<Option<Receipt>, Error> {
    let row = sqlx::query(
        "select report.status, revision.received_at from revision join report on report.id = revision.report
         where report = ?1 and number = ?2 and digest = ?3",
    )
    .bind(key.report.as_str())
    .bind(key.number.get())
    .bind(&key.digest)
    .fetch_optional(on)
    .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Receipt {
        report: key.report.clone(),
        revision: key.number,
        status: reading::status(row.try_get("status")?)?,
        received_at: Moment(row.try_get("received_at")?),
    }))
}

pub(super) async fn one(pool: &SqlitePool, id: &ReportId) -> Result<Option<ReportRow>, Error> {
    let row = sqlx::query(concat!(report_rows!(), " where id = ?1")).bind(id.as_str()).fetch_optional(pool).await?;
    row.as_ref().map(read_report).transpose()
}

pub(super) async fn list(pool: &SqlitePool, filter: &ReportFilter) -> Result<Vec<ReportRow>, Error> {
    let query = sqlx::query(concat!(report_rows!(), filtered!(), " order by period_end desc, period_start desc, form, unit"));
    let rows = bind_filter(query, filter).fetch_all(pool).await?;
    rows.iter().map(read_report).collect()
}

pub(super) async fn waiting(pool: &SqlitePool, form: &FormId, units: &[OrgUnitCode], level: u8) -> Result<Vec<ReportRow>, Error> {
    let query = sqlx::query(concat!(
        report_rows!(),
        " where form = ?1 and unit in (select value from json_each(?2)) and (
             (status in ('submitted', 'approved') and approvals = ?3 - 1) or (status = 'approved' and approvals = ?3 and flag is not null))
          order by period_end desc, period_start desc, unit"
    ));
    let codes: serde_json::Value = units.iter().map(OrgUnitCode::as_str).collect();
    query.bind(form.as_str()).bind(codes.to_string()).bind(level).fetch_all(pool).await?.iter().map(read_report).collect()
}

pub(super) async fn contents(pool: &SqlitePool, filter: &ReportFilter) -> Result<Vec<(ReportRow, Vec<u8>)>, Error> {
    let query =
        sqlx::query(concat!(report_rows!(", last.content"), filtered!(), " order by period_end desc, period_start desc, form, unit"));
    let rows = bind_filter(query, filter).fetch_all(pool).await?;
    rows.iter().map(|row| Ok((read_report(row)?, row.try_get("content")?))).collect()
}

pub(super) async fn facts(pool: &SqlitePool, filter: &ReportFilter) -> Result<Vec<UnitFacts>, Error> {
    let query = sqlx::query(concat!(
        "select id, unit, period, path, value, null as text, 0 as position from report left join fact on fact.report = report.id",
        filtered!(),
        " union all select id, unit, period, path, null, text, position from report join fact_text on fact_text.report = report.id",
        filtered!(),
        " order by unit, period, id, position, path"
    ));
    let mut reports: Vec<UnitFacts> = Vec::new();
    let mut last_id = String::new();
    for row in bind_filter(query, filter).fetch_all(pool).await? {
        let id: String = row.try_get("id")?;
        if id != last_id || reports.is_empty() {
            last_id = id;
            let (unit, period) = (reading::unit_code(row.try_get("unit")?)?, reading::period(row.try_get("period")?)?);
            reports.push(UnitFacts { unit, period, facts: Vec::new(), texts: Vec::new() });
        }
        let Some(report) = reports.last_mut() else { continue };
        let (path, value, text): (Option<String>, Option<f64>, Option<String>) =
            (row.try_get("path")?, row.try_get("value")?, row.try_get("text")?);
        match (path, value, text) {
            (Some(path), Some(value), _) => report.facts.push((path, value)),
            (Some(path), _, Some(text)) => report.texts.push((path, text)),
            _ => {}
        }
    }
    Ok(reports)
}

type Query<'q> = sqlx::query::Query<'q, Sqlite, sqlx::sqlite::SqliteArguments>;

fn bind_filter<'q>(query: Query<'q>, filter: &ReportFilter) -> Query<'q> {
    let units = filter.units.as_ref().map(|codes| {
        let codes = codes.iter().map(|code| serde_json::Value::from(code.as_str()));
        serde_json::Value::Array(codes.collect()).to_string()
    });
    query
        .bind(units)
        .bind(filter.form.as_ref().map(|form| form.as_str().to_owned()))
        .bind(filter.period.as_ref().map(ToString::to_string))
        .bind(filter.status.map(|status| status.name()))
}

fn read_report(row: &SqliteRow) -> Result<ReportRow, Error> {
    Ok(ReportRow {
        id: reading::report_id(row.try_get("id")?)?,
        form: reading::form_id(row.try_get("form")?)?,
        version: reading::version(row.try_get("version")?)?,
        unit: reading::unit_code(row.try_get("unit")?)?,
        period: reading::period(row.try_get("period")?)?,
        status: reading::status(row.try_get("status")?)?,
        approvals: reading::approvals(row.try_get("approvals")?)?,
        warnings: row.try_get("warnings")?,
        flag: row.try_get::<Option<String>, _>("flagged")?.map(|text| read_flag(&text)).transpose()?,
        replaced_by: row.try_get::<Option<String>, _>("replaced_by")?.map(reading::report_id).transpose()?,
        revision: reading::revision(row.try_get("revision")?)?,
        first_received_at: Moment(row.try_get("first_received_at")?),
        received_at: Moment(row.try_get("received_at")?),
        received_from: row.try_get("received_from")?,
    })
}

fn read_flag(text: &str) -> Result<Flag, Error> {
    let (at, report, form, unit, period): (i64, String, String, String, String) = reading::json("flag", text.as_bytes())?;
    Ok(Flag {
        at: Moment(at),
        report: reading::report_id(report)?,
        form: reading::form_id(form)?,
        unit: reading::unit_code(unit)?,
        period: reading::period(period)?,
    })
}

pub(super) async fn revisions(pool: &SqlitePool, report: &ReportId) -> Result<Vec<RevisionRow>, Error> {
    let rows = sqlx::query("select * from revision where report = ?1 order by number").bind(report.as_str()).fetch_all(pool).await?;
    rows.iter().map(read_revision).collect()
}

pub(super) async fn revision(pool: &SqlitePool, report: &ReportId, number: Revision) -> Result<Option<RevisionRow>, Error> {
    let row = sqlx::query("select * from revision where report = ?1 and number = ?2")
        .bind(report.as_str())
        .bind(number.get())
        .fetch_optional(pool)
        .await?;
    row.as_ref().map(read_revision).transpose()
}

fn read_revision(row: &SqliteRow) -> Result<RevisionRow, Error> {
    let sealed: Option<String> = row.try_get("sealed_at")?;
    Ok(RevisionRow {
        number: reading::revision(row.try_get("number")?)?,
        version: reading::version(row.try_get("version")?)?,
        digest: row.try_get("digest")?,
        content: row.try_get("content")?,
        context: row.try_get("context")?,
        sealed_at: sealed.map(Sealed),
        received_at: Moment(row.try_get("received_at")?),
        received_from: row.try_get("received_from")?,
    })
}

pub(super) async fn remarks(pool: &SqlitePool, report: &ReportId) -> Result<Vec<Remark>, Error> {
    let query = sqlx::query(
        "select path, text, revision, at, coalesce(nullif(account.name, ''), audit.login) as name from remark
         join audit on audit.id = remark.line left join account using (login) where report = ?1 order by remark.id",
    );
    let rows = query.bind(report.as_str()).fetch_all(pool).await?;
    rows.iter()
        .map(|row| {
            Ok(Remark {
                revision: reading::revision(row.try_get("revision")?)?,
                path: row.try_get("path")?,
                text: row.try_get("text")?,
                at: Moment(row.try_get("at")?),
                by: row.try_get("name")?,
            })
        })
        .collect()
}

pub(super) async fn history(pool: &SqlitePool, report: &ReportId) -> Result<Vec<AuditLine>, Error> {
    let rows = sqlx::query(
        "select audit.*, nullif(account.name, '') as name from audit left join account using (login) where report = ?1 order by id",
    )
    .bind(report.as_str())
    .fetch_all(pool)
    .await?;
    rows.iter()
        .map(|row| {
            let name: Option<String> = row.try_get("name")?;
            Ok(AuditLine {
                at: Moment(row.try_get("at")?),
                by: name.map_or_else(|| row.try_get("login"), Ok)?,
                event: reading::event(row.try_get("event")?)?,
                revision: reading::revision(row.try_get("revision")?)?,
                status: reading::status(row.try_get("status")?)?,
                about: row.try_get::<Option<String>, _>("about")?.map(reading::report_id).transpose()?,
            })
        })
        .collect()
}
