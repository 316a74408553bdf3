//! Closed periods: a province or the centre closes a form's period below it, or the calendar does, and nothing in it changes until somebody
//! opens it again with a reason.

use phieu_report::{FormId, OrgUnitCode, Period};
use phieu_store::{Account, Closing, Moment, NewClosing, Unit};
use serde_json::{Value, json};

use crate::app::App;
use crate::clock::iso;
use crate::forms::Form;
use crate::people::fields;
use crate::refusal::{Code, Refusal};
use crate::submit::conflict;
use crate::units::{chain, closes_periods, unit};

const LONGEST_REASON: usize = 2000;

/// What was said of closed periods by units and all above them.
pub(crate) struct Closings(Vec<Closing>);

impl Closings {
    /// What was said by the units of a chain.
    pub(crate) async fn of(app: &App, chain: &[Unit]) -> Result<Closings, Refusal> {
        let codes: Vec<OrgUnitCode> = chain.iter().map(|unit| unit.code.clone()).collect();
        Ok(Closings(app.store.closings(&codes).await?))
    }

    /// Whether a form's period is closed for the unit at the chain's beginning: by whom, or by the calendar.
    pub(crate) fn lock(&self, app: &App, form: &Form, chain: &[Unit], period: Period, at: Moment) -> Option<Value> {
        let of_chain = |said: &&Closing| chain.iter().any(|unit| unit.code == said.unit);
        let fits = |said: &&Closing| said.form == form.id && said.period == period.official();
        let said: Vec<&Closing> = self.0.iter().filter(fits).filter(of_chain).collect();
        if let Some(closed) = said.iter().find(|said| said.closed) {
            return Some(json!({ "by": closed.by, "at": iso(closed.at), "reason": closed.reason }));
        }
        let by_calendar = said.is_empty() && is_past_closing(app, form, chain, period, at);
        by_calendar.then(|| json!({ "by": null, "at": null, "reason": null }))
    }
}

/// Whether the calendar closes a form's period for a unit by itself.
pub(crate) fn is_past_closing(app: &App, form: &Form, chain: &[Unit], period: Period, at: Moment) -> bool {
    app.forms.calendar_of(chain).is_past_closing(form, period.official(), crate::clock::day(at))
}

/// Closes a period below one of an account's units, or opens it again. One that may do so for several names the unit.
pub(crate) async fn close(app: &App, account: &Account, body: &Value) -> Result<Value, Refusal> {
    let own = meant(closers(app, account).await?, body)?;
    let text = |name: &str| body[name].as_str().ok_or_else(|| Refusal::parameter(name));
    let form = app.forms.named(text("form")?)?;
    let period = Period::parse(text("period")?).map_err(|_| Refusal::parameter("period"))?;
    if !form.period_types().contains(&period.kind()) {
        return Err(Refusal::with(Code::PeriodUnfit, json!({ "period": period.to_string() })));
    }
    let reason = body["reason"].as_str().map(str::trim).unwrap_or_default();
    if reason.is_empty() || reason.chars().count() > LONGEST_REASON {
        return Err(Code::ReasonMissing.into());
    }
    let closed = body["closed"].as_bool().ok_or_else(|| Refusal::parameter("closed"))?;
    if !closed {
        may_open(app, form, &own, period).await?;
    }
    let new = NewClosing {
        form: form.id.clone(),
        unit: own.code,
        period: period.official(),
        closed,
        reason: reason.to_owned(),
        at: app.now(),
        login: account.login.clone(),
    };
    app.store.close_period(&new).await?.map_err(conflict)?;
    Ok(json!({ "form": new.form.as_str(), "period": new.period.to_string(), "org_unit": new.unit.as_str(), "closed": closed }))
}

/// The provinces, and the centre, for which an account closes periods, each once.
pub(crate) async fn closers(app: &App, account: &Account) -> Result<Vec<Unit>, Refusal> {
    let mut own: Vec<Unit> = Vec::new();
    for duty in &account.duties {
        let unit = unit(app, &duty.unit).await?;
        if closes_periods(account, &unit) && own.iter().all(|before| before.code != unit.code) {
            own.push(unit);
        }
    }
    Ok(own)
}

/// The unit that a body means: the one that it names, or the only one that there is.
fn meant(mut own: Vec<Unit>, body: &Value) -> Result<Unit, Refusal> {
    let named = fields::text(body, "org_unit")?;
    own.retain(|unit| named.is_none_or(|code| unit.code.as_str() == code));
    let first = own.pop().ok_or(Code::NotCloser)?;
    if own.is_empty() { Ok(first) } else { Err(Refusal::parameter("org_unit")) }
}

/// Whether a unit may open a period again: it is closed, and not by a unit above.
async fn may_open(app: &App, form: &Form, own: &Unit, period: Period) -> Result<(), Refusal> {
    let chain = chain(app.store.as_ref(), own.clone()).await?;
    let closings = Closings::of(app, &chain).await?;
    if closings.lock(app, form, &chain, period, app.now()).is_none() {
        return Err(Code::PeriodNotLocked.into());
    }
    let by_above =
        closings.0.iter().any(|said| said.closed && said.form == form.id && said.period == period.official() && said.unit != own.code);
    if by_above { Err(Code::PeriodLocked.into()) } else { Ok(()) }
}

/// What was said by a unit and those above it about a form's periods.
pub(crate) async fn listed(app: &App, form: &FormId, chain: &[Unit]) -> Result<Value, Refusal> {
    let Closings(said) = Closings::of(app, chain).await?;
    let line = |said: &Closing| {
        json!({
            "period": said.period.to_string(),
            "org_unit": said.unit.as_str(),
            "closed": said.closed,
            "by": said.by,
            "at": iso(said.at),
            "reason": said.reason,
        })
    };
    Ok(said.iter().filter(|said| said.form == *form).map(line).collect())
}
