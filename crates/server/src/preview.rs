//! The author's page with a form from a file beside it, for one person on one machine.
//!
//! The file is read anew whenever the page asks, and the page asks again and again: so a saved change is on the screen a
//! moment later, without anything that watches files. No database, no accounts, no report: only the app's files and the form.
//! Requests under another name than this machine's own are refused, so that no page of somebody else's can reach the form.

use std::future::Future;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::extract::{Path as InPath, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use sha2::{Digest, Sha256};
use tokio::net::TcpListener;

use crate::app_files;
use crate::headers::protect;
use crate::refusal::{Code, Refusal};

/// What is to be looked at.
#[derive(Clone, Debug)]
pub enum Previewed {
    /// A file, read on every request.
    File(PathBuf),
    /// A form that does not change while the preview runs.
    Text {
        /// Its file's name; the ending says how it is spelled.
        name: String,
        /// The file's content.
        text: String,
    },
}

impl Previewed {
    fn name(&self) -> String {
        match self {
            Previewed::File(path) => path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
            Previewed::Text { name, .. } => name.clone(),
        }
    }

    async fn read(&self) -> io::Result<Vec<u8>> {
        match self {
            Previewed::File(path) => tokio::fs::read(path).await,
            Previewed::Text { text, .. } => Ok(text.clone().into_bytes()),
        }
    }
}

/// Serves the author's page at `/preview`, out of the folder of the built app, until `stop` is done.
pub async fn serve_preview(
    listener: TcpListener,
    app: &Path,
    form: Previewed,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    axum::serve(listener, router(app, form)).with_graceful_shutdown(stop).await
}

fn router(app: &Path, form: Previewed) -> Router {
    Router::new()
        .route("/", get(|| async { Redirect::temporary("/preview") }))
        .route("/preview/form", get(file))
        .route("/preview/media/{name}", get(media))
        .with_state(Arc::new(form))
        .fallback_service(app_files::router(app, &[app_files::AUTHOR, ("preview", app_files::AUTHOR.1)]))
        .layer(from_fn(own_name))
        .layer(from_fn(protect))
}

/// The file's bytes and name. With the tag of what the page has, an unchanged file is no more than a status.
async fn file(State(form): State<Arc<Previewed>>, headers: HeaderMap) -> Response {
    let Ok(bytes) = form.read().await else { return Refusal::from(Code::NotFound).into_response() };
    let tag: String = Sha256::digest(&bytes).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    let tag = format!("\"{tag}\"");
    let known = headers.get(header::IF_NONE_MATCH).is_some_and(|each| each.as_bytes() == tag.as_bytes());
    let body = if known { StatusCode::NOT_MODIFIED.into_response() } else { bytes.into_response() };
    let mut answer = body;
    for (name, value) in [(header::ETAG, tag), (header::CONTENT_DISPOSITION, disposition(&form.name()))] {
        if let Ok(value) = HeaderValue::from_str(&value) {
            answer.headers_mut().insert(name, value);
        }
    }
    answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    answer
}

/// What a form's labels may name, by the ending; nothing else beside the form is handed out.
const MEDIA: [(&str, &str); 12] = [
    ("png", "image/png"),
    ("jpg", "image/jpeg"),
    ("jpeg", "image/jpeg"),
    ("gif", "image/gif"),
    ("webp", "image/webp"),
    ("mp3", "audio/mpeg"),
    ("m4a", "audio/mp4"),
    ("ogg", "audio/ogg"),
    ("wav", "audio/wav"),
    ("mp4", "video/mp4"),
    ("webm", "video/webm"),
    ("3gp", "video/3gpp"),
];

/// A picture, sound or film that stands beside the form.
async fn media(State(form): State<Arc<Previewed>>, InPath(name): InPath<String>) -> Response {
    let lost = || Refusal::from(Code::NotFound).into_response();
    let Previewed::File(path) = &*form else { return lost() };
    let is_beside = !name.starts_with('.') && !name.contains(['/', '\\']);
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    let Some((_, kind)) = MEDIA.iter().find(|(each, _)| *each == ending).filter(|_| is_beside) else { return lost() };
    match tokio::fs::read(path.with_file_name(name)).await {
        Ok(bytes) => ([(header::CONTENT_TYPE, *kind), (header::CACHE_CONTROL, "no-store")], bytes).into_response(),
        Err(_) => lost(),
    }
}

/// The file's name as RFC 6266 writes it, with every byte beyond letters and digits in hexadecimal.
fn disposition(name: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let coded: String = name.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect();
    format!("inline; filename*=UTF-8''{coded}")
}

async fn own_name(request: Request, next: Next) -> Response {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    if !matches!(name, "127.0.0.1" | "localhost" | "[::1]") {
        return Refusal::from(Code::ForeignOrigin).into_response();
    }
    next.run(request).await
}
