//! Links by which people come in: made, taken back, opened.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, post};
use phieu_store::Offer;
use serde_json::Value;

use super::people::number;
use super::session::description;
use super::{Method, Operation};
use crate::app::App;
use crate::body::JsonBody;
use crate::language::Language;
use crate::people::{link, manage};
use crate::refusal::{Code, Refusal};
use crate::session::{self, SignedIn};

pub(super) const OPERATIONS: &[Operation] = &[
    Operation {
        method: Method::Post,
        path: "/api/v1/links",
        id: "invite",
        about: "Makes a link that is opened once: for a duty, for the duty that another hands over (`replaces`), or for a new password of an account.",
        signed_in: true,
        query: &[],
        body: Some("NewLink"),
        answers: &[(201, "Link")],
        refusals: &[
            Code::BadJson,
            Code::BadParameter,
            Code::NotManager,
            Code::RoleUnfit,
            Code::UnknownDuty,
            Code::UnknownPerson,
            Code::UnknownUnit,
            Code::TooLarge,
            Code::UnsupportedMediaType,
        ],
        handler: || post(invite),
    },
    Operation {
        method: Method::Delete,
        path: "/api/v1/links/{link}",
        id: "revoke",
        about: "Takes a link back.",
        signed_in: true,
        query: &[],
        body: None,
        answers: &[(204, "")],
        refusals: &[Code::LinkUnknown, Code::NotManager, Code::UnknownDuty],
        handler: || delete(revoke),
    },
    Operation {
        method: Method::Get,
        path: "/api/v1/join/{secret}",
        id: "look_at_link",
        about: "What a link is for, with the text that is to be agreed to.",
        signed_in: false,
        query: &[],
        body: None,
        answers: &[(200, "LinkSeen")],
        refusals: &[Code::LinkUnknown, Code::LinkUsed, Code::LinkExpired, Code::LinkRevoked],
        handler: || get(look),
    },
    Operation {
        method: Method::Post,
        path: "/api/v1/join/{secret}",
        id: "join",
        about: "Comes in by a link, which is used up, and sets the session cookie. One who is signed in and sends no password takes the duty on with the own account.",
        signed_in: false,
        query: &[],
        body: Some("Joining"),
        answers: &[(201, "Me")],
        refusals: &[
            Code::BadJson,
            Code::BadParameter,
            Code::LinkUnknown,
            Code::LinkUsed,
            Code::LinkExpired,
            Code::LinkRevoked,
            Code::NameMissing,
            Code::PhoneUnfit,
            Code::PhoneTaken,
            Code::PasswordWeak,
            Code::ConsentMissing,
            Code::HasDuty,
            Code::TooLarge,
            Code::UnsupportedMediaType,
        ],
        handler: || post(join),
    },
];

async fn invite(
    State(app): State<Arc<App>>,
    SignedIn(account): SignedIn,
    headers: HeaderMap,
    JsonBody(body): JsonBody,
) -> Result<(StatusCode, Json<Value>), Refusal> {
    Ok((StatusCode::CREATED, Json(link::invite(&app, &account, &body, &headers).await?)))
}

async fn revoke(State(app): State<Arc<App>>, SignedIn(account): SignedIn, Path(id): Path<String>) -> Result<StatusCode, Refusal> {
    let (id, by) = (number(&id)?, manage::by(&app, &account));
    let link = app.store.open_invitation(id, app.now()).await?.ok_or(Code::LinkUnknown)?;
    let own = link.by == account.login;
    match link.offer {
        Offer::Duty { unit, role, .. } if !own => _ = manage::seat(&app, &account, &unit, &role).await?,
        Offer::Password(_) if !own => return Err(Code::NotManager.into()),
        _ => {}
    }
    app.store.revoke(&by, id).await??;
    Ok(StatusCode::NO_CONTENT)
}

async fn look(State(app): State<Arc<App>>, Path(secret): Path<String>) -> Result<Json<Value>, Refusal> {
    Ok(Json(link::look(&app, &secret).await?))
}

async fn join(
    State(app): State<Arc<App>>,
    signed_in: Option<SignedIn>,
    Path(secret): Path<String>,
    headers: HeaderMap,
    JsonBody(body): JsonBody,
) -> Result<Response, Refusal> {
    let known = signed_in.map(|SignedIn(account)| account);
    let account = link::join(&app, &secret, known, &body, Language::of(&headers)).await?;
    let cookie = session::open(&app, &account, &headers).await?;
    let me = description(&app, &account).await?;
    Ok((StatusCode::CREATED, [(header::SET_COOKIE, cookie)], Json(me)).into_response())
}
