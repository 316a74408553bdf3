//! A mid-term or final review, composed of figures and words: as data with its layout, and as a file of Word.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use phieu_catalog::Review;
use phieu_report::OrgUnitCode;
use phieu_store::Account;
use serde_json::{Value, json};

use super::{Method, Operation, Parameter};
use crate::app::App;
use crate::language::Language;
use crate::query::Query;
use crate::reach::reach;
use crate::refusal::{Code, Refusal};
use crate::registers::year;
use crate::reviews::{Asked, compose, document};
use crate::session::SignedIn;

/// What a `.docx` is called.
const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

const QUERY: &[Parameter] = &[
    Parameter { name: "number", required: true, about: "Which row of the unit's register, from 1." },
    Parameter { name: "org_unit", required: false, about: "The unit; one's own where none is given." },
    Parameter { name: "year", required: false, about: "The register's year; the current one where none is given." },
    Parameter { name: "lang", required: false, about: "The language of the words around it: vi or en." },
];

const REFUSALS: &[Code] =
    &[Code::BadParameter, Code::ForeignUnit, Code::NoDuty, Code::UnknownForm, Code::UnknownUnit, Code::NoRegister, Code::UnknownRow];

pub(super) const OPERATIONS: &[Operation] = &[
    Operation {
        method: Method::Get,
        path: "/api/v1/reviews/{form}",
        id: "review",
        about: "A review, a row of a register, with its sections: figures by year (and of a programme's years as a whole), with how many of how many reports are in them, and the words written so far; and laid out as an office's document.",
        signed_in: true,
        query: QUERY,
        body: None,
        answers: &[(200, "Review")],
        refusals: REFUSALS,
        handler: || get(ask),
    },
    Operation {
        method: Method::Get,
        path: "/api/v1/reviews/{form}/word",
        id: "review_file",
        about: "The same as a file of Word (.docx).",
        signed_in: true,
        query: QUERY,
        body: None,
        answers: &[(200, "")],
        refusals: REFUSALS,
        handler: || get(word),
    },
];

async fn ask(
    State(app): State<Arc<App>>,
    SignedIn(account): SignedIn,
    Path(form): Path<String>,
    query: Query,
    headers: HeaderMap,
) -> Result<Json<Value>, Refusal> {
    let (review, mut body) = composed(&app, &account, &form, &query).await?;
    body["document"] = json!(document(review, &body, language(&query, &headers)?).blocks);
    Ok(Json(body))
}

async fn word(
    State(app): State<Arc<App>>,
    SignedIn(account): SignedIn,
    Path(form): Path<String>,
    query: Query,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let (review, body) = composed(&app, &account, &form, &query).await?;
    let file = document(review, &body, language(&query, &headers)?).to_docx().map_err(|error| {
        eprintln!("phieu: a document broke off: {error}");
        Refusal::from(Code::Internal)
    })?;
    Ok((super::download(WORD), file).into_response())
}

fn language(query: &Query, headers: &HeaderMap) -> Result<Language, Refusal> {
    let named = query.parsed("lang", |tag| Language::parse(tag).ok_or(()))?;
    Ok(named.unwrap_or_else(|| Language::of(headers)))
}

async fn composed<'a>(app: &'a App, account: &Account, form: &str, query: &Query) -> Result<(&'a Review, Value), Refusal> {
    let form = app.forms.named(form)?;
    let review = app.forms.review(form).ok_or_else(|| Refusal::with(Code::NoRegister, json!({ "form": form.id.as_str() })))?;
    let number = query.parsed("number", str::parse::<usize>)?.ok_or_else(|| Refusal::parameter("number"))?;
    let year = year(app, query.get("year"))?;
    let reach = reach(app, account, query.parsed("org_unit", OrgUnitCode::parse)?).await?;
    Ok((review, compose(app, Asked { account, review, form, reach: &reach, year, number }).await?))
}
