//! Keys of programs: listed, made, taken back.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::{delete, get, post};
use serde_json::Value;

use super::{Method, Operation};
use crate::app::App;
use crate::body::JsonBody;
use crate::programs::keys;
use crate::refusal::{Code, Refusal};
use crate::session::SignedIn;

pub(super) const OPERATIONS: &[Operation] = &[
    Operation {
        method: Method::Get,
        path: "/api/v1/keys",
        id: "keys",
        about: "One's own keys, those of the programs that one manages, and the scopes that there are.",
        signed_in: true,
        query: &[],
        body: None,
        answers: &[(200, "Keys")],
        refusals: &[],
        handler: || get(list),
    },
    Operation {
        method: Method::Post,
        path: "/api/v1/keys",
        id: "make_key",
        about: "Makes a key, which is shown only now. With a unit it is that of a new program, which works for the unit and all below it; without, it acts for oneself, such as in ODK Collect.",
        signed_in: true,
        query: &[],
        body: Some("NewKey"),
        answers: &[(201, "MadeKey")],
        refusals: &[
            Code::BadJson,
            Code::BadParameter,
            Code::NameMissing,
            Code::NotManager,
            Code::UnknownUnit,
            Code::TooLarge,
            Code::UnsupportedMediaType,
        ],
        handler: || post(make),
    },
    Operation {
        method: Method::Delete,
        path: "/api/v1/keys/{key}",
        id: "revoke_key",
        about: "Takes a key back; from now on it opens nothing.",
        signed_in: true,
        query: &[],
        body: None,
        answers: &[(204, "")],
        refusals: &[Code::UnknownProgram],
        handler: || delete(revoke),
    },
];

async fn list(State(app): State<Arc<App>>, SignedIn(account): SignedIn) -> Result<Json<Value>, Refusal> {
    Ok(Json(keys::list(&app, &account).await?))
}

async fn make(
    State(app): State<Arc<App>>,
    SignedIn(account): SignedIn,
    JsonBody(body): JsonBody,
) -> Result<(StatusCode, Json<Value>), Refusal> {
    Ok((StatusCode::CREATED, Json(keys::make(&app, &account, &body).await?)))
}

async fn revoke(State(app): State<Arc<App>>, SignedIn(account): SignedIn, Path(key): Path<String>) -> Result<StatusCode, Refusal> {
    keys::revoke(&app, &account, number(&key)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The number of a key or webhook in an address.
pub(super) fn number(text: &str) -> Result<i64, Refusal> {
    text.parse().map_err(|_| Code::UnknownProgram.into())
}
