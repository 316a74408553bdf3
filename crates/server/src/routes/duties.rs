//! What the signed-in unit has to report.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::routing::get;
use serde_json::Value;

use super::{Method, Operation};
use crate::app::App;
use crate::duties;
use crate::refusal::Refusal;
use crate::session::SignedIn;

pub(super) const OPERATIONS: &[Operation] = &[Operation {
    method: Method::Get,
    path: "/api/v1/duties",
    id: "duties",
    about: "What the signed-in unit and the funds under it have to report, what is overdue first: all that was asked for since the unit reports here, and the last reports that are done. For a reviewer also what waits for a decision.",
    signed_in: true,
    query: &[],
    body: None,
    answers: &[(200, "Duties")],
    refusals: &[],
    handler: || get(list),
}];

async fn list(State(app): State<Arc<App>>, SignedIn(account): SignedIn) -> Result<Json<Value>, Refusal> {
    Ok(Json(duties::duties(&app, &account).await?))
}
