//! Periods that are closed: what was said of a form's periods, closing one, opening it again.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::routing::{get, post};
use serde_json::{Value, json};

use super::{Method, Operation, Parameter};
use crate::app::App;
use crate::body::JsonBody;
use crate::closing::{close, closers, listed};
use crate::query::Query;
use crate::refusal::{Code, Refusal};
use crate::session::SignedIn;
use crate::units::{self, brief, home, unit};

const PATH: &str = "/api/v1/closings";

pub(super) const OPERATIONS: &[Operation] = &[
    Operation {
        method: Method::Get,
        path: PATH,
        id: "closings",
        about: "What one's unit and those above it said of closed periods of a form, and for which units one may close them.",
        signed_in: true,
        query: &[Parameter { name: "form", required: true, about: "The form." }],
        body: None,
        answers: &[(200, "Closings")],
        refusals: &[Code::BadParameter, Code::UnknownForm],
        handler: || get(list),
    },
    Operation {
        method: Method::Post,
        path: PATH,
        id: "close_period",
        about: "Closes a period of a form below one's province or the centre (`org_unit`, where one has a duty in several), or opens it again, with the reason. While it is closed nothing in it changes.",
        signed_in: true,
        query: &[],
        body: Some("NewClosing"),
        answers: &[(200, "Closed")],
        refusals: &[
            Code::BadJson,
            Code::BadParameter,
            Code::NotCloser,
            Code::UnknownForm,
            Code::PeriodLocked,
            Code::PeriodNotLocked,
            Code::PeriodUnfit,
            Code::ReasonMissing,
            Code::TooLarge,
            Code::UnsupportedMediaType,
        ],
        handler: || post(take),
    },
];

async fn list(State(app): State<Arc<App>>, SignedIn(account): SignedIn, query: Query) -> Result<Json<Value>, Refusal> {
    let form = app.forms.named(query.required("form")?)?;
    let mut own = closers(&app, &account).await?;
    let units: Value = own.iter().map(brief).collect();
    if own.is_empty() {
        own.push(unit(&app, &home(&account, None)?).await?);
    }
    let mut chain = Vec::new();
    for own in own {
        chain.extend(units::chain(app.store.as_ref(), own).await?);
    }
    Ok(Json(json!({ "form": form.id.as_str(), "units": units, "closings": listed(&app, &form.id, &chain).await? })))
}

async fn take(State(app): State<Arc<App>>, SignedIn(account): SignedIn, JsonBody(body): JsonBody) -> Result<Json<Value>, Refusal> {
    Ok(Json(close(&app, &account, &body).await?))
}
