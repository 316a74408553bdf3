//! A reviewer decides, in one transaction with what follows from it: an official report that is approved replaces its estimate.

use phieu_report::{Error as ReportError, Event, Period, ReportId, Role, Standing};
use sqlx::sqlite::SqlitePool;
use sqlx::{Row, SqliteConnection};

use super::audit::{self, Line, Told};
use super::closing::is_locked;
use super::reading::report_id;
use super::submit::{Stored, stored};
use super::sums;
use crate::{Decision, Error, NewDecision, Refusal};

pub(super) async fn decide(pool: &SqlitePool, new: &NewDecision) -> Result<Result<Decision, Refusal>, Error> {
    let mut tx = pool.begin_with("begin immediate").await?;
    let Some(before) = stored(&mut tx, &new.report).await? else {
        return Ok(Err(Refusal::UnknownReport));
    };
    if new.revision != before.revision {
        return Ok(Err(Refusal::RevisionOld(before.revision)));
    }
    let locked = is_locked(&mut tx, &before.form, &before.unit, before.period, new.past_closing).await?;
    let standing = match decided(Standing { locked, ..before.standing }, new) {
        Ok(standing) => standing,
        Err(refusal) => return Ok(Err(refusal)),
    };
    if new.event == Event::Approve && before.period.is_estimate() && is_decided_officially(&mut tx, &before).await? {
        return Ok(Err(Refusal::Status(before.standing.status)));
    }
    if new.event == Event::Replace && !may_replace(&mut tx, &before, new).await? {
        return Ok(Err(Refusal::Replacement));
    }
    let told = Told {
        event: new.event,
        at: new.at,
        login: &new.login,
        about: new.replaced_by.as_ref().map(ReportId::as_str),
        remarks: &new.remarks,
    };
    write(&mut tx, &told, before.standing, Line { report: &new.report, revision: new.revision, standing }).await?;
    if new.event == Event::Approve && !before.period.is_estimate() {
        replace_estimate(&mut tx, &before, new).await?;
    }
    tx.commit().await?;
    Ok(Ok(Decision { status: standing.status, revision: new.revision }))
}

fn decided(before: Standing, new: &NewDecision) -> Result<Standing, Refusal> {
    let role = new.level.role(before.approvals);
    before.after(new.event, role).map_err(|error| match error {
        ReportError::Locked => Refusal::Locked,
        ReportError::RoleForbids(Role::Onlooker, _) => Refusal::Turn,
        _ => Refusal::Status(before.status),
    })
}

/// Writes down a step, and how the report stands after it; its figures come into the sums or leave them.
async fn write(tx: &mut SqliteConnection, told: &Told<'_>, before: Standing, line: Line<'_>) -> Result<(), Error> {
    sqlx::query("update report set status = ?2, approvals = ?3, flag = null, replaced_by = ?4 where id = ?1")
        .bind(line.report.as_str())
        .bind(line.standing.status.name())
        .bind(line.standing.approvals)
        .bind(told.about)
        .execute(&mut *tx)
        .await?;
    sums::moved(tx, line.report, before.status, line.standing.status).await?;
    audit::write(tx, told, Some(line)).await?;
    Ok(())
}

/// Whether another report of the same form and period may stand in a report's place.
async fn may_replace(tx: &mut SqliteConnection, before: &Stored, new: &NewDecision) -> Result<bool, Error> {
    let Some(id) = &new.replaced_by else { return Ok(false) };
    let other = stored(tx, id).await?;
    let fits = |other: Stored| {
        other.form == before.form && other.period == before.period && other.unit != before.unit && other.standing.status.is_with_reviewers()
    };
    Ok(other.is_some_and(fits))
}

/// Whether the official report of an estimate's period counts: then the estimate never does, or totals that fall back on estimates would
/// have the unit twice.
async fn is_decided_officially(tx: &mut SqliteConnection, estimate: &Stored) -> Result<bool, Error> {
    let official = beside(tx, estimate, estimate.period.official()).await?;
    Ok(official.is_some_and(|(_, official)| official.standing.status.counts()))
}

/// The report of the same form and unit for another period.
async fn beside(tx: &mut SqliteConnection, report: &Stored, period: Period) -> Result<Option<(ReportId, Stored)>, Error> {
    let row = sqlx::query("select id from report where form = ?1 and unit = ?2 and period = ?3")
        .bind(report.form.as_str())
        .bind(report.unit.as_str())
        .bind(period.to_string())
        .fetch_optional(&mut *tx)
        .await?;
    let Some(row) = row else { return Ok(None) };
    let id = report_id(row.try_get("id")?)?;
    Ok(stored(tx, &id).await?.map(|stored| (id, stored)))
}

async fn replace_estimate(tx: &mut SqliteConnection, official: &Stored, new: &NewDecision) -> Result<(), Error> {
    let Some((estimate, before)) = beside(tx, official, official.period.estimate()).await? else { return Ok(()) };
    let Ok(standing) = before.standing.after(Event::Replace, Role::Server) else { return Ok(()) };
    let told = Told { event: Event::Replace, at: new.at, login: &new.login, about: Some(new.report.as_str()), remarks: &[] };
    write(tx, &told, before.standing, Line { report: &estimate, revision: before.revision, standing }).await
}
