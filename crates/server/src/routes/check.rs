//! The verdict on any answers, without storing them and without sign-in: what the phone and other back ends compare themselves with.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::routing::post;
use phieu_report::Report;
use phieu_store::Account;
use serde_json::Value;

use super::{Method, Operation, Parameter};
use crate::app::App;
use crate::body::JsonBody;
use crate::context;
use crate::forms::Form;
use crate::language::Language;
use crate::query::Query;
use crate::refusal::{Code, Refusal};
use crate::session::SignedIn;
use crate::submit::unreadable;
use crate::units::{chain_then, works_for};

pub(super) const OPERATIONS: &[Operation] = &[Operation {
    method: Method::Post,
    path: "/api/v1/check",
    id: "check",
    about: "The verdict on a report; nothing is stored. Where the context has no day, it is today. Without a context the check knows the day and the period, and for one's own unit what the server knows of it.",
    signed_in: false,
    query: &[Parameter { name: "lang", required: false, about: "The language of the sentences: vi or en." }],
    body: Some("ReportToCheck"),
    answers: &[(200, "Verdict")],
    refusals: &[
        Code::BadJson,
        Code::BadReport,
        Code::BadParameter,
        Code::PeriodUnknown,
        Code::UnknownForm,
        Code::UnknownVersion,
        Code::TooLarge,
        Code::UnsupportedMediaType,
    ],
    handler: || post(check),
}];

async fn check(
    State(app): State<Arc<App>>,
    signed_in: Option<SignedIn>,
    query: Query,
    headers: HeaderMap,
    JsonBody(mut body): JsonBody,
) -> Result<Json<Value>, Refusal> {
    let language = match query.get("lang") {
        Some(tag) => Language::parse(tag).ok_or_else(|| Refusal::parameter("lang"))?,
        None => Language::of(&headers),
    };
    let report = Report::from_json(&body).map_err(unreadable)?;
    let form = app.forms.get(&report.form, &report.version)?;
    let given = body.as_object_mut().and_then(|members| members.remove("context"));
    let context = match given.filter(|context| !context.is_null()) {
        Some(context) => context::with_clock(context, app.now()),
        None => known(&app, signed_in.map(|SignedIn(account)| account), form, &report).await?,
    };
    let (_, verdict) = form.check(body, context, language).await?;
    Ok(Json(verdict))
}

/// The context that the server gives to one who brings none.
async fn known(app: &App, account: Option<Account>, form: &Arc<Form>, report: &Report) -> Result<Value, Refusal> {
    let now = app.now();
    if let (Some(account), Some(unit)) = (account, app.store.unit(&report.org_unit).await?)
        && works_for(&account, &unit)
    {
        let chain = chain_then(app, &unit.code, report.period).await?;
        return context::of_unit(app, form, &chain, report.period, now).await;
    }
    Ok(context::public(app, form, report.period, now))
}
