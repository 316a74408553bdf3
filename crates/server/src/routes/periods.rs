//! The periods of a form that there is something to see of: those asked for of late and those with reports.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::routing::get;
use phieu_report::{Date, OrgUnitCode, Period};
use serde_json::{Value, json};

use super::{Method, Operation, Parameter};
use crate::app::App;
use crate::closing::Closings;
use crate::query::Query;
use crate::refusal::{Code, Refusal};
use crate::session::SignedIn;
use crate::units::{chain, home, is_everywhere, unit, within};

/// How many ended periods are listed whether or not anybody reported.
const PAST: usize = 5;
/// The most periods of a page, and how many it has where nothing is said: those of some years.
const MOST: usize = 500;
const USUAL: usize = 100;

pub(super) const OPERATIONS: &[Operation] = &[Operation {
    method: Method::Get,
    path: "/api/v1/periods",
    id: "periods",
    about: "The periods of a form that have reports below one's units or are asked for of late, the latest first, page by page.",
    signed_in: true,
    query: &[
        Parameter { name: "form", required: true, about: "The form." },
        Parameter { name: "org_unit", required: false, about: "The unit for which a period may be closed; one's own where none is given." },
        super::LIMIT,
        super::AFTER,
    ],
    body: None,
    answers: &[(200, "Periods")],
    refusals: &[Code::BadParameter, Code::UnknownForm, Code::UnknownUnit],
    handler: || get(list),
}];

async fn list(State(app): State<Arc<App>>, SignedIn(account): SignedIn, query: Query) -> Result<Json<Value>, Refusal> {
    let form = app.forms.named(query.required("form")?)?;
    let (most, after) = (query.parsed("limit", str::parse)?.unwrap_or(USUAL).clamp(1, MOST), query.parsed("after", place)?);
    let code = query.parsed("org_unit", OrgUnitCode::parse)?.map_or_else(|| home(&account, None), Ok)?;
    let chain = chain(app.store.as_ref(), unit(&app, &code).await?).await?;
    let calendar = app.forms.calendar_of(&chain);
    let closings = Closings::of(&app, &chain).await?;
    let within = within(&app, &account).await?;
    let is_everywhere = is_everywhere(&within);
    let fillers: Vec<_> = within.into_iter().filter(|unit| form.is_filled_by(&unit.kind)).map(|unit| unit.code).collect();
    let units = (!is_everywhere).then_some(fillers.as_slice());
    let mut periods: BTreeMap<Place, u64> = BTreeMap::new();
    let mut add = |period: Period, reports: u64| {
        let (start, end) = calendar.days(period);
        *periods.entry((end, start, !period.is_estimate(), period)).or_default() += reports;
    };
    calendar.asked(form, app.today(), None, PAST).into_iter().for_each(|period| add(period, 0));
    app.store.periods(&form.id, units).await?.into_iter().for_each(|(period, reports)| add(period, reports));
    let mut rest = periods.into_iter().rev().filter(|(at, _)| after.is_none_or(|after| *at < after)).peekable();
    let mut listed = Vec::new();
    let mut last = None;
    for (at, reports) in rest.by_ref().take(most) {
        let (end, start, _, period) = at;
        listed.push(json!({
            "period": period.to_string(),
            "period_start": start.to_string(),
            "period_end": end.to_string(),
            "due": calendar.due(form, period).to_string(),
            "reports": reports,
            "locked": closings.lock(&app, form, &chain, period, app.now()),
        }));
        last = Some(at);
    }
    let next = last.filter(|_| rest.peek().is_some()).map(|(end, start, _, period)| format!("{end}~{start}~{period}"));
    Ok(Json(json!({ "form": form.id.as_str(), "periods": listed, "next": next })))
}

/// Where a period stands in the list, the latest last: its last day, its first, whether it is official.
type Place = (Date, Date, bool, Period);

/// Reads a place as `next` gives it.
fn place(text: &str) -> Result<Place, ()> {
    let parts: Vec<&str> = text.split('~').collect();
    let [end, start, period] = parts[..] else { return Err(()) };
    let period = Period::parse(period).map_err(drop)?;
    Ok((Date::parse(end).map_err(drop)?, Date::parse(start).map_err(drop)?, !period.is_estimate(), period))
}
