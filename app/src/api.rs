//! Requests to the server: JSON (or a file) in, JSON out, an end to waiting.
//!
//! Why our own: `fetch` with a time limit is thirty lines. It decides nothing; it says what came back, or that nothing did.

use phieu_form::json;
use serde_json::Value;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, RequestInit, Response};

use crate::browser;

/// How long an answer may take.
const PATIENCE: f64 = 60_000.0;

/// What came back.
pub struct Answer {
    /// The HTTP status; `None` where no answer came.
    pub status: Option<u16>,
    /// The body; null where it is not JSON.
    pub body: Value,
    /// When the server answered, by its own clock, in milliseconds since 1970; NaN where it did not say.
    pub at: f64,
}

impl Answer {
    /// Whether it is a success.
    pub fn is_good(&self) -> bool {
        self.status.is_some_and(|status| (200..300).contains(&status))
    }

    /// The server's own sentence about an error; empty where it said none.
    pub fn message(&self) -> &str {
        self.body["message"].as_str().unwrap_or_default()
    }
}

/// Asks for something.
pub async fn get(path: &str) -> Answer {
    send("GET", path, None).await
}

/// Sends a request; the body is JSON text.
pub async fn send(method: &str, path: &str, body: Option<&str>) -> Answer {
    answered(attempt(method, path, body.map(|body| ("application/json", JsValue::from_str(body))), &[]).await)
}

/// Sends a file as it is.
pub async fn send_file(method: &str, path: &str, file: &web_sys::File) -> Answer {
    answered(attempt(method, path, Some(("application/octet-stream", file.into())), &[]).await)
}

/// Sends a piece of a file, with the headers that say where it belongs.
pub async fn send_piece(path: &str, piece: &web_sys::Blob, told: &[(&str, String)]) -> Answer {
    answered(attempt("PATCH", path, Some(("application/partial-upload", piece.into())), told).await)
}

fn answered(answer: Result<Answer, JsValue>) -> Answer {
    answer.unwrap_or(Answer { status: None, body: Value::Null, at: f64::NAN })
}

async fn attempt(method: &str, path: &str, body: Option<(&str, JsValue)>, told: &[(&str, String)]) -> Result<Answer, JsValue> {
    let request = RequestInit::new();
    request.set_method(method);
    let headers = web_sys::Headers::new()?;
    headers.set("accept", "application/json")?;
    if let Some(root) = browser::document().and_then(|document| document.document_element()) {
        headers.set("accept-language", &root.get_attribute("lang").unwrap_or_default())?;
    }
    if let Some((kind, body)) = body {
        headers.set("content-type", kind)?;
        request.set_body(&body);
    }
    for (name, value) in told {
        headers.set(name, value)?;
    }
    request.set_headers(&headers);
    let stop = AbortController::new()?;
    request.set_signal(Some(&stop.signal()));
    browser::later(PATIENCE, move || stop.abort());
    let response: Response = JsFuture::from(browser::window().fetch_with_str_and_init(path, &request)).await?.unchecked_into();
    let text = JsFuture::from(response.text()?).await?.as_string().unwrap_or_default();
    let body = json::read(&text).unwrap_or(Value::Null);
    let at = response.headers().get("date")?.map_or(f64::NAN, |date| js_sys::Date::parse(&date));
    Ok(Answer { status: Some(response.status()), body, at })
}
