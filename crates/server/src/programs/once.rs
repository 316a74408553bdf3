//! `Idempotency-Key` (IETF draft of that name): what makes something new may be sent again under the same key, and is done once.
//!
//! A program that does not hear an answer cannot know whether a key, an invitation or a webhook was made. Under its key the same request
//! gets the answer of the first time, for a day. The answer may hold a secret that is shown once; so it is kept sealed with the key, of which
//! only a hash is kept. What was refused did nothing: it is not kept, and may be mended and sent again under the same key.

use std::sync::Arc;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{FromRequestParts, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use chacha20poly1305::aead::Aead;
use chacha20poly1305::{ChaCha20Poly1305, KeyInit, Nonce};
use phieu_store::{Moment, Once, OnceKey};
use sha2::{Digest, Sha256};

use crate::app::App;
use crate::body::whole;
use crate::clock::later;
use crate::refusal::{Code, Refusal};
use crate::session::SignedIn;

const HEADER: HeaderName = HeaderName::from_static("idempotency-key");
/// Says that an answer is that of the first time.
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");
/// How long a key may be. A short one could be guessed, and with it the answer read.
const LENGTHS: std::ops::RangeInclusive<usize> = 16..=255;
const DAY_MS: i64 = 24 * 3600 * 1000;

/// The operations that make something new each time and have no other key.
pub(crate) const OPERATIONS: [&str; 6] = ["invite", "make_key", "make_webhook", "begin_duty", "hand_over", "change_units"];

/// The layer around such an operation.
pub(crate) async fn once(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    done(app, request, next).await.unwrap_or_else(IntoResponse::into_response)
}

async fn done(app: Arc<App>, request: Request, next: Next) -> Result<Response, Refusal> {
    let Some(key) = key(request.headers())? else { return Ok(next.run(request).await) };
    let (mut parts, body) = request.into_parts();
    let SignedIn(account) = SignedIn::from_request_parts(&mut parts, &app).await?;
    let body = whole(body).await?;
    let place = parts.uri.path_and_query().map(|place| place.as_str()).unwrap_or_default();
    let digest = phieu_report::digest(&[parts.method.as_str().as_bytes(), b" ", place.as_bytes(), b"\n", &body[..]].concat());
    let (now, stored) = (app.now(), OnceKey { login: account.login, hash: phieu_report::digest(key.as_bytes()) });
    match app.store.begin_once(&stored, &digest, now, forgotten_until(&app)).await? {
        Once::Begun => {}
        Once::Running => return Err(Code::OnceRunning.into()),
        Once::Other => return Err(Code::OnceOther.into()),
        Once::Done { at, answer } => return replayed(&Seal::new(&stored, &key, at), &answer),
    }
    let request = Request::from_parts(parts, Body::from(body));
    // Carried out to its end though the client may be gone, so that what is kept says what was done.
    let carried_out = tokio::spawn(async move {
        let response = next.run(request).await;
        kept(&app, &stored, &Seal::new(&stored, &key, now), response).await
    });
    carried_out.await.map_err(|error| broken("was broken off", &error))?
}

/// What began by this moment is forgotten.
pub(crate) fn forgotten_until(app: &App) -> Moment {
    later(app.now(), -DAY_MS)
}

/// The key of a request: a string of structured fields (RFC 8941), or without the quotes.
fn key(headers: &HeaderMap) -> Result<Option<String>, Refusal> {
    let Some(value) = headers.get(&HEADER) else { return Ok(None) };
    let text = value.to_str().unwrap_or_default().trim();
    let text = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text);
    if LENGTHS.contains(&text.len()) { Ok(Some(text.to_owned())) } else { Err(Refusal::parameter("Idempotency-Key")) }
}

/// Keeps an answer that says that something was done.
async fn kept(app: &App, stored: &OnceKey, seal: &Seal, response: Response) -> Result<Response, Refusal> {
    if !response.status().is_success() {
        app.store.finish_once(stored, None).await?;
        return Ok(response);
    }
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, usize::MAX).await.map_err(|error| broken("has no end", &error))?;
    let answer = seal.close(parts.status, &body)?;
    app.store.finish_once(stored, Some(&answer)).await?;
    Ok(Response::from_parts(parts, Body::from(body)))
}

fn replayed(seal: &Seal, answer: &[u8]) -> Result<Response, Refusal> {
    let (status, body) = seal.open(answer)?;
    let mut response = (status, body).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(REPLAYED, HeaderValue::from_static("true"));
    Ok(response)
}

fn broken(what: &str, error: &dyn std::fmt::Display) -> Refusal {
    eprintln!("phieu: a request under an Idempotency-Key {what}: {error}");
    Code::Internal.into()
}

/// Seals one answer (ChaCha20-Poly1305, RFC 8439). Its key is made for this answer alone, so that the nonce may be fixed.
struct Seal(ChaCha20Poly1305);

impl Seal {
    fn new(stored: &OnceKey, key: &str, at: Moment) -> Seal {
        let mut digest = Sha256::new();
        for part in ["phieu answer", &stored.login, &at.0.to_string(), key] {
            digest.update((part.len() as u64).to_be_bytes());
            digest.update(part.as_bytes());
        }
        Seal(ChaCha20Poly1305::new(&digest.finalize()))
    }

    fn close(&self, status: StatusCode, body: &[u8]) -> Result<Vec<u8>, Refusal> {
        let text = [&status.as_u16().to_be_bytes()[..], body].concat();
        self.0.encrypt(&Nonce::default(), &text[..]).map_err(|error| broken("cannot be sealed", &error))
    }

    fn open(&self, answer: &[u8]) -> Result<(StatusCode, Bytes), Refusal> {
        let text = self.0.decrypt(&Nonce::default(), answer).map_err(|error| broken("cannot be opened", &error))?;
        let (status, body) = text.split_first_chunk().ok_or(Code::Internal)?;
        let status = StatusCode::from_u16(u16::from_be_bytes(*status)).map_err(|error| broken("has no status", &error))?;
        Ok((status, Bytes::copy_from_slice(body)))
    }
}
