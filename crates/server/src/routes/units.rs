//! Organisation units.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::routing::get;
use phieu_report::OrgUnitCode;
use serde_json::{Value, json};

use super::{Method, Operation, Parameter};
use crate::app::App;
use crate::query::Query;
use crate::refusal::{Code, Refusal};
use crate::session::SignedIn;
use crate::units::{brief, home, unit};

pub(super) const OPERATIONS: &[Operation] = &[Operation {
    method: Method::Get,
    path: "/api/v1/units",
    id: "units",
    about: "A unit and the units directly under it.",
    signed_in: true,
    query: &[Parameter { name: "parent", required: false, about: "The unit; one's own where none is given." }],
    body: None,
    answers: &[(200, "Units")],
    refusals: &[Code::BadParameter, Code::NoDuty, Code::UnknownUnit],
    handler: || get(list),
}];

async fn list(State(app): State<Arc<App>>, SignedIn(account): SignedIn, query: Query) -> Result<Json<Value>, Refusal> {
    let code = query.parsed("parent", OrgUnitCode::parse)?.map_or_else(|| home(&account, None), Ok)?;
    let parent = unit(&app, &code).await?;
    let units = app.store.units_under(&code).await?;
    Ok(Json(json!({ "parent": brief(&parent), "units": units.iter().map(brief).collect::<Value>() })))
}
