//! The totals of what is approved below a unit.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::routing::get;
use phieu_report::{OrgUnitCode, Period};
use serde_json::Value;

use super::{Method, Operation, Parameter};
use crate::app::App;
use crate::people::role::Capability;
use crate::query::Query;
use crate::refusal::{Code, Refusal};
use crate::session::SignedIn;
use crate::totals::{Question, totals};
use crate::units::home;

pub(super) const OPERATIONS: &[Operation] = &[Operation {
    method: Method::Get,
    path: "/api/v1/totals",
    id: "totals",
    about: "The totals of a form and period below a unit, over approved reports, with how many of how many came in and who is missing.",
    signed_in: true,
    query: &[
        Parameter { name: "form", required: true, about: "The form." },
        Parameter { name: "period", required: true, about: "The period." },
        Parameter { name: "org_unit", required: false, about: "The unit; one's own where none is given." },
    ],
    body: None,
    answers: &[(200, "Totals")],
    refusals: &[Code::BadParameter, Code::ForeignUnit, Code::NoDuty, Code::UnknownForm, Code::UnknownUnit, Code::PeriodUnfit],
    handler: || get(ask),
}];

async fn ask(State(app): State<Arc<App>>, SignedIn(account): SignedIn, query: Query) -> Result<Json<Value>, Refusal> {
    let form = app.forms.named(query.required("form")?)?;
    query.required("period")?;
    let period = query.parsed("period", Period::parse)?.filter(|period| form.is_filed_for(*period));
    let org_unit = query.parsed("org_unit", OrgUnitCode::parse)?.map_or_else(|| home(&account, Some(Capability::LooksOn)), Ok)?;
    let question = Question { account: &account, form, period: period.ok_or(Code::PeriodUnfit)?, org_unit };
    Ok(Json(totals(&app, question).await?))
}
