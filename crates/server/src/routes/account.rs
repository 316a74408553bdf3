//! One's own account and data: read, corrected, agreed to, erased.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, post, put};
use serde_json::Value;

use super::{Method, Operation};
use crate::app::App;
use crate::body::JsonBody;
use crate::people::own;
use crate::refusal::{Code, Refusal};
use crate::session::{self, SignedIn};

pub(super) const OPERATIONS: &[Operation] = &[
    Operation {
        method: Method::Get,
        path: "/api/v1/account",
        id: "own_data",
        about: "Everything that is kept of the person who asks: account, duties, sessions, consents, what was sent, what was done to the account.",
        signed_in: true,
        query: &[],
        body: None,
        answers: &[(200, "OwnData")],
        refusals: &[],
        handler: || get(data),
    },
    Operation {
        method: Method::Put,
        path: "/api/v1/account",
        id: "correct",
        about: "Corrects one's own name, telephone number and language.",
        signed_in: true,
        query: &[],
        body: Some("Correction"),
        answers: &[(204, "")],
        refusals: &[
            Code::BadJson,
            Code::BadParameter,
            Code::NameMissing,
            Code::PhoneUnfit,
            Code::PhoneTaken,
            Code::UnknownPerson,
            Code::TooLarge,
            Code::UnsupportedMediaType,
        ],
        handler: || put(correct),
    },
    Operation {
        method: Method::Post,
        path: "/api/v1/account/password",
        id: "change_password",
        about: "Changes one's own password; one's other sessions and all of one's keys end.",
        signed_in: true,
        query: &[],
        body: Some("PasswordChange"),
        answers: &[(204, "")],
        refusals: PROVEN,
        handler: || post(change_password),
    },
    Operation {
        method: Method::Delete,
        path: "/api/v1/account/sessions",
        id: "close_sessions",
        about: "Ends one's sessions on other phones.",
        signed_in: true,
        query: &[],
        body: None,
        answers: &[(204, "")],
        refusals: &[],
        handler: || delete(close_sessions),
    },
    Operation {
        method: Method::Post,
        path: "/api/v1/account/consents",
        id: "agree",
        about: "Keeps one's consent to a form's purpose, in the words of one version of it.",
        signed_in: true,
        query: &[],
        body: Some("Agreement"),
        answers: &[(204, "")],
        refusals: &[Code::BadJson, Code::BadParameter, Code::UnknownForm, Code::UnknownVersion, Code::TooLarge, Code::UnsupportedMediaType],
        handler: || post(agree),
    },
    Operation {
        method: Method::Post,
        path: "/api/v1/account/erasure",
        id: "erase",
        about: "Erases one's name, telephone number and password, and ends one's duties and sessions. Reports stay, as the unit's; they and the audits keep the account's name for signing in.",
        signed_in: true,
        query: &[],
        body: Some("Proof"),
        answers: &[(204, "")],
        refusals: ERASING,
        handler: || post(erase),
    },
];

const ERASING: &[Code] = &[
    Code::BadJson,
    Code::BadParameter,
    Code::WrongPassword,
    Code::LastAdministrator,
    Code::TooManyAttempts,
    Code::TooLarge,
    Code::UnsupportedMediaType,
];

const PROVEN: &[Code] = &[
    Code::BadJson,
    Code::BadParameter,
    Code::WrongPassword,
    Code::PasswordWeak,
    Code::TooManyAttempts,
    Code::TooLarge,
    Code::UnsupportedMediaType,
];

async fn data(State(app): State<Arc<App>>, SignedIn(account): SignedIn, headers: HeaderMap) -> Result<Json<Value>, Refusal> {
    Ok(Json(own::data(&app, &account.login, &session::hash(&headers)).await?))
}

async fn correct(State(app): State<Arc<App>>, SignedIn(account): SignedIn, JsonBody(body): JsonBody) -> Result<StatusCode, Refusal> {
    own::correct(&app, &account, &body).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn change_password(
    State(app): State<Arc<App>>,
    SignedIn(account): SignedIn,
    headers: HeaderMap,
    JsonBody(body): JsonBody,
) -> Result<StatusCode, Refusal> {
    own::change_password(&app, &account, &body, &session::hash(&headers)).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn close_sessions(State(app): State<Arc<App>>, SignedIn(account): SignedIn, headers: HeaderMap) -> Result<StatusCode, Refusal> {
    app.store.close_sessions(&account.login, &session::hash(&headers)).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn agree(State(app): State<Arc<App>>, SignedIn(account): SignedIn, JsonBody(body): JsonBody) -> Result<StatusCode, Refusal> {
    own::agree(&app, &account, &body).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn erase(
    State(app): State<Arc<App>>,
    SignedIn(account): SignedIn,
    headers: HeaderMap,
    JsonBody(body): JsonBody,
) -> Result<Response, Refusal> {
    own::erase(&app, &account, &body).await?;
    let cookie = session::close(&app, &headers).await?;
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie)]).into_response())
}
