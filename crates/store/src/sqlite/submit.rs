//! A revision comes in, in one transaction with what follows from it for the reports that read its figures.

use phieu_report::{Error as ReportError, Event, FormId, OrgUnitCode, Period, ReportId, Revision, Role, Standing, Status};
use sqlx::sqlite::SqlitePool;
use sqlx::{Row, SqliteConnection};

use super::audit::{self, Line, Told};
use super::closing::is_locked;
use super::reading::{self, report_id};
use super::{reports, sums};
use crate::{Error, Kept, NewRevision, Receipt, Refusal, RevisionKey};

/// The part of a stored report that decides what may come next. Whether its period is closed is not in it.
pub(super) struct Stored {
    pub(super) form: FormId,
    pub(super) unit: OrgUnitCode,
    pub(super) period: Period,
    pub(super) standing: Standing,
    pub(super) revision: Revision,
}

/// What may happen to a revision that comes in.
enum Step {
    /// It is stored already.
    Stored(Receipt),
    /// It may be kept, and the report then stands so; `first` if the report begins with it.
    Keep { first: bool, standing: Standing },
}

pub(super) async fn standing(pool: &SqlitePool, key: &RevisionKey) -> Result<Result<Option<Receipt>, Refusal>, Error> {
    let mut tx = pool.begin().await?;
    Ok(step(&mut tx, key, false).await?.map(|step| match step {
        Step::Stored(receipt) => Some(receipt),
        Step::Keep { .. } => None,
    }))
}

pub(super) async fn submit(pool: &SqlitePool, new: &NewRevision) -> Result<Result<Kept, Refusal>, Error> {
    let mut tx = pool.begin_with("begin immediate").await?;
    let (first, standing) = match step(&mut tx, &new.key, new.past_closing).await? {
        Ok(Step::Keep { first, standing }) => (first, standing),
        Ok(Step::Stored(receipt)) => return Ok(Ok(Kept::Before(receipt))),
        Err(refusal) => return Ok(Err(refusal)),
    };
    if let Some(before) = stored(&mut tx, &new.key.report).await? {
        sums::moved(&mut tx, &new.key.report, before.standing.status, Status::Draft).await?;
    }
    write_report(&mut tx, first, standing.status, new).await?;
    write_revision(&mut tx, new).await?;
    write_facts(&mut tx, new).await?;
    if first && new.adds_up {
        sums::place(&mut tx, &new.key.report).await?;
    }
    sums::moved(&mut tx, &new.key.report, Status::Draft, standing.status).await?;
    let (report, revision) = (&new.key.report, new.key.number);
    let told = Told { event: Event::Submit, at: new.received_at, login: &new.login, about: None, remarks: &[] };
    audit::write(&mut tx, &told, Some(Line { report, revision, standing })).await?;
    for flagged in &new.flags {
        flag(&mut tx, flagged, new).await?;
    }
    tx.commit().await?;
    Ok(Ok(Kept::Now(Receipt { report: report.clone(), revision, status: standing.status, received_at: new.received_at })))
}

/// Flags a report that read figures of the one that came in. Where it stands so that a flag means nothing, nothing happens.
async fn flag(tx: &mut SqliteConnection, report: &ReportId, new: &NewRevision) -> Result<(), Error> {
    let Some(stored) = stored(tx, report).await? else { return Ok(()) };
    let Ok(standing) = stored.standing.after(Event::Flag, Role::Server) else { return Ok(()) };
    let about = Some(new.key.report.as_str());
    let told = Told { event: Event::Flag, at: new.received_at, login: &new.login, about, remarks: &[] };
    let line = audit::write(tx, &told, Some(Line { report, revision: stored.revision, standing })).await?;
    sqlx::query("update report set flag = ?2 where id = ?1").bind(report.as_str()).bind(line).execute(tx).await?;
    Ok(())
}

pub(super) async fn stored(tx: &mut SqliteConnection, id: &ReportId) -> Result<Option<Stored>, Error> {
    let query = sqlx::query("select form, unit, period, status, approvals, flag, revision from report where id = ?1");
    let Some(row) = query.bind(id.as_str()).fetch_optional(tx).await? else { return Ok(None) };
    let flag: Option<i64> = row.try_get("flag")?;
    let standing = Standing {
        status: reading::status(row.try_get("status")?)?,
        approvals: reading::approvals(row.try_get("approvals")?)?,
        flagged: flag.is_some(),
        locked: false,
    };
    Ok(Some(Stored {
        form: reading::form_id(row.try_get("form")?)?,
        unit: reading::unit_code(row.try_get("unit")?)?,
        period: reading::period(row.try_get("period")?)?,
        standing,
        revision: reading::revision(row.try_get("revision")?)?,
    }))
}

