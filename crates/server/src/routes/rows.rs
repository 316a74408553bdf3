//! Rows for a register out of a table file. Nothing is kept: the rows come back, and go into the draft on the page.

use std::sync::Arc;

use axum::Json;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::routing::post;
use serde_json::Value;

use super::{Method, Operation, Parameter};
use crate::app::App;
use crate::language::Language;
use crate::query::Query;
use crate::refusal::{Code, Refusal};
use crate::session::SignedIn;
use crate::taking::{bytes, take};

pub(super) const OPERATIONS: &[Operation] = &[Operation {
    method: Method::Post,
    path: "/api/v1/forms/{form}/rows",
    id: "rows",
    about: "Reads rows for a register out of a table file, its columns found by their headings, and gives them as answers with what could not be read. Nothing is kept.",
    signed_in: true,
    query: &[Parameter { name: "file", required: true, about: "The file's name; its ending says what it is: .xlsx, .ods, .csv." }],
    body: Some(super::TABLE),
    answers: &[(200, "Rows")],
    refusals: &[Code::BadParameter, Code::UnknownForm, Code::NoRegister, Code::TableTooLarge, Code::TableUnreadable, Code::TableUnknown],
    handler: || post(read),
}];

async fn read(
    State(app): State<Arc<App>>,
    SignedIn(_): SignedIn,
    Path(form): Path<String>,
    query: Query,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<Value>, Refusal> {
    let form = app.forms.named(&form)?;
    let file = query.required("file")?.to_owned();
    let bytes = bytes(body).await?;
    Ok(Json(take(form, file, bytes, Language::of(&headers)).await?))
}
