//! Files that come in pieces: how far one has come, and the next piece.

use std::sync::Arc;

use axum::Json;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, patch};
use phieu_report::ReportId;
use serde_json::json;

use super::{Method, Operation, PIECE, Parameter};
use crate::app::App;
use crate::refusal::{Code, Refusal};
use crate::session::SignedIn;
use crate::uploads::{self, COMPLETE, LENGTH, OFFSET, Standing, Subject, add};

const PATH: &str = "/api/v1/reports/{report_id}/files/{name}/{digest}";

pub(super) const OPERATIONS: &[Operation] = &[
    Operation {
        method: Method::Get,
        path: PATH,
        id: "upload",
        about: "How far a file that a report names has come, by its name and the SHA-256 of the whole: in the body, and in the headers `Upload-Offset`, `Upload-Length` and `Upload-Complete`, which `HEAD` gives alone.",
        signed_in: true,
        query: &[],
        body: None,
        answers: &[(200, "Upload")],
        refusals: &[Code::BadParameter, Code::ForeignUnit, Code::UnknownReport, Code::PeriodLocked, Code::FileNotNamed],
        handler: || get(standing),
    },
    Operation {
        method: Method::Patch,
        path: PATH,
        id: "add_piece",
        about: "The next piece of such a file, 256 kB at most. It begins where the file ends so far, or is refused with `upload_offset`; it counts whole or not at all. With the last piece the whole is looked at as in `PUT …/files/{name}`, and kept; where all bytes are here and that was not done, an empty piece at the end does it.",
        signed_in: true,
        query: &[
            Parameter { name: "Upload-Offset", required: true, about: "How many bytes stand before the piece." },
            Parameter { name: "Upload-Length", required: true, about: "How many bytes the whole has, 8 MB at most." },
        ],
        body: Some(PIECE),
        answers: &[(200, "Upload")],
        refusals: &[
            Code::BadParameter,
            Code::ForeignUnit,
            Code::UnknownReport,
            Code::StatusForbids,
            Code::PeriodLocked,
            Code::UploadOffset,
            Code::TooLarge,
            Code::FileTooLarge,
            Code::FileNotNamed,
            Code::FileUnknown,
            Code::FileDamaged,
            Code::TooSlow,
        ],
        handler: || patch(add_piece),
    },
];

/// How many letters a SHA-256 has in hexadecimal.
const DIGEST: usize = 64;

fn subject((id, name, digest): (String, String, String)) -> Result<Subject, Refusal> {
    let is_digest = digest.len() == DIGEST && digest.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    let report = ReportId::parse(&id).map_err(|_| Code::UnknownReport)?;
    if is_digest { Ok(Subject { report, name, digest }) } else { Err(Refusal::parameter("digest")) }
}

fn told(Standing { offset, size, is_complete }: Standing) -> Response {
    let body = Json(json!({ "offset": offset, "size": size, "complete": is_complete }));
    let complete = HeaderValue::from_static(if is_complete { "?1" } else { "?0" });
    let mut response = ([(OFFSET, HeaderValue::from(offset)), (COMPLETE, complete)], body).into_response();
    if let Some(size) = size {
        response.headers_mut().insert(LENGTH, HeaderValue::from(size));
    }
    response
}

type Address = Path<(String, String, String)>;

async fn standing(State(app): State<Arc<App>>, SignedIn(account): SignedIn, Path(address): Address) -> Result<Response, Refusal> {
    Ok(told(uploads::standing(&app, &account, &subject(address)?).await?))
}

async fn add_piece(
    State(app): State<Arc<App>>,
    SignedIn(account): SignedIn,
    Path(address): Address,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    Ok(told(add(&app, &account, &subject(address)?, &headers, body).await?))
}
