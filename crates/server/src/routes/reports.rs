//! Reports: sending a revision, listing them, reading one with everything that belongs to it.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, put};
use phieu_report::{FormId, Period, ReportId, Revision, Status};
use phieu_store::{AuditLine, ReportFilter, ReportRow, RevisionRow, Unit};
use serde_json::{Value, json};

use super::{Method, Operation, Parameter};
use crate::app::App;
use crate::body::JsonBody;
use crate::clock::iso;
use crate::context::content_of;
use crate::duties::remark;
use crate::language::Language;
use crate::query::Query;
use crate::refusal::{Code, Refusal};
use crate::review::{actions, found, may_read};
use crate::session::SignedIn;
use crate::submit::{Arrival, submit};
use crate::units::{brief, chain_then, reviews, within, works_for};

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
    let mut listed = Vec::new();
    for row in app.store.reports(&filter).await? {
        let Some(unit) = within.iter().find(|unit| unit.code == row.unit) else { continue };
        let chain = chain_within(&within, unit);
        let form = app.forms.get(&row.form, &row.version)?;
        let for_review = reviews(&account, form, &chain);
        if for_review || works_for(&account, unit) {
            listed.push(heading(&app, &row, for_review).await?);
        }
    }
    Ok(Json(json!({ "reports": listed })))
}

/// A unit and those above it, as far up as the list goes.
fn chain_within(within: &[Unit], unit: &Unit) -> Vec<Unit> {
    let above = |unit: &Unit| unit.parent.as_ref().and_then(|code| within.iter().find(|other| other.code == *code)).cloned();
    std::iter::successors(Some(unit.clone()), above).take(within.len()).collect()
}

async fn read(State(app): State<Arc<App>>, SignedIn(account): SignedIn, Path(id): Path<String>) -> Result<Json<Value>, Refusal> {
    let id = ReportId::parse(&id).map_err(|_| Code::UnknownReport)?;
    let (row, chain) = found(&app, &id).await?;
    let form = app.forms.get(&row.form, &row.version)?;
    if !may_read(&account, form, &chain) {
        return Err(Code::ForeignUnit.into());
    }
    let mut report = heading(&app, &row, reviews(&account, form, &chain)).await?;
    add_content(&app, &mut report, &row).await?;
    report["remarks"] = app.store.remarks(&id).await?.iter().map(remark).collect();
    report["history"] = app.store.history(&id).await?.iter().map(history_line).collect();
    report["actions"] = actions(&account, form, &chain, &row).into();
    Ok(Json(report))
}

/// What every list says of a report, its unit as it was in the period; `for_review` is whether the reader reviews it.
async fn heading(app: &App, row: &ReportRow, for_review: bool) -> Result<Value, Refusal> {
    let form = app.forms.get(&row.form, &row.version)?;
    let (start, end) = app.forms.days(row.period);
    let chain = chain_then(app, &row.unit, row.period).await?;
    Ok(json!({
        "report_id": row.id.as_str(),
        "form": row.form.as_str(),
        "version": row.version.as_str(),
        "title": form.title(),
        "org_unit": chain.first().map(brief),
        "period": row.period.to_string(),
        "period_start": start.to_string(),
        "period_end": end.to_string(),
        "due": app.forms.due(form, row.period).to_string(),
        "status": row.status.name(),
        "revision": row.revision.get(),
        "received_at": iso(row.received_at),
        "for_review": for_review,
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
    json!({
        "at": iso(line.at),
        "by": line.by,
        "event": line.event.name(),
        "revision": line.revision.get(),
        "status": line.status.name(),
    })
}
