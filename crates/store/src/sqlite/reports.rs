//! Reading reports and what belongs to them from SQLite.

use phieu_report::{Date, Event, OrgUnitCode, ReportId, Revision};
use sqlx::sqlite::{SqlitePool, SqliteRow};
use sqlx::{AssertSqlSafe, Row, Sqlite, SqliteConnection};

use super::reading;
use super::sums::{codes, counting};
use crate::{
    AuditLine, Error, FactFilter, Flag, Moment, Receipt, Remark, ReportFilter, ReportRow, RevisionKey, RevisionRow, Sealed, UnitFacts,
    UnitName,
};

/// Reports with their last revision, and what else is asked for of them.
macro_rules! report_rows {
    ($($more:literal)?) => {
        concat!(
            "select report.*, last.version, last.received_at, last.received_from,
             (select json_array(mark.at, cause.id, cause.form, cause.period, own.code, own.name, own.kind) from audit as mark
              join report as cause on cause.id = mark.about join unit as own on own.code = cause.unit
              where mark.id = report.flag) as flagged", $($more,)?
         " from report
         join revision as last on last.report = report.id and last.number = report.revision")
    };
}
pub(super) use report_rows;

/// The conditions of a [`ReportFilter`], whose values [`bind_filter`] gives. An absent one is not written as one that always holds: the
/// planner would then read all reports there are.
fn filtered(filter: &ReportFilter) -> String {
    let condition = |given: bool, condition: &'static str, absent: &'static str| if given { condition } else { absent };
    [
        " where ",
        condition(filter.units.is_some(), "unit in (select value from json_each(?1))", "?1 is null"),
        " and ",
        condition(filter.form.is_some(), "form = ?2", "?2 is null"),
        " and ",
        condition(filter.period.is_some(), "period = ?3", "?3 is null"),
        " and ",
        condition(filter.status.is_some(), "status = ?4", "?4 is null"),
    ]
    .concat()
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
    let sql = [report_rows!(), &filtered(filter), " order by period_end desc, period_start desc, form, unit"].concat();
    let rows = bind_filter(sqlx::query(AssertSqlSafe(sql)), filter).fetch_all(pool).await?;
    rows.iter().map(read_report).collect()
}

pub(super) async fn since(pool: &SqlitePool, units: &[OrgUnitCode], day: Date) -> Result<Vec<ReportRow>, Error> {
    // An estimate is compared with nothing, and hides no official report of before.
    let query = sqlx::query(concat!(
        report_rows!(),
        " where report.unit in (select value from json_each(?1)) and (report.period_end >= ?2
             or report.status in (select value from json_each(?3)) and report.period not glob '*-E' and report.period_end = (
                 select max(before.period_end) from report as before
                 where before.unit = report.unit and before.form = report.form and before.period_end < ?2
                 and before.period not glob '*-E' and before.status in (select value from json_each(?3))))
         order by period_end desc, period_start desc, form, unit"
    ));
    let rows = query.bind(codes(units)).bind(day.to_string()).bind(counting()).fetch_all(pool).await?;
    rows.iter().map(read_report).collect()
}

pub(super) async fn contents(pool: &SqlitePool, filter: &ReportFilter) -> Result<Vec<(ReportRow, Vec<u8>)>, Error> {
    let sql = [report_rows!(", last.content"), &filtered(filter), " order by period_end desc, period_start desc, form, unit"].concat();
    let rows = bind_filter(sqlx::query(AssertSqlSafe(sql)), filter).fetch_all(pool).await?;
    rows.iter().map(|row| Ok((read_report(row)?, row.try_get("content")?))).collect()
}

/// A report's status, unit and period with each of its facts, in the order in which [`gathered`] takes them.
macro_rules! fact_rows {
    () => {
        " select chosen.*, path, value, null as text, 0 as position from chosen left join fact on fact.report = chosen.id
          union all select chosen.*, path, null, text, position from chosen join fact_text on fact_text.report = chosen.id
          order by unit, period, id, position, path"
    };
}

pub(super) async fn facts(pool: &SqlitePool, filter: &ReportFilter) -> Result<Vec<UnitFacts>, Error> {
    let sql = ["with chosen as (select id, unit, period, status from report", &filtered(filter), ")", fact_rows!()].concat();
    gathered(&bind_filter(sqlx::query(AssertSqlSafe(sql)), filter).fetch_all(pool).await?)
}

