//! The forms: which there are, what each asks, and the rows that a phone compiles.
//!
//! A published version never changes, so that a browser may keep it for ever; the entity tag is the digest of the rows.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use phieu_report::{FormId, Version};
use serde_json::{Value, json};

use super::{Method, Operation};
use crate::app::App;
use crate::forms::Form;
use crate::refusal::{Code, Refusal};

const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

pub(super) const OPERATIONS: &[Operation] = &[
    Operation {
        method: Method::Get,
        path: "/api/v1/forms",
        id: "forms",
        about: "The latest version of each form.",
        signed_in: false,
        query: &[],
        body: None,
        answers: &[(200, "Forms")],
        refusals: &[],
        handler: || get(list),
    },
    Operation {
        method: Method::Get,
        path: "/api/v1/forms/{form}/{version}",
        id: "form",
        about: "The compiled definition of one version of a form.",
        signed_in: false,
        query: &[],
        body: None,
        answers: &[(200, "Definition"), (304, "")],
        refusals: &[Code::UnknownForm, Code::UnknownVersion],
        handler: || get(definition),
    },
    Operation {
        method: Method::Get,
        path: "/api/v1/forms/{form}/{version}/source",
        id: "form_source",
        about: "The rows of one version of a form as JSON, from which a phone compiles it.",
        signed_in: false,
        query: &[],
        body: None,
        answers: &[(200, "Source"), (304, "")],
        refusals: &[Code::UnknownForm, Code::UnknownVersion],
        handler: || get(source),
    },
];

async fn list(State(app): State<Arc<App>>) -> Json<Value> {
    let forms = app.forms.latest().map(|form| {
        json!({
            "id": form.id.as_str(),
            "version": form.version.as_str(),
            "title": form.title(),
            "code": form.validator.setting("code"),
            "digest": form.source_digest,
            "register": form.is_register(),
        })
    });
    Json(json!({ "forms": forms.collect::<Value>() }))
}

async fn definition(State(app): State<Arc<App>>, Path(name): Path<(String, String)>, headers: HeaderMap) -> Result<Response, Refusal> {
    let form = named(&app, &name)?;
    Ok(immutable(form, &headers, || Json(&form.definition).into_response()))
}

async fn source(State(app): State<Arc<App>>, Path(name): Path<(String, String)>, headers: HeaderMap) -> Result<Response, Refusal> {
    let form = named(&app, &name)?;
    let json = [(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))];
    Ok(immutable(form, &headers, || (json, form.source.clone()).into_response()))
}

fn named<'a>(app: &'a App, (form, version): &(String, String)) -> Result<&'a Arc<Form>, Refusal> {
    let form = FormId::parse(form).map_err(|_| Refusal::with(Code::UnknownForm, json!({ "form": form })))?;
    let version = Version::parse(version).map_err(|_| Refusal::with(Code::UnknownVersion, json!({ "version": version })))?;
    app.forms.get(&form, &version)
}

/// An answer that is kept for ever, or "not modified" to one who has it.
fn immutable(form: &Form, headers: &HeaderMap, body: impl FnOnce() -> Response) -> Response {
    let tag = format!("\"{}\"", form.source_digest);
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let has_it = known.split(',').any(|one| one.trim().trim_start_matches("W/") == tag);
    let mut response = if has_it { StatusCode::NOT_MODIFIED.into_response() } else { body() };
    response.headers_mut().insert(header::CACHE_CONTROL, FOR_EVER);
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}
