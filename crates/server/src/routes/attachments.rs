//! Copies of papers that a report names: bringing one, and having it.

use std::sync::Arc;

use axum::Json;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, put};
use phieu_report::ReportId;

use super::{COPY, Method, Operation};
use crate::app::App;
use crate::attachments::{self, keep, read};
use crate::body::JsonBody;
use crate::refusal::{Code, Refusal};
use crate::session::SignedIn;

const PATH: &str = "/api/v1/reports/{report_id}/files/{name}";

pub(super) const OPERATIONS: &[Operation] = &[
    Operation {
        method: Method::Put,
        path: PATH,
        id: "attach",
        about: "Brings the copy of a paper that a report of one's unit names: PDF, JPEG or PNG, 8 MB at most. The same again changes nothing; another is refused once the report is approved.",
        signed_in: true,
        query: &[],
        body: Some(COPY),
        answers: &[(201, "Attachment")],
        refusals: &[
            Code::ForeignUnit,
            Code::UnknownReport,
            Code::StatusForbids,
            Code::PeriodLocked,
            Code::FileTooLarge,
            Code::FileNotNamed,
            Code::FileUnknown,
            Code::TooSlow,
        ],
        handler: || put(attach),
    },
    Operation {
        method: Method::Get,
        path: PATH,
        id: "attachment",
        about: "The copy that stands under a name of a report, for those who may read the report.",
        signed_in: true,
        query: &[],
        body: None,
        answers: &[(200, "")],
        refusals: &[Code::ForeignUnit, Code::UnknownReport, Code::UnknownFile],
        handler: || get(copy),
    },
    Operation {
        method: Method::Delete,
        path: PATH,
        id: "erase_attachment",
        about: "Erases what stands under a name of a report, because it tells of people or does not belong there. For whoever reviews or administers in the report's unit or above it and may read the report; the reason goes into the audit of people.",
        signed_in: true,
        query: &[],
        body: Some("Request"),
        answers: &[(204, "")],
        refusals: &[
            Code::BadJson,
            Code::BadParameter,
            Code::ForeignUnit,
            Code::UnknownReport,
            Code::UnknownFile,
            Code::ReasonMissing,
            Code::TooLarge,
            Code::UnsupportedMediaType,
        ],
        handler: || delete(erase),
    },
];

fn report(id: &str) -> Result<ReportId, Refusal> {
    ReportId::parse(id).map_err(|_| Code::UnknownReport.into())
}

async fn attach(
    State(app): State<Arc<App>>,
    SignedIn(account): SignedIn,
    Path((id, name)): Path<(String, String)>,
    body: Body,
) -> Result<Response, Refusal> {
    let kept = keep(&app, &account, &report(&id)?, &name, body).await?;
    Ok((StatusCode::CREATED, Json(kept)).into_response())
}

async fn erase(
    State(app): State<Arc<App>>,
    SignedIn(account): SignedIn,
    Path((id, name)): Path<(String, String)>,
    JsonBody(body): JsonBody,
) -> Result<StatusCode, Refusal> {
    attachments::erase(&app, &account, &report(&id)?, &name, &body).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn copy(
    State(app): State<Arc<App>>,
    SignedIn(account): SignedIn,
    Path((id, name)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let (kind, bytes) = read(&app, &account, &report(&id)?, &name).await?;
    Ok((super::download(&kind), bytes).into_response())
}
