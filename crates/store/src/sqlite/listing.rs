//! Lists of reports in SQLite, page by page, and their counts: from the index that has the order of lists and all that decides on groups.
//!
//! Few units are looked up one by one; of many, and of all, the index is walked from the page's place on: that of what is open, where
//! nothing else is asked for. All read the same of a report.

use std::cmp::Reverse;

use phieu_report::{FormId, OrgUnitCode, Period};
use sqlx::Row;
use sqlx::sqlite::{SqlitePool, SqliteRow};

use super::reading;
use super::reports::{read_report, report_rows};
use super::sums::codes;
use crate::{Counted, Error, Group, LastReport, Listing, Moment, ReportRow, Scope};

/// The most units that are looked up one by one.
const FEW: usize = 500;

/// The reports of the form ?1 and the units ?2.
macro_rules! looked_up {
    () => {
        " from json_each(?2) as own cross join report indexed by report_unit on report.form = ?1 and report.unit = own.value where true"
    };
}
macro_rules! walked {
    () => {
        " from report indexed by report_listed where form = ?1 and unit in (select value from json_each(?2))"
    };
}

macro_rules! of_all {
    () => {
        " from report indexed by report_listed where form = ?1 and ?2 is null"
    };
}

/// What is not out of the reviewer's hands: all that is not approved or is flagged, and what is approved and waits for one of its levels.
macro_rules! open {
    () => {
        " from (
             select rowid, period_end, period_start, form, period, unit, status, approvals, flag from report indexed by report_open
                 where form = ?1 and (status <> 'approved' or flag is not null)
             union all
             select rowid, period_end, period_start, form, period, unit, status, approvals, flag from report indexed by report_approved
                 where form = ?1 and status = 'approved' and flag is null
                 and approvals in (select value from json_each('[0,1,2,3,4,5,6,7]') where (?3 >> value) & 1)) as report
         where ?2 is null"
    };
}

/// The group of a report, for one who decides on the levels ?3, by its place in [`Group::ALL`].
macro_rules! group {
    () => {
        "case when status in ('returned', 'reopened') then 3 when status = 'replaced' then 5
             when (?3 >> approvals) & 1 or (flag is not null and approvals > 0 and (?3 >> (approvals - 1)) & 1) then flag is null
             when status = 'submitted' then 2 else 4 end"
    };
}

/// The conditions of a page and its order.
macro_rules! page {
    () => {
        concat!(
            " and (?4 is null or period = ?4) and (?5 is null or status = ?5) and (?6 is null or (?3 <> 0 and ?6 = ",
            group!(),
            ")) and period_end <= coalesce(?7, '9999-99-99') and (?7 is null or period_end < ?7
                 or period_start < ?8 or (period_start = ?8 and (form, period, unit) > (?9, ?10, ?11)))
              order by period_end desc, period_start desc, period, unit limit ?12"
        )
    };
}

/// A report that a page may hold: where it is kept, and its place.
type Key = ((Reverse<String>, Reverse<String>, String, String, String), i64);

pub(super) async fn page(pool: &SqlitePool, asked: &Listing<'_>) -> Result<Vec<ReportRow>, Error> {
    let mut keys: Vec<Key> = Vec::new();
    for scope in asked.scopes.iter().filter(|scope| !is_empty(scope) && (asked.group.is_none() || scope.levels != 0)) {
        keys.extend(scope_page(pool, asked, scope).await?);
    }
    keys.sort();
    keys.truncate(asked.most as usize);
    let rowids = keys.iter().map(|(_, rowid)| serde_json::Value::from(*rowid)).collect::<serde_json::Value>().to_string();
    let query = sqlx::query(concat!(
        report_rows!(),
        " where report.rowid in (select value from json_each(?1)) order by period_end desc, period_start desc, form, period, unit"
    ));
    query.bind(rowids).fetch_all(pool).await?.iter().map(read_report).collect()
}

fn is_empty(scope: &Scope) -> bool {
    scope.units.as_ref().is_some_and(Vec::is_empty)
}

async fn scope_page(pool: &SqlitePool, asked: &Listing<'_>, scope: &Scope) -> Result<Vec<Key>, Error> {
    macro_rules! places {
        ($reports:ident) => {
            concat!("select report.rowid as at, period_end, period_start, form, period, unit", $reports!(), page!())
        };
    }
    // Of one period each unit has one report, and the index of lists does not lead to it.
    let few = |units: &Vec<OrgUnitCode>| units.len() <= FEW || asked.period.is_some();
    let sql = match (&scope.units, asked.group) {
        (Some(units), _) if few(units) => places!(looked_up),
        (Some(_), _) => places!(walked),
        (None, None | Some(Group::Approved)) => places!(of_all),
        (None, Some(_)) => places!(open),
    };
    let (after, text) = (asked.after.as_ref(), |text: &dyn ToString| text.to_string());
    let rows = sqlx::query(sql)
        .bind(scope.form.as_str())
        .bind(scope.units.as_deref().map(codes))
        .bind(scope.levels)
        .bind(asked.period.map(|period| text(&period)))
        .bind(asked.status.map(|status| status.name()))
        .bind(asked.group.map(|group| group as i64))
        .bind(after.map(|after| text(&after.end)))
        .bind(after.map(|after| text(&after.start)))
        .bind(after.map(|after| text(&after.form)))
        .bind(after.map(|after| text(&after.period)))
        .bind(after.map(|after| text(&after.unit)))
        .bind(asked.most)
        .fetch_all(pool)
        .await?;
    let key = |row: &SqliteRow| {
        let place = (
            Reverse(row.try_get("period_end")?),
            Reverse(row.try_get("period_start")?),
            row.try_get("form")?,
            row.try_get("period")?,
            row.try_get("unit")?,
        );
        Ok((place, row.try_get("at")?))
    };
    rows.iter().map(key).collect()
}

