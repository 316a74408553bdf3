//! Organisation units: found by name, listed below one another, followed over time, changed by an administrator.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::{delete, get, post, put};
use phieu_catalog::UnitKind;
use phieu_report::{Date, OrgUnitCode};
use serde_json::{Value, json};

use super::{Method, Operation, Parameter};
use crate::app::App;
use crate::body::JsonBody;
use crate::helper;
use crate::language::Language;
use crate::people::role::{Capability, may};
use crate::query::Query;
use crate::refusal::{Code, Refusal};
use crate::session::SignedIn;
use crate::unit_changes::{By, Wanted, ask_from, change};
use crate::unit_life::life;
use crate::unit_plans;
use crate::unit_search::{MOST, search};
use crate::units::{brief, home, unit};

/// How many units a search lists where the reader names no number.
const USUAL: usize = 20;
/// The longest text that is looked for, in characters.
const LONGEST: usize = 200;

pub(super) const OPERATIONS: &[Operation] = &[
    Operation {
        method: Method::Get,
        path: "/api/v1/units",
        id: "units",
        about: "With q: the units of that name, the best first and all namesakes, with or without accents. Without: a unit and the units directly under it.",
        signed_in: true,
        query: &[
            Parameter { name: "q", required: false, about: "A name or its beginning, or a code; after a comma the name of a unit above." },
            Parameter { name: "at", required: false, about: "With q: the day on which they are looked for; today where none is given." },
            Parameter { name: "kind", required: false, about: "With q: only units of this kind." },
            Parameter { name: "limit", required: false, about: "With q: how many at most, 1 to 100; 20 where none is given." },
            Parameter { name: "parent", required: false, about: "Without q: the unit; one's own where none is given." },
        ],
        body: None,
        answers: &[(200, "Units")],
        refusals: &[Code::BadParameter, Code::NoDuty, Code::UnknownUnit],
        handler: || get(list),
    },
    Operation {
        method: Method::Get,
        path: "/api/v1/units/{code}",
        id: "unit",
        about: "One unit over time: its versions, the units it came from and went on in, what is above and below it now.",
        signed_in: true,
        query: &[],
        body: None,
        answers: &[(200, "UnitLife")],
        refusals: &[Code::UnknownUnit],
        handler: || get(one),
    },
    Operation {
        method: Method::Put,
        path: "/api/v1/units/{code}/helper",
        id: "set_helper",
        about: "Sets who helps the people of a unit and of those below it by telephone; with neither name nor number, nobody. For whoever reviews or administers there. It is told to those people alone, as `helper` of their session.",
        signed_in: true,
        query: &[],
        body: Some("Helper"),
        answers: &[(200, "OwnHelper")],
        refusals: &[
            Code::BadJson,
            Code::BadParameter,
            Code::NameMissing,
            Code::NotManager,
            Code::PhoneUnfit,
            Code::UnknownUnit,
            Code::TooLarge,
            Code::UnsupportedMediaType,
        ],
        handler: || put(set_helper),
    },
    Operation {
        method: Method::Post,
        path: "/api/v1/unit-changes",
        id: "change_units",
        about: "An administrator adds, renames, moves, closes, merges or splits units from a day on, or sets the day from which one is asked for reports. A change whose day is still to come is kept for it; the answer has its number as `planned`.",
        signed_in: true,
        query: &[],
        body: Some("UnitChange"),
        answers: &[(200, "ChangedUnits")],
        refusals: &[
            Code::BadJson,
            Code::BadParameter,
            Code::NotAdministrator,
            Code::UnknownUnit,
            Code::UnitTaken,
            Code::UnitEnded,
            Code::UnitHasChildren,
            Code::UnitHasDuties,
            Code::UnitDay,
            Code::UnitPlace,
            Code::UnitName,
            Code::UnitList,
            Code::TooLarge,
            Code::UnsupportedMediaType,
        ],
        handler: || post(make_change),
    },
    Operation {
        method: Method::Get,
        path: "/api/v1/unit-changes",
        id: "planned_changes",
        about: "The changes of units that wait for their day, and those that could not be carried out on it, with the reason.",
        signed_in: true,
        query: &[],
        body: None,
        answers: &[(200, "PlannedChanges")],
        refusals: &[],
        handler: || get(coming),
    },
    Operation {
        method: Method::Delete,
        path: "/api/v1/unit-changes/{change}",
        id: "withdraw_change",
        about: "Takes back a change of units that waits for its day, or puts aside one that could not be carried out.",
        signed_in: true,
        query: &[],
        body: None,
        answers: &[(204, "")],
        refusals: &[Code::UnknownChange, Code::NotAdministrator],
        handler: || delete(withdraw),
    },
];

