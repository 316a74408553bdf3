//! A form in other systems' languages, for those who connect one.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use phieu_export::{Format, Known, export};

use super::{FILE, Method, Operation};
use crate::app::App;
use crate::forms::Form;
use crate::refusal::{Code, Refusal};

pub(super) const OPERATIONS: &[Operation] = &[Operation {
    method: Method::Get,
    path: "/api/v1/forms/{form}/{version}/export/{format}",
    id: "export_form",
    about: "A form as a file of another system: `schema` (JSON Schema 2020-12), `openapi`, `typescript`, `markdown` and `excel` (a data dictionary), `fhir` (R5 Questionnaire), `xform` (ODK).",
    signed_in: false,
    query: &[],
    body: None,
    answers: &[(200, FILE)],
    refusals: &[Code::UnknownForm, Code::UnknownVersion, Code::BadParameter],
    handler: || get(read),
}];

async fn read(State(app): State<Arc<App>>, Path((form, version, format)): Path<(String, String, String)>) -> Result<Response, Refusal> {
    let form = Arc::clone(app.forms.of_version(&form, &version)?);
    let written = tokio::task::spawn_blocking(move || file(&form, &format)).await;
    let (kind, name, bytes) = written.map_err(|error| {
        eprintln!("phieu: an export broke off: {error}");
        Refusal::from(Code::Internal)
    })??;
    Ok(([(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\""))], bytes)
        .into_response())
}

/// The media type, name and bytes of a form in a format.
fn file(form: &Form, format: &str) -> Result<(&'static str, String, Vec<u8>), Refusal> {
    let format = Format::parse(format).ok_or_else(|| Refusal::parameter("format"))?;
    let exported = export(form.validator.form(), form.validator.source(), format, Known::NOTHING).map_err(|error| {
        eprintln!("phieu: {} cannot be exported: {error}", form.id);
        Refusal::from(Code::Internal)
    })?;
    Ok((format.media_type(), format!("{}.{}", form.id, format.ending()), exported.bytes))
}
