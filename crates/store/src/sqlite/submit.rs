//! The two steps that change a report, each one transaction: a revision comes in, a reviewer decides.

use phieu_report::{Event, ReportId, Revision, Role, Status};
use sqlx::sqlite::SqlitePool;
use sqlx::{Row, SqliteConnection};

use super::audit::{self, Line};
use super::reading::{report_id, revision, status};
use super::reports;
use crate::{Decision, Error, Kept, NewDecision, NewRevision, Receipt, Refusal, RevisionKey};

/// The part of a stored report that decides what may come next.
struct Stored {
    form: String,
    unit: String,
    period: String,
    status: Status,
    revision: Revision,
}

/// What may happen to a revision that comes in.
enum Step {
    /// It is stored already.
    Stored(Receipt),
    /// It may be kept, and the report then has this status; `first` if the report begins with it.
    Keep { first: bool, status: Status },
}

pub(super) async fn standing(pool: &SqlitePool, key: &RevisionKey) -> Result<Result<Option<Receipt>, Refusal>, Error> {
    let mut tx = pool.begin().await?;
    Ok(step(&mut tx, key).await?.map(|step| match step {
        Step::Stored(receipt) => Some(receipt),
        Step::Keep { .. } => None,
    }))
}

pub(super) async fn submit(pool: &SqlitePool, new: &NewRevision) -> Result<Result<Kept, Refusal>, Error> {
    let mut tx = pool.begin_with("begin immediate").await?;
    let (first, status) = match step(&mut tx, &new.key).await? {
        Ok(Step::Keep { first, status }) => (first, status),
        Ok(Step::Stored(receipt)) => return Ok(Ok(Kept::Before(receipt))),
        Err(refusal) => return Ok(Err(refusal)),
    };
    write_report(&mut tx, first, status, new).await?;
    write_revision(&mut tx, new).await?;
    write_facts(&mut tx, new).await?;
    let (report, revision) = (&new.key.report, new.key.number);
    let line = Line { report, revision, event: Event::Submit, status, at: new.received_at, login: &new.login, remarks: &[] };
    audit::write(&mut tx, &line).await?;
    tx.commit().await?;
    Ok(Ok(Kept::Now(Receipt { report: report.clone(), revision, status, received_at: new.received_at })))
}

pub(super) async fn decide(pool: &SqlitePool, new: &NewDecision) -> Result<Result<Decision, Refusal>, Error> {
    let mut tx = pool.begin_with("begin immediate").await?;
    let Some(standing) = stored(&mut tx, &new.report).await? else {
        return Ok(Err(Refusal::UnknownReport));
    };
    if new.revision != standing.revision {
        return Ok(Err(Refusal::RevisionOld(standing.revision)));
    }
    let Ok(status) = standing.status.after(new.event, Role::Reviewer) else {
        return Ok(Err(Refusal::Status(standing.status)));
    };
    sqlx::query("update report set status = ?2 where id = ?1").bind(new.report.as_str()).bind(status.name()).execute(&mut *tx).await?;
    let NewDecision { report, revision, event, remarks, at, login } = new;
    audit::write(&mut tx, &Line { report, revision: *revision, event: *event, status, at: *at, login, remarks }).await?;
    tx.commit().await?;
    Ok(Ok(Decision { status, revision: new.revision }))
}

async fn stored(tx: &mut SqliteConnection, id: &ReportId) -> Result<Option<Stored>, Error> {
    let row =
        sqlx::query("select form, unit, period, status, revision from report where id = ?1").bind(id.as_str()).fetch_optional(tx).await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Stored {
        form: row.try_get("form")?,
        unit: row.try_get("unit")?,
        period: row.try_get("period")?,
        status: status(row.try_get("status")?)?,
        revision: revision(row.try_get("revision")?)?,
    }))
}

async fn step(tx: &mut SqliteConnection, key: &RevisionKey) -> Result<Result<Step, Refusal>, Error> {
    let Some(old) = stored(tx, &key.report).await? else {
        return first_step(tx, key).await;
    };
    if old.form != key.form.as_str() || old.unit != key.unit.as_str() || old.period != key.period.to_string() {
        return Ok(Err(Refusal::OtherReport));
    }
    if let Some(receipt) = reports::receipt(tx, key).await? {
        return Ok(Ok(Step::Stored(receipt)));
    }
    Ok(match i64::from(key.number.get()) - i64::from(old.revision.get()) {
        ..0 => Err(Refusal::RevisionOld(old.revision)),
        0 => Err(Refusal::RevisionConflict(old.revision)),
        1 => submitted(old.status).map(|status| Step::Keep { first: false, status }),
        2.. => Err(Refusal::RevisionGap(Some(old.revision))),
    })
}

async fn first_step(tx: &mut SqliteConnection, key: &RevisionKey) -> Result<Result<Step, Refusal>, Error> {
    if let Some(other) = report_at(tx, key).await? {
        return Ok(Err(Refusal::ReportExists(other)));
    }
    if key.number != Revision::FIRST {
        return Ok(Err(Refusal::RevisionGap(None)));
    }
    Ok(submitted(Status::Draft).map(|status| Step::Keep { first: true, status }))
}

fn submitted(from: Status) -> Result<Status, Refusal> {
    from.after(Event::Submit, Role::Reporter).map_err(|_| Refusal::Status(from))
}

async fn report_at(tx: &mut SqliteConnection, key: &RevisionKey) -> Result<Option<ReportId>, Error> {
    let row = sqlx::query("select id from report where form = ?1 and unit = ?2 and period = ?3")
        .bind(key.form.as_str())
        .bind(key.unit.as_str())
        .bind(key.period.to_string())
        .fetch_optional(tx)
        .await?;
    row.map(|row| report_id(row.try_get("id")?)).transpose()
}

async fn write_report(tx: &mut SqliteConnection, first: bool, status: Status, new: &NewRevision) -> Result<(), Error> {
    let query = if first {
        sqlx::query(
            "insert into report (id, status, revision, form, unit, period, period_start, period_end) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )
    } else {
        sqlx::query("update report set status = ?2, revision = ?3 where id = ?1 and form = ?4 and unit = ?5 and period = ?6 and ?7 <= ?8")
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
