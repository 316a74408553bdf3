//! Bodies that come in: bounded, declared as JSON, and JSON indeed.
//!
//! The bound holds for what is read, whatever `Content-Length` claims. Nesting deeper than 128 is refused by the JSON reader
//! itself, so that no body can exhaust the stack.

use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, header};
use serde_json::{Value, json};

use crate::refusal::{Code, Refusal};

/// The most bytes that a body may have.
pub(crate) const LIMIT: usize = 256 * 1024;

/// What is read of a body that is too large, before it is refused: a sender still sending would lose the answer with the connection.
const READ_AT_MOST: usize = 16 * LIMIT;

/// A body read as JSON.
pub(crate) struct JsonBody(pub(crate) Value);

impl<S: Send + Sync> FromRequest<S> for JsonBody {
    type Rejection = Refusal;

    async fn from_request(request: Request, _state: &S) -> Result<JsonBody, Refusal> {
        if !declares_json(request.headers()) {
            return Err(Code::UnsupportedMediaType.into());
        }
        let bytes = whole(request.into_body()).await?;
        serde_json::from_slice(&bytes).map(JsonBody).map_err(|error| {
            let details = json!({ "line": error.line(), "column": error.column() });
            Refusal::with(Code::BadJson, details)
        })
    }
}

/// All bytes of a body.
pub(crate) async fn whole(body: Body) -> Result<Bytes, Refusal> {
    let bytes = to_bytes(body, READ_AT_MOST).await.map_err(|_| too_large())?;
    if bytes.len() > LIMIT { Err(too_large()) } else { Ok(bytes) }
}

/// What is read, where it comes within a time: a connection that stands still keeps nobody else waiting.
pub(crate) async fn in_time<T>(time: Duration, reading: impl Future<Output = Result<T, Refusal>>) -> Result<T, Refusal> {
    tokio::time::timeout(time, reading).await.unwrap_or(Err(Code::TooSlow.into()))
}

fn too_large() -> Refusal {
    Refusal::with(Code::TooLarge, json!({ "limit": LIMIT }))
}

fn declares_json(headers: &HeaderMap) -> bool {
    let declared = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = declared.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/json")
}
