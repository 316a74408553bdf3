//! Reports: sending a revision, listing them, reading one with everything that belongs to it.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, put};
use phieu_report::{FormId, Period, ReportId, Revision, Status};
use phieu_store::{Account, AuditLine, ReportFilter, ReportRow, RevisionRow, Unit};
use serde_json::{Value, json};

use super::{Method, Operation, Parameter};
use crate::app::App;
use crate::body::JsonBody;
use crate::clock::iso;
use crate::closing::Closings;
use crate::compared::compared;
use crate::context::{content_of, source_of};
use crate::duties::remark;
use crate::language::Language;
use crate::query::Query;
use crate::refusal::{Code, Refusal};
use crate::review::{actions, found, may_read, standing};
use crate::session::SignedIn;
use crate::submit::{Arrival, submit};
use crate::units::{Units, brief, chain_then, level, reviewing_units, reviews, with_above, within, works_for};

pub(super) const OPERATIONS: &[Operation] = &[
    Operation {
        method: Method::Put,
        path: "/api/v1/reports/{report_id}/revisions/{revision}",
        id: "send",
        about: "Sends a revision of a report. The same content again gets the same receipt, so that a sender who heard no answer may simply send again.",
        signed_in: true,
        query: &[],
        body: Some("Report"),
        answers: &[(200, "Receipt"), (201, "Receipt")],
        refusals: &[
            Code::BadJson,
            Code::BadReport,
            Code::BadParameter,
            Code::NotReporter,
            Code::ForeignUnit,
            Code::UnknownForm,
            Code::UnknownVersion,
            Code::ReportExists,
            Code::ReportMismatch,
            Code::RevisionConflict,
            Code::RevisionOld,
            Code::RevisionGap,
            Code::StatusForbids,
            Code::PeriodLocked,
            Code::TooLarge,
            Code::UnsupportedMediaType,
            Code::UnitUnfit,
            Code::PeriodUnknown,
            Code::PeriodUnfit,
            Code::PeriodNotBegun,
            Code::ReportInvalid,
        ],
        handler: || put(send),
    },
    Operation {
        method: Method::Get,
        path: "/api/v1/reports",
        id: "reports",
        about: "The reports of one's own units, and for a reviewer those to review, the latest period first.",
        signed_in: true,
        query: &[
            Parameter { name: "state", required: false, about: "Only those in this status." },
            Parameter { name: "form", required: false, about: "Only those of this form." },
            Parameter { name: "period", required: false, about: "Only those of this period." },
        ],
        body: None,
        answers: &[(200, "Reports")],
        refusals: &[Code::BadParameter],
        handler: || get(list),
    },
    Operation {
        method: Method::Get,
        path: "/api/v1/reports/{report_id}",
        id: "report",
        about: "One report: its answers, what their check knew, its revisions, remarks and history.",
        signed_in: true,
        query: &[],
        body: None,
        answers: &[(200, "StoredReport")],
        refusals: &[Code::ForeignUnit, Code::UnknownReport],
        handler: || get(read),
    },
];

async fn send(
    State(app): State<Arc<App>>,
    SignedIn(account): SignedIn,
    Path((report, revision)): Path<(String, String)>,
    headers: HeaderMap,
    JsonBody(body): JsonBody,
) -> Result<Response, Refusal> {
    let arrival = Arrival {
        account: &account,
        report: ReportId::parse(&report).map_err(|_| Refusal::parameter("report_id"))?,
        revision: Revision::parse(&revision).map_err(|_| Refusal::parameter("revision"))?,
        body,
        at: app.now(),
        language: Language::of(&headers),
    };
    let received = submit(&app, arrival).await?;
    let status = if received.new { StatusCode::CREATED } else { StatusCode::OK };
    Ok((status, Json(received.receipt)).into_response())
}

async fn list(State(app): State<Arc<App>>, SignedIn(account): SignedIn, query: Query) -> Result<Json<Value>, Refusal> {
    let within = within(&app, &account).await?;
    let filter = ReportFilter {
        units: Some(within.iter().map(|unit| unit.code.clone()).collect()),
        form: query.parsed("form", FormId::parse)?,
        period: query.parsed("period", Period::parse)?,
        status: query.parsed("state", Status::parse)?,
    };
    let around = with_above(&app, &account, &within).await?;
    let closings = Closings::of(&app, &around).await?;
    let units = Units::of(&around);
    let mut listed = Vec::new();
    for row in app.store.reports(&filter).await? {
        let chain = units.chain(&row.unit);
        let Some(unit) = chain.first() else { continue };
        let form = app.forms.get(&row.form, &row.version)?;
        if reviews(&account, form, &chain) || works_for(&account, unit) {
            listed.push(heading(&app, &row, &account, &chain, &closings).await?);
        }
    }
    Ok(Json(json!({ "reports": listed })))
}

