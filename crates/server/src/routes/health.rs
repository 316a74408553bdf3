//! Whether the server is up and its store answers.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::routing::get;
use serde_json::{Value, json};

use super::{Method, Operation};
use crate::app::App;
use crate::clock::iso;
use crate::refusal::{Code, Refusal};

pub(super) const OPERATIONS: &[Operation] = &[Operation {
    method: Method::Get,
    path: "/api/health",
    id: "health",
    about: "Whether the server is up and its store answers.",
    signed_in: false,
    query: &[],
    body: None,
    answers: &[(200, "Health")],
    refusals: &[Code::Internal],
    handler: || get(health),
}];

async fn health(State(app): State<Arc<App>>) -> Result<Json<Value>, Refusal> {
    app.store.account("").await?;
    Ok(Json(json!({ "status": "up", "version": env!("CARGO_PKG_VERSION"), "now": iso(app.now()) })))
}
