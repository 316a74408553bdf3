//! The addresses of OpenRosa. They are another standard's, so they stand beside the API's own and not in its description.

use std::sync::Arc;

use axum::Router;
use axum::extract::multipart::{Multipart, MultipartRejection};
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use axum::routing::get;

use crate::app::App;
use crate::attachments;
use crate::body::in_time;
use crate::headers::origin;
use crate::language::Language;
use crate::openrosa::sender::sender;
use crate::openrosa::submission::Beside;
use crate::openrosa::{forms, message, refused, submission, xml};
use crate::refusal::{Code, Refusal};

/// The most bytes of what was filled in.
const LARGEST_INSTANCE: usize = 1 << 20;

/// The most bytes of a submission: what was filled in and one of the largest files. A client with more sends several, each with what was
/// filled in again.
const LARGEST: usize = LARGEST_INSTANCE + attachments::LARGEST;

pub(super) fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/openrosa/formList", get(list))
        .route("/openrosa/forms/{id}/{version}", get(form))
        .route("/openrosa/submission", axum::routing::head(greet).post(take))
        .layer(DefaultBodyLimit::max(LARGEST))
}

/// An answer, or the refusal as such a client shows it.
fn answer(headers: &HeaderMap, done: Result<Response, Refusal>) -> Response {
    done.unwrap_or_else(|refusal| refused(&refusal, Language::of(headers)))
}

async fn list(State(app): State<Arc<App>>, headers: HeaderMap) -> Response {
    let listed = async {
        let account = sender(&app, &headers).await?;
        Ok(xml(StatusCode::OK, forms::list(&app, &account, &origin(&headers), Language::of(&headers)).await?))
    };
    answer(&headers, listed.await)
}

async fn form(State(app): State<Arc<App>>, Path((id, _)): Path<(String, String)>, headers: HeaderMap) -> Response {
    let written = async {
        let account = sender(&app, &headers).await?;
        Ok(xml(StatusCode::OK, forms::one(&app, &account, &id, Language::of(&headers)).await?))
    };
    answer(&headers, written.await)
}

/// What a client asks before it sends: whether it may, where to, and how much.
async fn greet(State(app): State<Arc<App>>, headers: HeaderMap) -> Response {
    let greeted = sender(&app, &headers).await.map(|_| {
        let mut response = xml(StatusCode::NO_CONTENT, String::new());
        if let Ok(place) = HeaderValue::from_str(&format!("{}/openrosa/submission", origin(&headers))) {
            response.headers_mut().insert(header::LOCATION, place);
        }
        response.headers_mut().insert("x-openrosa-accept-content-length", HeaderValue::from(LARGEST));
        response
    });
    answer(&headers, greeted)
}

async fn take(State(app): State<Arc<App>>, headers: HeaderMap, parts: Result<Multipart, MultipartRejection>) -> Response {
    let language = Language::of(&headers);
    let taken = async {
        let account = sender(&app, &headers).await?;
        let _turn = attachments::AT_ONCE.acquire().await.map_err(|_| Code::Internal)?;
        let (text, files) = in_time(attachments::LONGEST, sorted(parts.map_err(|_| Code::BadSubmission)?)).await?;
        submission::take(&app, &account, &text, &files, language).await?;
        let thanks = match language {
            Language::Vi => "Đã nhận báo cáo.",
            Language::En => "The report was received.",
        };
        Ok(message(StatusCode::CREATED, "submit_success", thanks))
    };
    answer(&headers, taken.await)
}

/// The instance among the parts, and the files beside it. A part that is no file (`*isIncomplete*`) says nothing that is needed.
async fn sorted(mut parts: Multipart) -> Result<(String, Vec<Beside>), Refusal> {
    let (mut text, mut files) = (None, Vec::new());
    while let Some(part) = parts.next_field().await.map_err(|error| too_large(error.status()))? {
        let is_instance = part.name() == Some("xml_submission_file");
        let file = part.file_name().map(str::to_owned);
        let bytes = part.bytes().await.map_err(|error| too_large(error.status()))?;
        match file {
            _ if is_instance && bytes.len() > LARGEST_INSTANCE => return Err(Code::TooLarge.into()),
            _ if is_instance => text = Some(String::from_utf8(bytes.into()).map_err(|_| Code::BadSubmission)?),
            Some(name) => files.push((name, bytes.into())),
            None => {}
        }
    }
    Ok((text.ok_or(Code::BadSubmission)?, files))
}

fn too_large(status: StatusCode) -> Code {
    if status == StatusCode::PAYLOAD_TOO_LARGE { Code::TooLarge } else { Code::BadSubmission }
}
