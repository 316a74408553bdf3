//! One's own duties as a calendar to subscribe to. The address is the key: a phone's calendar cannot sign in.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, delete, get, post};
use serde_json::Value;

use super::{Method, Operation};
use crate::app::App;
use crate::feed;
use crate::refusal::{Code, Refusal};
use crate::session::SignedIn;

const PATH: &str = "/api/v1/calendar";

const fn operation(
    method: Method,
    id: &'static str,
    about: &'static str,
    answers: &'static [(u16, &'static str)],
    handler: fn() -> MethodRouter<Arc<App>>,
) -> Operation {
    Operation { method, path: PATH, id, about, signed_in: true, query: &[], body: None, answers, refusals: &[], handler }
}

pub(super) const OPERATIONS: &[Operation] = &[
    operation(Method::Get, "calendar", "The address of one's calendar, if one has made it.", &[(200, "Calendar")], || get(address)),
    operation(
        Method::Post,
        "renew_calendar",
        "Makes a new address for one's calendar; the one before it leads nowhere any more.",
        &[(200, "Calendar")],
        || post(renew),
    ),
    operation(Method::Delete, "remove_calendar", "Takes the address of one's calendar away.", &[(204, "")], || delete(remove)),
    Operation {
        method: Method::Get,
        path: "/api/v1/calendar/{file}",
        id: "calendar_file",
        about: "The duties behind a calendar's address as iCalendar (RFC 5545): a day with alarms for each; what is overdue stands on today.",
        signed_in: false,
        query: &[],
        body: None,
        answers: &[(200, "")],
        refusals: &[Code::UnknownCalendar],
        handler: || get(file),
    },
];

async fn address(State(app): State<Arc<App>>, SignedIn(account): SignedIn) -> Result<Json<Value>, Refusal> {
    Ok(Json(feed::address(&app, &account).await?))
}

async fn renew(State(app): State<Arc<App>>, SignedIn(account): SignedIn) -> Result<Json<Value>, Refusal> {
    Ok(Json(feed::renew(&app, &account).await?))
}

async fn remove(State(app): State<Arc<App>>, SignedIn(account): SignedIn) -> Result<StatusCode, Refusal> {
    app.store.put_calendar(&account.login, None).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn file(State(app): State<Arc<App>>, Path(file): Path<String>) -> Result<Response, Refusal> {
    let text = feed::feed(&app, &file).await?;
    Ok(([(header::CONTENT_TYPE, HeaderValue::from_static("text/calendar; charset=utf-8"))], text).into_response())
}