pub(super) async fn facts_since(pool: &SqlitePool, filter: &FactFilter<'_>) -> Result<Vec<UnitFacts>, Error> {
    let query = sqlx::query(concat!(
        "with chosen as (select id, unit, period, status from report
             where unit in (select value from json_each(?1)) and form = ?2 and period_end >= ?3)",
        fact_rows!()
    ));
    let query = query.bind(codes(filter.units)).bind(filter.form.as_str()).bind(filter.since.to_string());
    gathered(&query.fetch_all(pool).await?)
}

fn gathered(rows: &[SqliteRow]) -> Result<Vec<UnitFacts>, Error> {
    let mut reports: Vec<UnitFacts> = Vec::new();
    let mut last_id = String::new();
    for row in rows {
        let id: String = row.try_get("id")?;
        if id != last_id || reports.is_empty() {
            last_id = id;
            let (unit, period) = (reading::unit_code(row.try_get("unit")?)?, reading::period(row.try_get("period")?)?);
            let status = reading::status(row.try_get("status")?)?;
            reports.push(UnitFacts { status, unit, period, facts: Vec::new(), texts: Vec::new() });
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
    query
        .bind(filter.units.as_ref().map(|units| codes(units)))
        .bind(filter.form.as_ref().map(|form| form.as_str().to_owned()))
        .bind(filter.period.as_ref().map(ToString::to_string))
        .bind(filter.status.map(|status| status.name()))
}

pub(super) fn read_report(row: &SqliteRow) -> Result<ReportRow, Error> {
    Ok(ReportRow {
        id: reading::report_id(row.try_get("id")?)?,
        form: reading::form_id(row.try_get("form")?)?,
        version: reading::version(row.try_get("version")?)?,
        unit: reading::unit_code(row.try_get("unit")?)?,
        period: reading::period(row.try_get("period")?)?,
        days: (reading::date(row.try_get("period_start")?)?, reading::date(row.try_get("period_end")?)?),
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
    let (at, report, form, period, unit, name, kind): (i64, String, String, String, String, String, String) =
        reading::json("flag", text.as_bytes())?;
    Ok(Flag {
        at: Moment(at),
        report: reading::report_id(report)?,
        form: reading::form_id(form)?,
        unit: UnitName { code: reading::unit_code(unit)?, name, kind },
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

/// The last revisions of some reports.
pub(super) async fn last_revisions(pool: &SqlitePool, reports: &[ReportId]) -> Result<Vec<(ReportId, RevisionRow)>, Error> {
    let query = sqlx::query(
        "select revision.* from report join revision on revision.report = report.id and revision.number = report.revision
         where report.id in (select value from json_each(?1))",
    );
    let rows = query.bind(ids(reports)).fetch_all(pool).await?;
    rows.iter().map(|row| Ok((reading::report_id(row.try_get("report")?)?, read_revision(row)?))).collect()
}

/// Which of some reports were opened again after approval.
pub(super) async fn reopened(pool: &SqlitePool, reports: &[ReportId]) -> Result<Vec<ReportId>, Error> {
    let query = sqlx::query("select distinct report from audit where event = ?2 and report in (select value from json_each(?1))");
    let rows = query.bind(ids(reports)).bind(Event::Reopen.name()).fetch_all(pool).await?;
    rows.iter().map(|row| reading::report_id(row.try_get("report")?)).collect()
}

fn ids(reports: &[ReportId]) -> String {
    reports.iter().map(|id| serde_json::Value::from(id.as_str())).collect::<serde_json::Value>().to_string()
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

pub(super) async fn remarks(pool: &SqlitePool, reports: &[ReportId]) -> Result<Vec<(ReportId, Remark)>, Error> {
    let query = sqlx::query(
        "select report, path, text, revision, at, coalesce(nullif(account.name, ''), audit.login) as name from remark
         join audit on audit.id = remark.line left join account using (login)
         where report in (select value from json_each(?1)) and text <> '' order by remark.id",
    );
    let rows = query.bind(ids(reports)).fetch_all(pool).await?;
    rows.iter()
        .map(|row| {
            let remark = Remark {
                revision: reading::revision(row.try_get("revision")?)?,
                path: row.try_get("path")?,
                text: row.try_get("text")?,
                at: Moment(row.try_get("at")?),
                by: row.try_get("name")?,
            };
            Ok((reading::report_id(row.try_get("report")?)?, remark))
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
