//! The periods of a form that there is something to see of: those asked for of late and those with reports.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::routing::get;
use phieu_report::Period;
use phieu_store::ReportFilter;
use serde_json::{Value, json};

use super::{Method, Operation, Parameter};
use crate::app::App;
use crate::closing::Closings;
use crate::query::Query;
use crate::refusal::{Code, Refusal};
use crate::session::SignedIn;
use crate::units::{chain, home, unit, within};

/// How many ended periods are listed whether or not anybody reported.
const PAST: usize = 5;

pub(super) const OPERATIONS: &[Operation] = &[Operation {
    method: Method::Get,
    path: "/api/v1/periods",
    id: "periods",
    about: "The periods of a form that have reports below one's units or are asked for of late, the latest first.",
    signed_in: true,
    query: &[Parameter { name: "form", required: true, about: "The form." }],
    body: None,
    answers: &[(200, "Periods")],
    refusals: &[Code::BadParameter, Code::UnknownForm],
    handler: || get(list),
}];

async fn list(State(app): State<Arc<App>>, SignedIn(account): SignedIn, query: Query) -> Result<Json<Value>, Refusal> {
    let form = app.forms.named(query.required("form")?)?;
    let chain = chain(app.store.as_ref(), unit(&app, &home(&account, None)?).await?).await?;
    let calendar = app.forms.calendar_of(&chain);
    let closings = Closings::of(&app, &chain).await?;
    let units = within(&app, &account).await?.into_iter().map(|unit| unit.code);
    let filter = ReportFilter { units: Some(units.collect()), form: Some(form.id.clone()), ..ReportFilter::default() };
    let mut periods: BTreeMap<_, (Period, usize)> = BTreeMap::new();
    let mut add = |period: Period, reports: usize| {
        let (start, end) = calendar.days(period);
        periods.entry((end, start, !period.is_estimate())).or_insert((period, 0)).1 += reports;
    };
    calendar.asked(form, app.today(), None, PAST).into_iter().for_each(|period| add(period, 0));
    app.store.reports(&filter).await?.iter().for_each(|row| add(row.period, 1));
    let listed = periods.into_iter().rev().map(|((end, start, _), (period, reports))| {
        json!({
            "period": period.to_string(),
            "period_start": start.to_string(),
            "period_end": end.to_string(),
            "due": calendar.due(form, period).to_string(),
            "reports": reports,
            "locked": closings.lock(&app, form, &chain, period, app.now()),
        })
    });
    Ok(Json(json!({ "form": form.id.as_str(), "periods": listed.collect::<Value>() })))
}
