//! A reviewer's decision on a report, and on many at once.

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
use crate::review::{Arrival, approve_all, decide};
use crate::session::SignedIn;

pub(super) const OPERATIONS: &[Operation] = &[
    Operation {
        method: Method::Post,
        path: "/api/v1/reports/{report_id}/decisions",
        id: "decide",
        about: "Returns the last revision with remarks, approves it for one's level, confirms it though figures that it read have changed, opens an approved report again with the reason, or names the report that takes its place.",
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
            Code::NotYourTurn,
            Code::PeriodLocked,
            Code::RemarkMissing,
            Code::RemarkTooLong,
            Code::ReplacementUnfit,
            Code::TooLarge,
            Code::UnsupportedMediaType,
        ],
        handler: || post(take),
    },
    Operation {
        method: Method::Post,
        path: "/api/v1/decisions",
        id: "approve_all",
        about: "Approves up to 200 reports for one's level, each for itself, and tells of each what became of it. What is flagged is refused here.",
        signed_in: true,
        query: &[],
        body: Some("Approvals"),
        answers: &[(200, "Approved")],
        refusals: &[Code::BadJson, Code::BadParameter, Code::TooLarge, Code::UnsupportedMediaType],
        handler: || post(take_all),
    },
];

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

async fn take_all(State(app): State<Arc<App>>, SignedIn(account): SignedIn, JsonBody(body): JsonBody) -> Result<Json<Value>, Refusal> {
    Ok(Json(approve_all(&app, &account, &body).await?))
}
