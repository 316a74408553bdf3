//! Webhooks: where events are sent; made, stopped and let go on, removed, and what became of each try.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::{delete, get, post, put};
use serde_json::Value;

use super::keys::number;
use super::{Method, Operation};
use crate::app::App;
use crate::body::JsonBody;
use crate::programs::hooks;
use crate::refusal::{Code, Refusal};
use crate::session::SignedIn;

pub(super) const OPERATIONS: &[Operation] = &[
    Operation {
        method: Method::Get,
        path: "/api/v1/webhooks",
        id: "webhooks",
        about: "One's own webhooks, those of the programs that one manages, and the events that there are.",
        signed_in: true,
        query: &[],
        body: None,
        answers: &[(200, "Webhooks")],
        refusals: &[],
        handler: || get(list),
    },
    Operation {
        method: Method::Post,
        path: "/api/v1/webhooks",
        id: "make_webhook",
        about: "Makes a webhook, for an administrator or a program: from now on events are sent there, in order, signed in the Standard Webhooks manner with the secret that is shown only now.",
        signed_in: true,
        query: &[],
        body: Some("NewWebhook"),
        answers: &[(201, "MadeWebhook")],
        refusals: &[
            Code::BadJson,
            Code::BadParameter,
            Code::NotManager,
            Code::UnknownProgram,
            Code::TooLarge,
            Code::UnsupportedMediaType,
            Code::HookAddress,
            Code::TooManyHooks,
        ],
        handler: || post(make),
    },
    Operation {
        method: Method::Put,
        path: "/api/v1/webhooks/{webhook}/state",
        id: "switch_webhook",
        about: "Stops a webhook, or lets it go on where it stopped: nothing that happened meanwhile is lost.",
        signed_in: true,
        query: &[],
        body: Some("WebhookState"),
        answers: &[(204, "")],
        refusals: &[Code::BadJson, Code::BadParameter, Code::UnknownProgram, Code::TooLarge, Code::UnsupportedMediaType],
        handler: || put(switch),
    },
    Operation {
        method: Method::Delete,
        path: "/api/v1/webhooks/{webhook}",
        id: "remove_webhook",
        about: "Removes a webhook with its log.",
        signed_in: true,
        query: &[],
        body: None,
        answers: &[(204, "")],
        refusals: &[Code::UnknownProgram],
        handler: || delete(remove),
    },
    Operation {
        method: Method::Get,
        path: "/api/v1/webhooks/{webhook}/deliveries",
        id: "deliveries",
        about: "The last 200 tries of a webhook, the last one first.",
        signed_in: true,
        query: &[],
        body: None,
        answers: &[(200, "Deliveries")],
        refusals: &[Code::UnknownProgram],
        handler: || get(deliveries),
    },
];

async fn list(State(app): State<Arc<App>>, SignedIn(account): SignedIn) -> Result<Json<Value>, Refusal> {
    Ok(Json(hooks::list(&app, &account).await?))
}

async fn make(
    State(app): State<Arc<App>>,
    SignedIn(account): SignedIn,
    JsonBody(body): JsonBody,
) -> Result<(StatusCode, Json<Value>), Refusal> {
    Ok((StatusCode::CREATED, Json(hooks::make(&app, &account, &body).await?)))
}

async fn switch(
    State(app): State<Arc<App>>,
    SignedIn(account): SignedIn,
    Path(webhook): Path<String>,
    JsonBody(body): JsonBody,
) -> Result<StatusCode, Refusal> {
    hooks::switch(&app, &account, number(&webhook)?, &body).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn remove(State(app): State<Arc<App>>, SignedIn(account): SignedIn, Path(webhook): Path<String>) -> Result<StatusCode, Refusal> {
    hooks::remove(&app, &account, number(&webhook)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn deliveries(State(app): State<Arc<App>>, SignedIn(account): SignedIn, Path(webhook): Path<String>) -> Result<Json<Value>, Refusal> {
    Ok(Json(hooks::deliveries(&app, &account, number(&webhook)?).await?))
}
