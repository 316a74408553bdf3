//! Events: what happened to reports, for programs that keep up by asking.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::routing::get;
use serde_json::Value;

use super::{Method, Operation, Parameter};
use crate::app::App;
use crate::programs::events;
use crate::query::Query;
use crate::refusal::{Code, Refusal};
use crate::session::SignedIn;

pub(super) const OPERATIONS: &[Operation] = &[Operation {
    method: Method::Get,
    path: "/api/v1/events",
    id: "events",
    about: "What happened to reports and periods below one's units, in order, without answers. Ask again with `after` set to the `next` of the page before; a page may hold nothing and still lead on.",
    signed_in: true,
    query: &[Parameter {
        name: "after",
        required: false,
        about: "The `next` of the page before; from the beginning where it is left out.",
    }],
    body: None,
    answers: &[(200, "Events")],
    refusals: &[Code::BadParameter],
    handler: || get(list),
}];

async fn list(State(app): State<Arc<App>>, SignedIn(account): SignedIn, query: Query) -> Result<Json<Value>, Refusal> {
    Ok(Json(events::page(&app, &account, &query).await?))
}
