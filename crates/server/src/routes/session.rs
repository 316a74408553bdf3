//! Signing in, asking who one is, signing out.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, post};
use phieu_store::{Account, Unit};
use serde_json::{Value, json};

use super::{Method, Operation};
use crate::app::App;
use crate::body::JsonBody;
use crate::helper;
use crate::people::{own, role};
use crate::refusal::{Code, Refusal};
use crate::session::{self, SignedIn};
use crate::units::{brief, chain, unit};

pub(super) const OPERATIONS: &[Operation] = &[
    Operation {
        method: Method::Post,
        path: "/api/v1/session",
        id: "sign_in",
        about: "Signs in, by the account's name or the telephone number: sets the session cookie.",
        signed_in: false,
        query: &[],
        body: Some("Credentials"),
        answers: &[(200, "Me")],
        refusals: &[Code::BadJson, Code::BadParameter, Code::WrongCredentials, Code::TooManyAttempts],
        handler: || post(sign_in),
    },
    Operation {
        method: Method::Get,
        path: "/api/v1/session",
        id: "me",
        about: "Who is signed in.",
        signed_in: true,
        query: &[],
        body: None,
        answers: &[(200, "Me")],
        refusals: &[],
        handler: || get(me),
    },
    Operation {
        method: Method::Delete,
        path: "/api/v1/session",
        id: "sign_out",
        about: "Signs out; one who is not signed in already is.",
        signed_in: false,
        query: &[],
        body: None,
        answers: &[(204, "")],
        refusals: &[],
        handler: || delete(sign_out),
    },
];

async fn sign_in(State(app): State<Arc<App>>, headers: HeaderMap, JsonBody(body): JsonBody) -> Result<Response, Refusal> {
    let text = |name: &str| body[name].as_str().map(str::to_owned).ok_or_else(|| Refusal::parameter(name));
    let (login, password) = (text("account")?, text("password")?);
    let account = session::with_password(&app, &login, password).await?;
    let cookie = session::open(&app, &account, &headers).await?;
    Ok(([(header::SET_COOKIE, cookie)], Json(description(&app, &account).await?)).into_response())
}

async fn me(State(app): State<Arc<App>>, SignedIn(account): SignedIn) -> Result<Json<Value>, Refusal> {
    Ok(Json(description(&app, &account).await?))
}

async fn sign_out(State(app): State<Arc<App>>, headers: HeaderMap) -> Result<Response, Refusal> {
    let cookie = session::close(&app, &headers).await?;
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie)]).into_response())
}

fn with_parent(chain: &[Unit]) -> Value {
    let mut own = chain.first().map(brief).unwrap_or_default();
    own["parent"] = chain.get(1).map(brief).unwrap_or_default();
    own
}

/// Who signed in, with all duties of today; `org_unit` is that of the first.
pub(super) async fn description(app: &App, account: &Account) -> Result<Value, Refusal> {
    let (mut duties, mut helper) = (Vec::new(), Value::Null);
    for duty in &account.duties {
        let chain = chain(app.store.as_ref(), unit(app, &duty.unit).await?).await?;
        if helper.is_null() && helper::is_helped(duty) {
            helper = helper::helper(account, &chain);
        }
        duties.push(json!({
            "role": duty.role,
            "label": role::label(&duty.role),
            "org_unit": with_parent(&chain),
            "from": duty.from.to_string(),
            "to": duty.to.map(|day| day.to_string()),
        }));
    }
    Ok(json!({
        "account": account.login,
        "name": account.name,
        "roles": role::capabilities(account).map(role::Capability::name).collect::<Value>(),
        "org_unit": duties.first().map(|duty| duty["org_unit"].clone()),
        "duties": duties,
        "consents": app.store.consents(&account.login).await?.iter().map(own::consent).collect::<Value>(),
        "language": account.language,
        "helper": helper,
    }))
}
