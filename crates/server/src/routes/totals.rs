//! The totals below a unit, and one figure of them looked into.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::routing::get;
use phieu_report::{OrgUnitCode, Period, Status};
use phieu_store::Account;
use serde_json::Value;

use super::{Method, Operation, Parameter};
use crate::app::App;
use crate::people::role::Capability;
use crate::query::Query;
use crate::refusal::{Code, Refusal};
use crate::session::SignedIn;
use crate::totals::{Question, courses, figure, totals};
use crate::units::home;

const REFUSALS: &[Code] = &[Code::BadParameter, Code::ForeignUnit, Code::NoDuty, Code::UnknownForm, Code::UnknownUnit, Code::PeriodUnfit];
const FORM: Parameter = Parameter { name: "form", required: true, about: "The form." };
const PERIOD: Parameter = Parameter { name: "period", required: true, about: "The period." };
const UNIT: Parameter = Parameter { name: "org_unit", required: false, about: "The unit; one's own where none is given." };
const INCLUDE: Parameter = Parameter {
    name: "include",
    required: false,
    about: "`submitted`: also what is not approved yet, marked. `estimate`: where a unit's official report is not approved, its approved estimate, counted apart.",
};

pub(super) const OPERATIONS: &[Operation] = &[
    Operation {
        method: Method::Get,
        path: "/api/v1/totals",
        id: "totals",
        about: "The totals of a form and period below a unit, over approved reports, with how many of how many came in and who is missing, beside the period before and the same period last year.",
        signed_in: true,
        query: &[FORM, PERIOD, UNIT, INCLUDE],
        body: None,
        answers: &[(200, "Totals")],
        refusals: REFUSALS,
        handler: || get(ask),
    },
    Operation {
        method: Method::Get,
        path: "/api/v1/totals/figure",
        id: "figure",
        about: "One figure of the totals: unit by unit down to the reports it was made of, over the periods before, like with like beside earlier periods, and who has not given it.",
        signed_in: true,
        query: &[FORM, PERIOD, UNIT, INCLUDE, Parameter { name: "path", required: true, about: "The field." }],
        body: None,
        answers: &[(200, "Figure")],
        refusals: REFUSALS,
        handler: || get(look),
    },
    Operation {
        method: Method::Get,
        path: "/api/v1/totals/courses",
        id: "courses",
        about: "All figures of a form below a unit over the periods before, the earliest first.",
        signed_in: true,
        query: &[FORM, PERIOD, UNIT, INCLUDE],
        body: None,
        answers: &[(200, "Courses")],
        refusals: REFUSALS,
        handler: || get(course),
    },
];

async fn ask(State(app): State<Arc<App>>, SignedIn(account): SignedIn, query: Query) -> Result<Json<Value>, Refusal> {
    Ok(Json(totals(&app, question(&app, &account, &query)?).await?))
}

async fn look(State(app): State<Arc<App>>, SignedIn(account): SignedIn, query: Query) -> Result<Json<Value>, Refusal> {
    Ok(Json(figure(&app, question(&app, &account, &query)?, query.required("path")?).await?))
}

async fn course(State(app): State<Arc<App>>, SignedIn(account): SignedIn, query: Query) -> Result<Json<Value>, Refusal> {
    Ok(Json(courses(&app, question(&app, &account, &query)?).await?))
}

fn question<'a>(app: &'a App, account: &'a Account, query: &Query) -> Result<Question<'a>, Refusal> {
    let form = app.forms.named(query.required("form")?)?;
    query.required("period")?;
    let period = query.parsed("period", Period::parse)?.filter(|period| form.is_filed_for(*period));
    let org_unit = query.parsed("org_unit", OrgUnitCode::parse)?.map_or_else(|| home(account, Some(Capability::LooksOn)), Ok)?;
    let (also, estimates) = match query.get("include") {
        None | Some("approved") => (Vec::new(), false),
        Some("submitted") => (vec![Status::Submitted], false),
        Some("estimate") => (Vec::new(), true),
        Some(_) => return Err(Refusal::parameter("include")),
    };
    let period = period.ok_or(Code::PeriodUnfit)?;
    if estimates && (period.is_estimate() || !form.estimates().contains(&period.kind())) {
        return Err(Code::PeriodUnfit.into());
    }
    Ok(Question { account, form, period, org_unit, also, estimates })
}
