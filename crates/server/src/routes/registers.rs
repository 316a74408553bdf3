//! The registers over all units that one oversees.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::routing::get;
use phieu_report::OrgUnitCode;
use serde_json::Value;

use super::{AFTER, LIMIT, Method, Operation, Parameter};
use crate::app::App;
use crate::query::Query;
use crate::reach::reach;
use crate::refusal::{Code, Refusal};
use crate::registers::{Asked, Filter, list, overview, year};
use crate::session::SignedIn;

const ORG_UNIT: Parameter = Parameter { name: "org_unit", required: false, about: "The unit; one's own where none is given." };
const YEAR: Parameter = Parameter { name: "year", required: false, about: "The year; the current one where none is given." };

pub(super) const OPERATIONS: &[Operation] = &[
    Operation {
        method: Method::Get,
        path: "/api/v1/registers",
        id: "registers",
        about: "All registers below a unit, with how many rows each has and how many of them are open and overdue.",
        signed_in: true,
        query: &[ORG_UNIT, YEAR],
        body: None,
        answers: &[(200, "Registers")],
        refusals: &[Code::BadParameter, Code::ForeignUnit, Code::NoDuty, Code::UnknownUnit],
        handler: || get(all),
    },
    Operation {
        method: Method::Get,
        path: "/api/v1/registers/{form}",
        id: "register",
        about: "The rows of a register below a unit, the overdue ones first. Of a unit whose rows one may not read only their number is told.",
        signed_in: true,
        query: &[
            ORG_UNIT,
            YEAR,
            Parameter { name: "q", required: false, about: "Words that a row must hold, whatever their marks." },
            Parameter { name: "open", required: false, about: "`true`: only rows that are not done." },
            Parameter { name: "state", required: false, about: "Only rows in this state." },
            LIMIT,
            AFTER,
        ],
        body: None,
        answers: &[(200, "Register")],
        refusals: &[Code::BadParameter, Code::ForeignUnit, Code::NoDuty, Code::UnknownForm, Code::UnknownUnit, Code::NoRegister],
        handler: || get(one),
    },
];

async fn all(State(app): State<Arc<App>>, SignedIn(account): SignedIn, query: Query) -> Result<Json<Value>, Refusal> {
    let year = year(&app, query.get("year"))?;
    let reach = reach(&app, &account, query.parsed("org_unit", OrgUnitCode::parse)?).await?;
    Ok(Json(overview(&app, &account, &reach, year).await?))
}

async fn one(
    State(app): State<Arc<App>>,
    SignedIn(account): SignedIn,
    Path(form): Path<String>,
    query: Query,
) -> Result<Json<Value>, Refusal> {
    let form = app.forms.named(&form)?;
    let year = year(&app, query.get("year"))?;
    let reach = reach(&app, &account, query.parsed("org_unit", OrgUnitCode::parse)?).await?;
    let filter = Filter {
        words: query.get("q").unwrap_or_default().to_owned(),
        open: query.parsed("open", str::parse::<bool>)?.unwrap_or_default(),
        state: query.get("state").map(str::to_owned),
        after: query.parsed("after", str::parse::<usize>)?.unwrap_or_default(),
        most: query.parsed("limit", str::parse::<usize>)?,
    };
    Ok(Json(list(&app, Asked { account: &account, form, reach: &reach, year, filter }).await?))
}
