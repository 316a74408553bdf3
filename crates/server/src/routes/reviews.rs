//! A mid-term or final review, composed of figures and words.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::routing::get;
use phieu_report::OrgUnitCode;
use serde_json::{Value, json};

use super::{Method, Operation, Parameter};
use crate::app::App;
use crate::query::Query;
use crate::refusal::{Code, Refusal};
use crate::registers::{reach, year};
use crate::reviews::{Asked, compose};
use crate::session::SignedIn;

pub(super) const OPERATIONS: &[Operation] = &[Operation {
    method: Method::Get,
    path: "/api/v1/reviews/{form}",
    id: "review",
    about: "A review, a row of a register, with its sections: figures year by year, with how many of how many reports are in them, and the words written so far.",
    signed_in: true,
    query: &[
        Parameter { name: "number", required: true, about: "Which row of the unit's register, from 1." },
        Parameter { name: "org_unit", required: false, about: "The unit; one's own where none is given." },
        Parameter { name: "year", required: false, about: "The register's year; the current one where none is given." },
    ],
    body: None,
    answers: &[(200, "Review")],
    refusals: &[
        Code::BadParameter,
        Code::ForeignUnit,
        Code::NoDuty,
        Code::UnknownForm,
        Code::UnknownUnit,
        Code::NoRegister,
        Code::UnknownRow,
    ],
    handler: || get(ask),
}];

async fn ask(
    State(app): State<Arc<App>>,
    SignedIn(account): SignedIn,
    Path(form): Path<String>,
    query: Query,
) -> Result<Json<Value>, Refusal> {
    let form = app.forms.named(&form)?;
    let review = app.forms.review(form).ok_or_else(|| Refusal::with(Code::NoRegister, json!({ "form": form.id.as_str() })))?;
    let number = query.parsed("number", str::parse::<usize>)?.ok_or_else(|| Refusal::parameter("number"))?;
    let year = year(&app, query.get("year"))?;
    let reach = reach(&app, &account, query.parsed("org_unit", OrgUnitCode::parse)?).await?;
    Ok(Json(compose(&app, Asked { review, form, reach: &reach, year, number }).await?))
}
