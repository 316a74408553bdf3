//! Requests of people about their own data, carried out for them: of people with an account by whoever manages their duties, of people who
//! are only named in reports by whoever reviews or administers there.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::{post, put};
use serde_json::Value;

use super::{Method, Operation};
use crate::app::App;
use crate::body::JsonBody;
use crate::people::{named, request};
use crate::refusal::{Code, Refusal};
use crate::session::SignedIn;

pub(super) const OPERATIONS: &[Operation] = &[
    Operation {
        method: Method::Post,
        path: "/api/v1/people/{account}/export",
        id: "export_person",
        about: "Everything that is kept of another person, to hand it out on the person's request. For whoever manages all of the person's duties; the reason goes into the audit of people.",
        signed_in: true,
        query: &[],
        body: Some("Request"),
        answers: &[(200, "OwnData")],
        refusals: ASKED,
        handler: || post(export),
    },
    Operation {
        method: Method::Put,
        path: "/api/v1/people/{account}",
        id: "correct_person",
        about: "Corrects another person's name, telephone number and language on the person's request, as export_person says.",
        signed_in: true,
        query: &[],
        body: Some("RequestedCorrection"),
        answers: &[(204, "")],
        refusals: &[
            Code::BadJson,
            Code::BadParameter,
            Code::NotManager,
            Code::UnknownPerson,
            Code::OwnAccount,
            Code::ReasonMissing,
            Code::NameMissing,
            Code::PhoneUnfit,
            Code::PhoneTaken,
            Code::TooLarge,
            Code::UnsupportedMediaType,
        ],
        handler: || put(correct),
    },
    Operation {
        method: Method::Post,
        path: "/api/v1/people/{account}/erasure",
        id: "erase_person",
        about: "Erases another person's name, telephone number and password on the person's request and ends the duties, as export_person says.",
        signed_in: true,
        query: &[],
        body: Some("Request"),
        answers: &[(204, "")],
        refusals: &[
            Code::BadJson,
            Code::BadParameter,
            Code::NotManager,
            Code::UnknownPerson,
            Code::OwnAccount,
            Code::ReasonMissing,
            Code::LastAdministrator,
            Code::TooLarge,
            Code::UnsupportedMediaType,
        ],
        handler: || post(erase),
    },
    Operation {
        method: Method::Post,
        path: "/api/v1/named-people",
        id: "find_named_people",
        about: "Where a name, number or telephone stands in the answers of reports that tell of people, for a person who asks what is kept. For whoever reviews or administers there and may read the reports; the reason goes into the audit of people, the text does not.",
        signed_in: true,
        query: &[],
        body: Some("NamedPeopleSearch"),
        answers: &[(200, "NamedPeople")],
        refusals: &[Code::BadJson, Code::BadParameter, Code::ReasonMissing, Code::TooLarge, Code::UnsupportedMediaType],
        handler: || post(find_named),
    },
    Operation {
        method: Method::Post,
        path: "/api/v1/named-people/erasure",
        id: "erase_named_person",
        about: "Erases what a report tells of a person, in all its revisions, at the places where exactly what was found is told.",
        signed_in: true,
        query: &[],
        body: Some("NamedPersonErasure"),
        answers: &[(200, "NamedPersonErased")],
        refusals: NAMED,
        handler: || post(erase_named),
    },
];

const NAMED: &[Code] = &[
    Code::BadJson,
    Code::BadParameter,
    Code::ForeignUnit,
    Code::UnknownReport,
    Code::UnknownRow,
    Code::ReasonMissing,
    Code::TooLarge,
    Code::UnsupportedMediaType,
];

const ASKED: &[Code] = &[
    Code::BadJson,
    Code::BadParameter,
    Code::NotManager,
    Code::UnknownPerson,
    Code::OwnAccount,
    Code::ReasonMissing,
    Code::TooLarge,
    Code::UnsupportedMediaType,
];

async fn export(
    State(app): State<Arc<App>>,
    SignedIn(account): SignedIn,
    Path(login): Path<String>,
    JsonBody(body): JsonBody,
) -> Result<Json<Value>, Refusal> {
    Ok(Json(request::export(&app, &account, &login, &body).await?))
}

async fn correct(
    State(app): State<Arc<App>>,
    SignedIn(account): SignedIn,
    Path(login): Path<String>,
    JsonBody(body): JsonBody,
) -> Result<StatusCode, Refusal> {
    request::correct(&app, &account, &login, &body).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn erase(
    State(app): State<Arc<App>>,
    SignedIn(account): SignedIn,
    Path(login): Path<String>,
    JsonBody(body): JsonBody,
) -> Result<StatusCode, Refusal> {
    request::erase(&app, &account, &login, &body).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn find_named(State(app): State<Arc<App>>, SignedIn(account): SignedIn, JsonBody(body): JsonBody) -> Result<Json<Value>, Refusal> {
    Ok(Json(named::find(&app, &account, &body).await?))
}

async fn erase_named(State(app): State<Arc<App>>, SignedIn(account): SignedIn, JsonBody(body): JsonBody) -> Result<Json<Value>, Refusal> {
    Ok(Json(named::erase(&app, &account, &body).await?))
}
