//! The description of this API, made from the lists that the router is made from.

use axum::Json;
use axum::routing::get;
use serde_json::Value;

use super::{Method, Operation};
use crate::openapi;

pub(super) const OPERATIONS: &[Operation] = &[Operation {
    method: Method::Get,
    path: "/api/openapi.json",
    id: "openapi",
    about: "This description (OpenAPI 3.1).",
    signed_in: false,
    query: &[],
    body: None,
    answers: &[(200, "")],
    refusals: &[],
    handler: || get(document),
}];

async fn document() -> Json<Value> {
    Json(openapi::document())
}
