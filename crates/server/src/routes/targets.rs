//! Targets beside results, and a unit's own yearly ones.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::routing::{get, put};
use phieu_report::OrgUnitCode;
use serde_json::Value;

use super::{Method, Operation, Parameter};
use crate::app::App;
use crate::body::JsonBody;
use crate::people::role::Capability;
use crate::query::Query;
use crate::refusal::{Code, Refusal};
use crate::session::SignedIn;
use crate::targets::{set, targets};
use crate::units::home;

pub(super) const OPERATIONS: &[Operation] = &[
    Operation {
        method: Method::Get,
        path: "/api/v1/targets",
        id: "targets",
        about: "The targets of a unit in a year, of the country's decisions and its own, each with its result from approved reports and whether it is on course.",
        signed_in: true,
        query: &[
            Parameter { name: "org_unit", required: false, about: "The unit; one's own where none is given." },
            Parameter { name: "year", required: false, about: "The year; this one where none is given." },
        ],
        body: None,
        answers: &[(200, "Targets")],
        refusals: &[Code::BadParameter, Code::ForeignUnit, Code::NoDuty, Code::UnknownUnit],
        handler: || get(list),
    },
    Operation {
        method: Method::Put,
        path: "/api/v1/targets",
        id: "set_target",
        about: "Sets or changes one's unit's own target for a year; without bounds it ends. What was set before is kept.",
        signed_in: true,
        query: &[],
        body: Some("OwnTarget"),
        answers: &[(200, "Targets")],
        refusals: &[
            Code::BadJson,
            Code::BadParameter,
            Code::ForeignUnit,
            Code::UnknownForm,
            Code::UnknownUnit,
            Code::TooLarge,
            Code::UnsupportedMediaType,
        ],
        handler: || put(change),
    },
];

async fn list(State(app): State<Arc<App>>, SignedIn(account): SignedIn, query: Query) -> Result<Json<Value>, Refusal> {
    let org_unit = query.parsed("org_unit", OrgUnitCode::parse)?.map_or_else(|| home(&account, Some(Capability::LooksOn)), Ok)?;
    let year = query.parsed("year", year)?.unwrap_or(app.today().year());
    Ok(Json(targets(&app, &account, &org_unit, year).await?))
}

fn year(text: &str) -> Result<i32, ()> {
    text.parse().ok().filter(|year| (1901..=2199).contains(year)).ok_or(())
}

async fn change(State(app): State<Arc<App>>, SignedIn(account): SignedIn, JsonBody(body): JsonBody) -> Result<Json<Value>, Refusal> {
    let (org_unit, year) = set(&app, &account, &body).await?;
    Ok(Json(targets(&app, &account, &org_unit, year).await?))
}
