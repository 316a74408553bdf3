//! The API's addresses, one file per noun. Each file lists its operations; the router and the OpenAPI document are both made
//! from these lists, so that neither can name what the other does not.

mod account;
mod activity;
mod attachments;
mod calendar;
mod check;
mod closings;
mod decisions;
mod duties;
mod events;
mod exports;
mod forms;
mod health;
mod keys;
mod links;
mod openapi;
mod openrosa;
mod people;
mod periods;
mod registers;
mod reports;
mod requests;
mod reviews;
mod rows;
mod session;
mod targets;
mod totals;
mod units;
mod uploads;
mod webhooks;

use std::sync::Arc;

use axum::Router;
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::from_fn_with_state;
use axum::routing::MethodRouter;

use crate::app::App;
use crate::programs::once;

/// An HTTP method of the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

impl Method {
    /// As OpenAPI writes it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Method::Get => "get",
            Method::Post => "post",
            Method::Put => "put",
            Method::Patch => "patch",
            Method::Delete => "delete",
        }
    }
}

/// A parameter in the query; one whose name has a capital stands among the headers.
pub(crate) struct Parameter {
    pub(crate) name: &'static str,
    pub(crate) required: bool,
    pub(crate) about: &'static str,
}

/// How long a page of a list is at most.
pub(crate) const LIMIT: Parameter =
    Parameter { name: "limit", required: false, about: "So many at most; the server has a bound of its own." };
/// Where a page begins.
pub(crate) const AFTER: Parameter =
    Parameter { name: "after", required: false, about: "Only what stands after it: `next` of the page before, as it was given." };

/// The schema of a body that is a table file and no JSON.
pub(crate) const TABLE: &str = "Table";

/// The schema of a body that is the copy of a paper and no JSON.
pub(crate) const COPY: &str = "Copy";

/// The schema of a body that is a piece of a file.
pub(crate) const PIECE: &str = "Piece";

/// The headers of a file: a picture is shown, any other a browser saves and does not open by itself. The kind is one of ours, so that it always
/// makes a header.
fn download(kind: &str) -> [(HeaderName, HeaderValue); 2] {
    let place = if kind.starts_with("image/") { "inline" } else { "attachment" };
    let kind = HeaderValue::from_str(kind).unwrap_or(HeaderValue::from_static("application/octet-stream"));
    [(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, HeaderValue::from_static(place))]
}

/// The schema of an answer that is a file and no JSON.
pub(crate) const FILE: &str = "File";

/// One thing that the API does.
pub(crate) struct Operation {
    pub(crate) method: Method,
    pub(crate) path: &'static str,
    pub(crate) id: &'static str,
    pub(crate) about: &'static str,
    /// Whether it is refused without sign-in.
    pub(crate) signed_in: bool,
    pub(crate) query: &'static [Parameter],
    /// The schema of the body that it takes.
    pub(crate) body: Option<&'static str>,
    /// Status and schema of its answers; an empty schema is an answer without a body.
    pub(crate) answers: &'static [(u16, &'static str)],
    pub(crate) refusals: &'static [crate::refusal::Code],
    pub(crate) handler: fn() -> MethodRouter<Arc<App>>,
}

/// Everything that the API does.
pub(crate) fn operations() -> impl Iterator<Item = &'static Operation> {
    let all: [&[Operation]; 28] = [
        account::OPERATIONS,
        session::OPERATIONS,
        duties::OPERATIONS,
        people::OPERATIONS,
        requests::OPERATIONS,
        links::OPERATIONS,
        forms::OPERATIONS,
        exports::OPERATIONS,
        check::OPERATIONS,
        reports::OPERATIONS,
        attachments::OPERATIONS,
        uploads::OPERATIONS,
        decisions::OPERATIONS,
        closings::OPERATIONS,
        calendar::OPERATIONS,
        totals::OPERATIONS,
        registers::OPERATIONS,
        rows::OPERATIONS,
        activity::OPERATIONS,
        reviews::OPERATIONS,
        targets::OPERATIONS,
        units::OPERATIONS,
        periods::OPERATIONS,
        keys::OPERATIONS,
        events::OPERATIONS,
        webhooks::OPERATIONS,
        openapi::OPERATIONS,
        health::OPERATIONS,
    ];
    all.into_iter().flatten()
}

/// The router of the API.
pub(crate) fn router(app: &Arc<App>) -> Router<Arc<App>> {
    let handler = |operation: &Operation| match (operation.handler)() {
        handler if once::OPERATIONS.contains(&operation.id) => handler.layer(from_fn_with_state(Arc::clone(app), once::once)),
        handler => handler,
    };
    operations().fold(openrosa::router(), |router, operation| router.route(operation.path, handler(operation)))
}
