//! Events in SQLite: the lines of the audit that some units see. They are looked at in order, so many at a time, whoever sees few of them.

use phieu_report::OrgUnitCode;
use sqlx::Row;
use sqlx::sqlite::{SqlitePool, SqliteRow};

use crate::programs::{EventPage, EventQuery, ReportEvent};
use crate::sqlite::reading::{self, event, form_id, period, report_id, status, unit_code};
use crate::{Error, Moment};

pub(super) async fn last(pool: &SqlitePool) -> Result<i64, Error> {
    let row = sqlx::query("select coalesce(max(id), 0) as last from audit").fetch_one(pool).await?;
    Ok(row.try_get("last")?)
}

/// The lines looked at, each with its form, unit and period: those of its report, or those that a closing is about.
const LINES: &str = "with recursive line as (
        select audit.id, audit.at, audit.event, audit.report, audit.revision, audit.status,
            case when audit.report is null then null else audit.about end as about,
            coalesce(report.form, closing.form) as form, coalesce(report.unit, closing.unit) as unit,
            coalesce(report.period, closing.period) as period
        from audit left join report on report.id = audit.report
        left join closing on audit.report is null and closing.form || ' ' || closing.unit || ' ' || closing.period = audit.about
        where audit.id > ?1 order by audit.id limit ?2),
    top as (select value as code from json_each(?3)),
    way (id, code) as (
        select id, unit from line
        union select way.id, unit.parent from way join unit on unit.code = way.code where unit.parent is not null),
    above (code) as (
        select code from top union select unit.parent from above join unit on unit.code = above.code where unit.parent is not null)
    select line.*, id in (select id from way join top using (code)) or (report is null and unit in (select code from above)) as is_seen
    from line order by id";

pub(super) async fn page(pool: &SqlitePool, asked: &EventQuery<'_>) -> Result<EventPage, Error> {
    let tops: serde_json::Value = asked.tops.iter().map(OrgUnitCode::as_str).collect();
    // One more than asked for tells whether there are more.
    let most = i64::from(asked.most);
    let mut rows = sqlx::query(LINES).bind(asked.after).bind(most + 1).bind(tops.to_string()).fetch_all(pool).await?;
    let more = i64::try_from(rows.len()).is_ok_and(|found| found > most);
    if more {
        rows.pop();
    }
    let last = rows.last().map_or(Ok(asked.after), |row| row.try_get("id"))?;
    let mut events = Vec::new();
    for row in &rows {
        if row.try_get("is_seen")? {
            events.push(read(row)?);
        }
    }
    Ok(EventPage { events, last, more })
}

fn read(row: &SqliteRow) -> Result<ReportEvent, Error> {
    let report: Option<String> = row.try_get("report")?;
    let about: Option<String> = row.try_get("about")?;
    Ok(ReportEvent {
        line: row.try_get("id")?,
        at: Moment(row.try_get("at")?),
        event: event(row.try_get("event")?)?,
        report: match report {
            Some(report) => Some((report_id(report)?, reading::revision(row.try_get("revision")?)?, status(row.try_get("status")?)?)),
            None => None,
        },
        form: form_id(row.try_get("form")?)?,
        unit: unit_code(row.try_get("unit")?)?,
        period: period(row.try_get("period")?)?,
        about: about.map(report_id).transpose()?,
    })
}
