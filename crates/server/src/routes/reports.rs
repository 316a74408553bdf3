//! Reports: sending a revision, listing them, reading one with everything that belongs to it.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, put};
use phieu_report::{FormId, Period, ReportId, Revision, Status};
use phieu_store::{Account, AuditLine, Group, ReportRow, RevisionRow, Unit};
use serde_json::{Value, json};

use super::{Method, Operation, Parameter};
use crate::app::App;
use crate::attachments::of_report;
use crate::body::JsonBody;
use crate::clock::iso;
use crate::closing::Closings;
use crate::compared::compared;
use crate::context::{content_of, source_of};
use crate::duties::remark;
use crate::forms::Form;
use crate::language::Language;
use crate::listing::{Asked, USUAL, after, heading, page};
use crate::personal::{erase, erase_explanations};
use crate::query::Query;
use crate::refusal::{Code, Refusal};
use crate::review::{actions, found, is_received, may_read};
use crate::session::SignedIn;
use crate::submit::{Arrival, submit};
use crate::units::{brief, chain_then, reviewing_units};

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
        about: "The reports of one's own units, and for a reviewer those to review, the latest period first, page by page. Of the whole list also how many stand in each of a reviewer's groups.",
        signed_in: true,
        query: &[
            Parameter { name: "state", required: false, about: "Only those in this status." },
            Parameter { name: "form", required: false, about: "Only those of this form." },
            Parameter { name: "period", required: false, about: "Only those of this period." },
            Parameter {
                name: "group",
                required: false,
                about: "Only those that a reviewer finds in this group: `again waiting elsewhere returned approved replaced`.",
            },
            super::LIMIT,
            super::AFTER,
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
    let asked = Asked {
        form: query.parsed("form", FormId::parse)?,
        period: query.parsed("period", Period::parse)?,
        status: query.parsed("state", Status::parse)?,
        group: query.parsed("group", |name| Group::parse(name).ok_or(()))?,
        after: query.parsed("after", after)?,
        most: query.parsed("limit", str::parse)?.unwrap_or(USUAL),
    };
    Ok(Json(page(&app, &account, asked).await?))
}

async fn read(State(app): State<Arc<App>>, SignedIn(account): SignedIn, Path(id): Path<String>) -> Result<Json<Value>, Refusal> {
    let id = ReportId::parse(&id).map_err(|_| Code::UnknownReport)?;
    let (row, chain) = found(&app, &id).await?;
    let form = app.forms.get(&row.form, &row.version)?;
    let may_read = may_read(&account, form, &chain);
    if !may_read && !is_received(&account, form, &row) {
        return Err(Code::ForeignUnit.into());
    }
    let closings = Closings::of(&app, &chain).await?;
    let then = chain_then(&app, &row.unit, row.period).await?;
    let mut report = heading(&app, &row, &account, &chain, then.first(), &closings)?;
    add_content(&app, &mut report, &row).await?;
    if !may_read {
        return Ok(Json(as_received(form, report)));
    }
    hold_back(&app, &account, &chain, &mut report["context"]["instances"]);
    report["remarks"] = app.store.remarks(&id).await?.iter().map(remark).collect();
    report["files"] = of_report(&app, &id).await?;
    report["history"] = app.store.history(&id).await?.iter().map(history_line).collect();
    report["actions"] = actions(&account, form, &chain, &row, !report["locked"].is_null()).into();
    report["reviewers"] = reviewing_units(form, &chain).into_iter().map(brief).collect();
    report["compared"] = compared(&app, form, &row).await?;
    Ok(Json(report))
}

/// What a check knows that comes from no report.
const OF_NO_REPORT: [&str; 4] = ["period", "unit", "province", "bodies"];

/// A report as another body reads it: the answers without what tells of people, and nothing of how it was reviewed.
fn as_received(form: &Form, mut report: Value) -> Value {
    erase(form, &mut report["answers"]);
    erase_explanations(form, &mut report["explanations"]);
    if let Some(context) = report["context"].as_object_mut() {
        context.retain(|name, _| ["instances", "now", "today"].contains(&name.as_str()));
    }
    if let Some(instances) = report["context"]["instances"].as_object_mut() {
        instances.retain(|name, _| OF_NO_REPORT.contains(&name.as_str()));
    }
    for nothing in ["remarks", "history", "actions", "reviewers", "revisions", "files"] {
        report[nothing] = json!([]);
    }
    report["compared"] = Value::Null;
    report["as_received"] = true.into();
    report
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
