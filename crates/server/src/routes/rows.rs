//! Rows for a register out of a table file. No row is kept: they come back, and the page decides. Kept is which column is which, where
//! somebody says so for a unit.

use std::sync::Arc;

use axum::Json;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::routing::post;
use phieu_report::OrgUnitCode;
use phieu_store::Account;
use serde_json::{Value, json};

use super::{Method, Operation, Parameter};
use crate::app::App;
use crate::language::Language;
use crate::query::Query;
use crate::refusal::{Code, Refusal};
use crate::session::SignedIn;
use crate::taking::{ByHand, bytes, take};
use crate::units::{reports_for, unit};

pub(super) const OPERATIONS: &[Operation] = &[Operation {
    method: Method::Post,
    path: "/api/v1/forms/{form}/rows",
    id: "rows",
    about: "Reads rows for a register out of a table file, its columns found by their headings, and gives them as answers with what could not be read. No row is kept. With a unit, columns may be matched by hand, and the next table with the same headings is matched so.",
    signed_in: true,
    query: &[
        Parameter { name: "file", required: true, about: "The file's name; its ending says what it is: .xlsx, .ods, .csv." },
        Parameter { name: "org_unit", required: false, about: "The unit for which the table is matched by hand; one's own." },
        Parameter {
            name: "columns",
            required: false,
            about: "What each column answers, from left to right, with commas between: the question's path in a row, or `-` for none. It is kept for the unit.",
        },
    ],
    body: Some(super::TABLE),
    answers: &[(200, "Rows")],
    refusals: &[
        Code::BadParameter,
        Code::ForeignUnit,
        Code::UnknownUnit,
        Code::UnknownForm,
        Code::NoRegister,
        Code::TableTooLarge,
        Code::TableUnreadable,
        Code::TableUnknown,
    ],
    handler: || post(read),
}];

async fn read(
    State(app): State<Arc<App>>,
    SignedIn(account): SignedIn,
    Path(form): Path<String>,
    query: Query,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<Value>, Refusal> {
    let form = app.forms.named(&form)?;
    let file = query.required("file")?.to_owned();
    let by_hand = match query.parsed("org_unit", OrgUnitCode::parse)? {
        Some(code) => Some(by_hand(&app, account, &code, query.get("columns")).await?),
        None => None,
    };
    let bytes = bytes(body).await?;
    Ok(Json(take(&app, form, (file, bytes), by_hand, Language::of(&headers)).await?))
}

/// Who matches a table for a unit is one who reports for it.
async fn by_hand(app: &App, account: Account, code: &OrgUnitCode, said: Option<&str>) -> Result<ByHand, Refusal> {
    let unit = unit(app, code).await?;
    if !reports_for(&account, &unit) {
        return Err(Refusal::with(Code::ForeignUnit, json!({ "org_unit": code.as_str() })));
    }
    let path = |path: &str| (path != "-").then(|| path.to_owned());
    Ok(ByHand { account, unit, said: said.map(|said| said.split(',').map(path).collect()) })
}