async fn coming(State(app): State<Arc<App>>, SignedIn(account): SignedIn, headers: HeaderMap) -> Result<Json<Value>, Refusal> {
    Ok(Json(unit_plans::listed(&app, &account, Language::of(&headers)).await?))
}

async fn withdraw(State(app): State<Arc<App>>, SignedIn(account): SignedIn, Path(change): Path<String>) -> Result<StatusCode, Refusal> {
    unit_plans::withdraw(&app, &account, change.parse().map_err(|_| Code::UnknownChange)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn list(State(app): State<Arc<App>>, SignedIn(account): SignedIn, query: Query) -> Result<Json<Value>, Refusal> {
    if let Some(text) = query.get("q") {
        if text.chars().count() > LONGEST {
            return Err(Refusal::parameter("q"));
        }
        let kind = query.parsed("kind", |word| UnitKind::parse(word).ok_or(()))?;
        let on = query.parsed("at", Date::parse)?.unwrap_or_else(|| app.today());
        let limit = query.parsed("limit", str::parse::<usize>)?.unwrap_or(USUAL);
        if !(1..=MOST).contains(&limit) {
            return Err(Refusal::parameter("limit"));
        }
        return Ok(Json(search(&app, text, kind, on, limit).await?));
    }
    let code = query.parsed("parent", OrgUnitCode::parse)?.map_or_else(|| home(&account, None), Ok)?;
    let parent = unit(&app, &code).await?;
    let units = app.store.units_under(&code).await?;
    Ok(Json(json!({ "parent": brief(&parent), "units": units.iter().map(brief).collect::<Value>() })))
}

async fn one(State(app): State<Arc<App>>, SignedIn(account): SignedIn, Path(code): Path<String>) -> Result<Json<Value>, Refusal> {
    let code = OrgUnitCode::parse(&code).map_err(|_| Code::UnknownUnit)?;
    Ok(Json(life(&app, &account, &code).await?))
}

async fn set_helper(
    State(app): State<Arc<App>>,
    SignedIn(account): SignedIn,
    Path(code): Path<String>,
    JsonBody(body): JsonBody,
) -> Result<Json<Value>, Refusal> {
    let code = OrgUnitCode::parse(&code).map_err(|_| Code::UnknownUnit)?;
    Ok(Json(helper::set(&app, &account, &code, &body).await?))
}

async fn make_change(State(app): State<Arc<App>>, SignedIn(account): SignedIn, JsonBody(body): JsonBody) -> Result<Json<Value>, Refusal> {
    if !may(&account, Capability::Administers) {
        return Err(Code::NotAdministrator.into());
    }
    if body["action"] == "ask_from" {
        let code = body["code"].as_str().and_then(|code| OrgUnitCode::parse(code).ok()).ok_or_else(|| Refusal::parameter("code"))?;
        let day = body["on"].as_str().and_then(|day| Date::parse(day).ok()).ok_or_else(|| Refusal::parameter("on"))?;
        return Ok(Json(ask_from(&app, By::Account(&account), &code, day).await?));
    }
    let wanted: Wanted = serde_json::from_value(body)
        .map_err(|error| Refusal::with(Code::BadParameter, json!({ "parameter": "action", "reason": error.to_string() })))?;
    Ok(Json(change(&app, By::Account(&account), wanted).await?))
}
