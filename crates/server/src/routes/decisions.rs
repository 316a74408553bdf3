//! A reviewer's decision on a report.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::routing::post;
use phieu_report::ReportId;
use serde_json::Value;

use super::{Method, Operation};
use crate::app::App;
use crate::body::JsonBody;
use crate::refusal::{Code, Refusal};
use crate::review::{Arrival, decide};
use crate::session::SignedIn;

pub(super) const OPERATIONS: &[Operation] = &[Operation {
    method: Method::Post,
    path: "/api/v1/reports/{report_id}/decisions",
    id: "decide",
    about: "Returns the last revision with remarks, approves it, or opens an approved report again with the reason.",
    signed_in: true,
    query: &[],
    body: Some("Decision"),
    answers: &[(200, "Decided")],
    refusals: &[
        Code::BadJson,
        Code::BadParameter,
        Code::NotReviewer,
        Code::UnknownReport,
        Code::RevisionOld,
        Code::StatusForbids,
        Code::RemarkMissing,
        Code::RemarkTooLong,
        Code::TooLarge,
        Code::UnsupportedMediaType,
    ],
    handler: || post(take),
}];

async fn take(
    State(app): State<Arc<App>>,
    SignedIn(account): SignedIn,
    Path(id): Path<String>,
    JsonBody(body): JsonBody,
) -> Result<Json<Value>, Refusal> {
    let report = ReportId::parse(&id).map_err(|_| Code::UnknownReport)?;
    let arrival = Arrival { account: &account, report, body: &body, at: app.now() };
    Ok(Json(decide(&app, arrival).await?))
}
