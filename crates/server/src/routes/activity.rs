//! How active the units of a watched kind are.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::routing::get;
use phieu_report::OrgUnitCode;
use serde_json::Value;

use super::{Method, Operation, Parameter};
use crate::activity::{USUAL, activity, place};
use crate::app::App;
use crate::query::Query;
use crate::reach::reach;
use crate::refusal::{Code, Refusal};
use crate::session::SignedIn;

pub(super) const OPERATIONS: &[Operation] = &[Operation {
    method: Method::Get,
    path: "/api/v1/activity",
    id: "activity",
    about: "The units of a watched kind below a unit: what each last said of itself, and which have fallen silent: the longest silence first, page by page.",
    signed_in: true,
    query: &[
        Parameter { name: "kind", required: true, about: "The kind of unit: `club`." },
        Parameter { name: "org_unit", required: false, about: "The unit; one's own where none is given." },
        super::LIMIT,
        super::AFTER,
    ],
    body: None,
    answers: &[(200, "Activity")],
    refusals: &[Code::BadParameter, Code::ForeignUnit, Code::NoDuty, Code::UnknownUnit],
    handler: || get(ask),
}];

async fn ask(State(app): State<Arc<App>>, SignedIn(account): SignedIn, query: Query) -> Result<Json<Value>, Refusal> {
    let kind = query.required("kind")?;
    let watch = app.forms.watches().iter().find(|watch| watch.kind.name() == kind).ok_or_else(|| Refusal::parameter("kind"))?;
    let (after, most) = (query.parsed("after", place)?, query.parsed("limit", str::parse)?.unwrap_or(USUAL));
    let reach = reach(&app, &account, query.parsed("org_unit", OrgUnitCode::parse)?).await?;
    Ok(Json(activity(&app, &reach, watch, after, most).await?))
}