/// By form and period, the latest first.
pub(super) async fn counted(pool: &SqlitePool, scopes: &[Scope]) -> Result<Vec<Counted>, Error> {
    macro_rules! counts {
        ($reports:ident) => {
            concat!(
                "select period, sum(place = 0) as again, sum(place = 1) as waiting, sum(place = 2) as elsewhere,
                     sum(place = 3) as returned, sum(place = 4) as approved, sum(place = 5) as replaced
                 from (select period, ",
                group!(),
                " as place",
                $reports!(),
                ") group by period order by period desc"
            )
        };
    }
    // Of all reports those that are not open are counted without being looked at: as far as these levels are concerned they are approved.
    const COUNTED_ALL: &str = concat!(
        "with own as (",
        counts!(open),
        "), every (period, reports) as (select period, count(*) from report indexed by report_period where form = ?1 group by period)
         select period, ifnull(again, 0) as again, ifnull(waiting, 0) as waiting, ifnull(elsewhere, 0) as elsewhere,
             ifnull(returned, 0) as returned, ifnull(replaced, 0) as replaced,
             reports - ifnull(again + waiting + elsewhere + returned + replaced, 0) as approved
         from every left join own using (period) order by period desc"
    );
    let mut all = Vec::new();
    for scope in scopes.iter().filter(|scope| !is_empty(scope)) {
        let query = sqlx::query(match &scope.units {
            None => COUNTED_ALL,
            Some(units) if units.len() <= FEW => counts!(looked_up),
            Some(_) => counts!(walked),
        });
        let query = query.bind(scope.form.as_str()).bind(scope.units.as_deref().map(codes)).bind(scope.levels);
        for row in query.fetch_all(pool).await? {
            let mut groups = [0; 6];
            for (count, group) in groups.iter_mut().zip(Group::ALL) {
                *count = row.try_get::<i64, _>(group.name())?.unsigned_abs();
            }
            let period = reading::period(row.try_get("period")?)?;
            all.push(Counted { form: scope.form.clone(), levels: scope.levels, period, groups });
        }
    }
    Ok(all)
}

/// How many reports of a form there are of some units or of all, by period.
pub(super) async fn periods(pool: &SqlitePool, form: &FormId, units: Option<&[OrgUnitCode]>) -> Result<Vec<(Period, u64)>, Error> {
    let query = sqlx::query(match units {
        None => "select period, count(*) as reports from report indexed by report_period where form = ?1 and ?2 is null group by period",
        Some(_) => concat!("select period, count(*) as reports", looked_up!(), " group by period"),
    });
    let rows = query.bind(form.as_str()).bind(units.map(codes)).fetch_all(pool).await?;
    let read = |row: &SqliteRow| Ok((reading::period(row.try_get("period")?)?, row.try_get::<i64, _>("reports")?.unsigned_abs()));
    rows.iter().map(read).collect()
}

/// Of each unit that has one the last report of a form, of some periods or of any.
pub(super) async fn last(pool: &SqlitePool, form: &FormId, units: &[OrgUnitCode], of: Option<&[Period]>) -> Result<Vec<LastReport>, Error> {
    let query = sqlx::query(
        "select report.unit, report.period, last_received_at as received_at from json_each(?2) as own
         cross join report on report.rowid = (
             select each.rowid from report as each indexed by report_unit where each.unit = own.value and each.form = ?1 and each.status <> 'draft'
                 and (?3 is null or each.period in (select value from json_each(?3)))
             order by each.period_end desc, each.period_start desc limit 1)",
    );
    let periods = of.map(|of| of.iter().map(|period| serde_json::Value::from(period.to_string())).collect::<serde_json::Value>());
    let query = query.bind(form.as_str()).bind(codes(units)).bind(periods.map(|periods| periods.to_string()));
    let read = |row: &SqliteRow| {
        Ok(LastReport {
            unit: reading::unit_code(row.try_get("unit")?)?,
            period: reading::period(row.try_get("period")?)?,
            received_at: Moment(row.try_get("received_at")?),
        })
    };
    query.fetch_all(pool).await?.iter().map(read).collect()
}

/// What each unit's last report of a form chose in a field, of those that chose something.
pub(super) async fn choices(
    pool: &SqlitePool,
    form: &FormId,
    units: &[OrgUnitCode],
    field: &str,
) -> Result<Vec<(OrgUnitCode, String)>, Error> {
    let query = sqlx::query(
        "select own.value as unit, substr(fact.path, length(?3) + 2) as choice from json_each(?2) as own
         cross join fact on fact.report = (
             select each.id from report as each indexed by report_unit where each.unit = own.value and each.form = ?1
             order by each.period_end desc, each.period_start desc limit 1)
         where fact.path > ?3 || '=' and fact.path < ?3 || '>'",
    );
    let rows = query.bind(form.as_str()).bind(codes(units)).bind(field).fetch_all(pool).await?;
    rows.iter().map(|row| Ok((reading::unit_code(row.try_get("unit")?)?, row.try_get("choice")?))).collect()
}
