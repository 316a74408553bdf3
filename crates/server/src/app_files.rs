//! The app's files from a folder: compressed where a compressed neighbour stands beside the file, cached for ever where the name
//! carries a digest, asked for anew each time where it does not.
//!
//! An address without a dot that is no file is one of the app's own pages and gets `index.html`; one with a dot is a missing file.
//! The desk and the author's page are programs of their own: their addresses get `desk/index.html` and `author/index.html`.

use std::path::Path;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use tower_http::services::ServeDir;

use crate::refusal::{Code, Refusal};

const FOR_EVER: &str = "public, max-age=31536000, immutable";
const ASK_AGAIN: &str = "no-cache";

/// The first name of an address, and the page that stands at all addresses that begin with it.
pub(crate) type Program = (&'static str, &'static str);

/// The officers' desk.
pub(crate) const DESK: Program = ("desk", "/desk/index.html");
/// The author's page.
pub(crate) const AUTHOR: Program = ("author", "/author/index.html");

/// A router that serves the folder: the app at all addresses but those of `programs`.
pub(crate) fn router(folder: &Path, programs: &'static [Program]) -> Router {
    let files = ServeDir::new(folder).precompressed_br().precompressed_gzip();
    let pages = move |request, next| pages(programs, request, next);
    Router::new().fallback_service(files).layer(middleware::from_fn(pages)).layer(middleware::from_fn(cache))
}

/// Addresses of a program's pages are answered with its one page.
async fn pages(programs: &[Program], mut request: Request<Body>, next: Next) -> Response {
    let path = request.uri().path();
    let first = path.split('/').nth(1).unwrap_or_default();
    let last = path.rsplit('/').next().unwrap_or_default();
    if !last.contains('.') {
        let program = programs.iter().find(|(name, _)| *name == first);
        *request.uri_mut() = Uri::from_static(program.map_or("/index.html", |(_, page)| page));
    }
    let response = next.run(request).await;
    match response.status() {
        StatusCode::NOT_FOUND => Refusal::from(Code::NotFound).into_response(),
        StatusCode::METHOD_NOT_ALLOWED => Refusal::from(Code::MethodNotAllowed).into_response(),
        _ => response,
    }
}

async fn cache(request: Request<Body>, next: Next) -> Response {
    let kept = has_digest(request.uri().path());
    let mut response = next.run(request).await;
    if response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED {
        let policy = HeaderValue::from_static(if kept { FOR_EVER } else { ASK_AGAIN });
        response.headers_mut().insert(header::CACHE_CONTROL, policy);
    }
    response
}

/// Whether a file's name carries a digest of its content: a part of at least 8 hexadecimal digits before the ending, `app-1f2e3d4c.js`.
fn has_digest(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let mut parts = name.split(['-', '.', '_']);
    parts.next_back();
    parts.skip(1).any(|part| part.len() >= 8 && part.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::has_digest;

    #[test]
    fn only_names_with_a_digest_are_kept_for_ever() {
        for name in ["/app-1f2e3d4c5b6a7988.js", "/pkg/app_bg.0123456789abcdef.wasm", "/a-deadbeef.css"] {
            assert!(has_digest(name), "{name}");
        }
        for name in ["/", "/index.html", "/sw.js", "/manifest.webmanifest", "/icon-192.png", "/deadbeef.js", "/app-12345678"] {
            assert!(!has_digest(name), "{name}");
        }
    }
}
