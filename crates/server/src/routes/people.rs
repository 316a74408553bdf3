//! The people of a unit: who has which duty, duties given, ended and handed over.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use phieu_report::OrgUnitCode;
use serde_json::Value;

use super::{Method, Operation, Parameter};
use crate::app::App;
use crate::body::JsonBody;
use crate::people::manage;
use crate::people::role::Capability;
use crate::query::Query;
use crate::refusal::{Code, Refusal};
use crate::session::SignedIn;
use crate::units::home;

pub(super) const OPERATIONS: &[Operation] = &[
    Operation {
        method: Method::Get,
        path: "/api/v1/people",
        id: "people",
        about: "The people of a unit and of those directly under it with their duties, also those of before and those to come, and the open links. For whoever manages people there.",
        signed_in: true,
        query: &[Parameter { name: "org_unit", required: false, about: "The unit; one's own where none is given." }],
        body: None,
        answers: &[(200, "People")],
        refusals: &[Code::BadParameter, Code::NoDuty, Code::NotManager, Code::UnknownUnit],
        handler: || get(list),
    },
    Operation {
        method: Method::Post,
        path: "/api/v1/people/duties",
        id: "begin_duty",
        about: "Gives a duty to one who has an account, or to one who is only named and does not sign in, such as a member of a steering board.",
        signed_in: true,
        query: &[],
        body: Some("NewDuty"),
        answers: &[(201, "Person")],
        refusals: &[
            Code::BadJson,
            Code::BadParameter,
            Code::NameMissing,
            Code::NotManager,
            Code::RoleUnfit,
            Code::HasDuty,
            Code::UnknownPerson,
            Code::UnknownUnit,
            Code::TooLarge,
            Code::UnsupportedMediaType,
        ],
        handler: || post(begin),
    },
    Operation {
        method: Method::Post,
        path: "/api/v1/people/duties/{duty}/end",
        id: "end_duty",
        about: "Ends a duty: it holds no more from the day on; without a day, from now on.",
        signed_in: true,
        query: &[],
        body: Some("DutyEnd"),
        answers: &[(204, "")],
        refusals: ENDING,
        handler: || post(end),
    },
    Operation {
        method: Method::Post,
        path: "/api/v1/people/duties/{duty}/hand-over",
        id: "hand_over",
        about: "Ends a duty and begins it for another account on the same day. For one who has no account yet, a link is made that `replaces` the duty.",
        signed_in: true,
        query: &[],
        body: Some("HandOver"),
        answers: &[(204, "")],
        refusals: ENDING,
        handler: || post(hand_over),
    },
];

const ENDING: &[Code] = &[
    Code::BadJson,
    Code::BadParameter,
    Code::NotManager,
    Code::UnknownDuty,
    Code::UnknownPerson,
    Code::HasDuty,
    Code::DutyEnded,
    Code::DayPast,
    Code::LastAdministrator,
    Code::TooLarge,
    Code::UnsupportedMediaType,
];

async fn list(State(app): State<Arc<App>>, SignedIn(account): SignedIn, query: Query) -> Result<Json<Value>, Refusal> {
    let named = query.parsed("org_unit", OrgUnitCode::parse)?;
    let code = named.map_or_else(|| home(&account, Some(Capability::Administers)), Ok)?;
    Ok(Json(manage::people(&app, &account, &code).await?))
}

async fn begin(
    State(app): State<Arc<App>>,
    SignedIn(account): SignedIn,
    JsonBody(body): JsonBody,
) -> Result<(StatusCode, Json<Value>), Refusal> {
    Ok((StatusCode::CREATED, Json(manage::begin(&app, &account, &body).await?)))
}

async fn end(
    State(app): State<Arc<App>>,
    SignedIn(account): SignedIn,
    Path(duty): Path<String>,
    JsonBody(body): JsonBody,
) -> Result<StatusCode, Refusal> {
    manage::end(&app, &account, number(&duty)?, &body).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn hand_over(
    State(app): State<Arc<App>>,
    SignedIn(account): SignedIn,
    Path(duty): Path<String>,
    JsonBody(body): JsonBody,
) -> Result<StatusCode, Refusal> {
    manage::hand_over(&app, &account, number(&duty)?, &body).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The number of a duty or link in an address.
pub(super) fn number(text: &str) -> Result<i64, Refusal> {
    text.parse().map_err(|_| Code::UnknownDuty.into())
}