async fn read(State(app): State<Arc<App>>, SignedIn(account): SignedIn, Path(id): Path<String>) -> Result<Json<Value>, Refusal> {
    let id = ReportId::parse(&id).map_err(|_| Code::UnknownReport)?;
    let (row, chain) = found(&app, &id).await?;
    let form = app.forms.get(&row.form, &row.version)?;
    if !may_read(&account, form, &chain) {
        return Err(Code::ForeignUnit.into());
    }
    let closings = Closings::of(&app, &chain).await?;
    let mut report = heading(&app, &row, &account, &chain, &closings).await?;
    add_content(&app, &mut report, &row).await?;
    hold_back(&app, &account, &chain, &mut report["context"]["instances"]);
    report["remarks"] = app.store.remarks(&id).await?.iter().map(remark).collect();
    report["history"] = app.store.history(&id).await?.iter().map(history_line).collect();
    report["actions"] = actions(&account, form, &chain, &row, !report["locked"].is_null()).into();
    report["reviewers"] = reviewing_units(form, &chain).into_iter().map(brief).collect();
    report["compared"] = compared(&app, form, &row).await?;
    Ok(Json(report))
}

/// What every list says of a report to a reader, its unit as it was in the period; `chain` is its unit and all above it today.
async fn heading(app: &App, row: &ReportRow, account: &Account, chain: &[Unit], closings: &Closings) -> Result<Value, Refusal> {
    let form = app.forms.get(&row.form, &row.version)?;
    let then = chain_then(app, &row.unit, row.period).await?;
    let calendar = app.forms.calendar_of(chain);
    let (start, end) = calendar.days(row.period);
    let level = level(account, form, chain, row.approvals);
    Ok(json!({
        "report_id": row.id.as_str(),
        "form": row.form.as_str(),
        "version": row.version.as_str(),
        "title": form.title(),
        "org_unit": then.first().map(brief),
        "period": row.period.to_string(),
        "period_start": start.to_string(),
        "period_end": end.to_string(),
        "due": calendar.due(form, row.period).to_string(),
        "status": row.status.name(),
        "revision": row.revision.get(),
        "received_at": iso(row.received_at),
        "for_review": level.is_some(),
        "waits_for_reader": level.is_some_and(|level| row.standing(false).waits_for(level)),
        "warnings": row.warnings,
        "standing": standing(app, form, chain, row).await?,
        "locked": closings.lock(app, form, chain, row.period, app.now()),
    }))
}

async fn add_content(app: &App, report: &mut Value, row: &ReportRow) -> Result<(), Refusal> {
    let revisions = app.store.revisions(&row.id).await?;
    if let Some(last) = revisions.last() {
        let mut content = content_of(&last.content);
        report["answers"] = content["answers"].take();
        report["explanations"] = content.get_mut("explanations").map_or_else(|| json!({}), Value::take);
        report["context"] = content_of(&last.context);
    }
    report["revisions"] = revisions.iter().map(revision_line).collect();
    Ok(())
}

/// Takes out of what a check knew the reports of other forms that the reader may not read.
fn hold_back(app: &App, account: &Account, chain: &[Unit], instances: &mut Value) {
    if let Some(instances) = instances.as_object_mut() {
        instances.retain(|name, _| app.forms.named(source_of(name)).map_or(true, |source| may_read(account, source, chain)));
    }
}

fn revision_line(revision: &RevisionRow) -> Value {
    json!({
        "revision": revision.number.get(),
        "version": revision.version.as_str(),
        "digest": revision.digest,
        "sealed_at": revision.sealed_at.as_ref().map(|sealed| &sealed.0),
        "received_at": iso(revision.received_at),
    })
}

fn history_line(line: &AuditLine) -> Value {
    let mut shown = json!({
        "at": iso(line.at),
        "by": line.by,
        "event": line.event.name(),
        "revision": line.revision.get(),
        "status": line.status.name(),
    });
    if let Some(about) = &line.about {
        shown["about"] = about.as_str().into();
    }
    shown
}