async fn step(tx: &mut SqliteConnection, key: &RevisionKey, past_closing: bool) -> Result<Result<Step, Refusal>, Error> {
    let locked = is_locked(tx, &key.form, &key.unit, key.period, past_closing).await?;
    let Some(old) = stored(tx, &key.report).await? else {
        return first_step(tx, key, locked).await;
    };
    if old.form != key.form || old.unit != key.unit || old.period != key.period {
        return Ok(Err(Refusal::OtherReport));
    }
    if let Some(receipt) = reports::receipt(tx, key).await? {
        return Ok(Ok(Step::Stored(receipt)));
    }
    Ok(match i64::from(key.number.get()) - i64::from(old.revision.get()) {
        ..0 => Err(Refusal::RevisionOld(old.revision)),
        0 => Err(Refusal::RevisionConflict(old.revision)),
        1 => submitted(Standing { locked, ..old.standing }).map(|standing| Step::Keep { first: false, standing }),
        2.. => Err(Refusal::RevisionGap(Some(old.revision))),
    })
}

async fn first_step(tx: &mut SqliteConnection, key: &RevisionKey, locked: bool) -> Result<Result<Step, Refusal>, Error> {
    // After the official report nobody estimates any more: the two would both count.
    for period in [key.period, key.period.official()] {
        if let Some(other) = report_at(tx, key, period).await? {
            return Ok(Err(Refusal::ReportExists(other)));
        }
    }
    if key.number != Revision::FIRST {
        return Ok(Err(Refusal::RevisionGap(None)));
    }
    Ok(submitted(Standing { locked, ..Standing::NEW }).map(|standing| Step::Keep { first: true, standing }))
}

fn submitted(from: Standing) -> Result<Standing, Refusal> {
    from.after(Event::Submit, Role::Reporter).map_err(|error| match error {
        ReportError::Locked => Refusal::Locked,
        _ => Refusal::Status(from.status),
    })
}

async fn report_at(tx: &mut SqliteConnection, key: &RevisionKey, period: Period) -> Result<Option<ReportId>, Error> {
    let row = sqlx::query("select id from report where form = ?1 and unit = ?2 and period = ?3")
        .bind(key.form.as_str())
        .bind(key.unit.as_str())
        .bind(period.to_string())
        .fetch_optional(tx)
        .await?;
    row.map(|row| report_id(row.try_get("id")?)).transpose()
}

async fn write_report(tx: &mut SqliteConnection, first: bool, status: Status, new: &NewRevision) -> Result<(), Error> {
    let query = if first {
        sqlx::query(
            "insert into report (id, status, revision, form, unit, period, period_start, period_end, warnings, adds_up)
             values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )
    } else {
        sqlx::query(
            "update report set status = ?2, revision = ?3, approvals = 0, warnings = ?9
             where id = ?1 and form = ?4 and unit = ?5 and period = ?6 and ?7 <= ?8 and ?10 = ?10",
        )
    };
    query
        .bind(new.key.report.as_str())
        .bind(status.name())
        .bind(new.key.number.get())
        .bind(new.key.form.as_str())
        .bind(new.key.unit.as_str())
        .bind(new.key.period.to_string())
        .bind(new.days.0.to_string())
        .bind(new.days.1.to_string())
        .bind(new.warnings)
        .bind(new.adds_up)
        .execute(tx)
        .await?;
    Ok(())
}

async fn write_revision(tx: &mut SqliteConnection, new: &NewRevision) -> Result<(), Error> {
    sqlx::query(
        "insert into revision (report, number, version, digest, content, context, sealed_at, received_at, received_from)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )
    .bind(new.key.report.as_str())
    .bind(new.key.number.get())
    .bind(new.version.as_str())
    .bind(&new.key.digest)
    .bind(&new.content)
    .bind(&new.context)
    .bind(new.sealed_at.as_ref().map(|sealed| &sealed.0))
    .bind(new.received_at.0)
    .bind(&new.login)
    .execute(tx)
    .await?;
    Ok(())
}

async fn write_facts(tx: &mut SqliteConnection, new: &NewRevision) -> Result<(), Error> {
    sqlx::query("delete from fact where report = ?1").bind(new.key.report.as_str()).execute(&mut *tx).await?;
    for (path, value) in &new.facts {
        sqlx::query("insert into fact (report, path, value) values (?1, ?2, ?3)")
            .bind(new.key.report.as_str())
            .bind(path)
            .bind(value)
            .execute(&mut *tx)
            .await?;
    }
    sqlx::query("delete from fact_text where report = ?1").bind(new.key.report.as_str()).execute(&mut *tx).await?;
    for (position, (path, text)) in (0_i64..).zip(&new.texts) {
        sqlx::query("insert into fact_text (report, position, path, text) values (?1, ?2, ?3, ?4)")
            .bind(new.key.report.as_str())
            .bind(position)
            .bind(path)
            .bind(text)
            .execute(&mut *tx)
            .await?;
    }
    Ok(())
}
