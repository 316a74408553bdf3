//! Who manages whom, and the people of a unit: who has which duty there, who had it before, who is invited.
//!
//! An administrator manages people in the unit and below; a reviewer those below, and beside the steering board and the bodies that receive
//! the unit's reports. Only an administrator
//! makes administrators. Whoever names an account for a duty must see it among the people of a unit: others come in by a link, by their
//! own hand.

use phieu_report::{Date, OrgUnitCode};
use phieu_store::{Account, By, Duty, DutyRow, Invitation, Offer, Person, Unit};
use serde_json::{Value, json};

use super::fields;
use super::role::{Capability, INTEGRATOR, ROLES, Role, label, lasting, lets};
use crate::app::App;
use crate::clock::iso;
use crate::refusal::{Code, Refusal};
use crate::units::{brief, chain, unit};

/// Whether an account manages those who have a role in the first unit of a chain.
pub(crate) fn manages(account: &Account, role: &Role, chain: &[Unit]) -> bool {
    let here = |code: &OrgUnitCode, from: usize| chain.iter().skip(from).any(|unit| unit.code == *code);
    let below = usize::from(role.works());
    account.duties.iter().any(|duty| {
        (lets(duty, Capability::Administers) && here(&duty.unit, 0))
            || (lets(duty, Capability::Reviews) && !role.can.contains(&Capability::Administers) && here(&duty.unit, below))
    })
}

/// Whether an account sees the people of the first unit of a chain.
fn sees(account: &Account, chain: &[Unit]) -> bool {
    let leads = |duty: &Duty| lets(duty, Capability::Administers) || lets(duty, Capability::Reviews);
    account.duties.iter().any(|duty| leads(duty) && chain.iter().any(|unit| unit.code == duty.unit))
}

/// A unit with all above it, and a role of it that the account manages; or why not.
pub(crate) async fn seat(app: &App, account: &Account, code: &OrgUnitCode, role: &str) -> Result<(Vec<Unit>, &'static Role), Refusal> {
    let chain = chain(app.store.as_ref(), unit(app, code).await?).await?;
    let role = Role::of(role).ok_or_else(|| Refusal::parameter("role"))?;
    if !manages(account, role, &chain) {
        return Err(Code::NotManager.into());
    }
    let kind = chain.first().map(|unit| unit.kind.as_str()).unwrap_or_default();
    if !role.kinds.contains(&kind) {
        return Err(Refusal::with(Code::RoleUnfit, json!({ "role": role.name, "kind": kind })));
    }
    Ok((chain, role))
}

/// Refuses a role that no person has: a program gets it with its first key, and never signs in with a password.
pub(crate) fn for_people(role: &str) -> Result<(), Refusal> {
    if role == INTEGRATOR { Err(Refusal::parameter("role")) } else { Ok(()) }
}

/// The people of a unit and of the units directly under it.
pub(crate) async fn people(app: &App, account: &Account, code: &OrgUnitCode) -> Result<Value, Refusal> {
    let top = chain(app.store.as_ref(), unit(app, code).await?).await?;
    if !sees(account, &top) {
        return Err(Code::NotManager.into());
    }
    let mut units = Vec::from_iter(top.first().cloned());
    units.extend(app.store.units_under(code).await?);
    let codes: Vec<OrgUnitCode> = units.iter().map(|unit| unit.code.clone()).collect();
    let duties = app.store.duties_in(&codes).await?;
    let links = app.store.invitations_in(&codes, app.now()).await?;
    let listed = units.iter().enumerate().map(|(at, unit)| {
        let chain: Vec<Unit> = if at == 0 { top.clone() } else { std::iter::once(unit.clone()).chain(top.iter().cloned()).collect() };
        let fits = |role: &&Role| role.name != INTEGRATOR && role.kinds.contains(&unit.kind.as_str()) && manages(account, role, &chain);
        let mut listed = brief(unit);
        listed["roles"] = ROLES.iter().filter(fits).map(|role| json!({ "role": role.name, "label": label(role.name) })).collect();
        listed["people"] = duties.iter().filter(|row| row.duty.unit == unit.code).map(|row| person(app, row)).collect();
        listed
    });
    let parent = top.get(1).filter(|_| top.len() > 1 && sees(account, &top[1..])).map(brief);
    Ok(json!({ "parent": parent, "units": listed.collect::<Value>(), "links": links.iter().map(link).collect::<Value>() }))
}

fn person(app: &App, row: &DutyRow) -> Value {
    let today = app.today();
    let state = match row.duty.to {
        _ if row.duty.holds_on(today) => "now",
        Some(end) if end <= today => "past",
        _ => "coming",
    };
    json!({
        "duty": row.id,
        "role": row.duty.role,
        "label": label(&row.duty.role),
        "account": row.login,
        "name": row.name,
        "phone": row.phone,
        "signs_in": row.signs_in,
        "from": row.duty.from.to_string(),
        "to": row.duty.to.map(|day| day.to_string()),
        "state": state,
    })
}

fn link(link: &Invitation) -> Value {
    let (unit, role, account) = match &link.offer {
        Offer::Duty { unit, role, .. } => (Some(unit.as_str()), Some(role.as_str()), None),
        Offer::Password(login) => (None, None, Some(login.as_str())),
    };
    json!({
        "link": link.id,
        "org_unit": unit,
        "role": role,
        "label": role.map(label),
        "account": account,
        "name": link.name,
        "by": link.by_name,
        "expires_at": iso(link.expires_at),
    })
}

/// Refuses an account that never had a duty where the manager sees the people, as if there were none.
async fn acquainted(app: &App, account: &Account, login: &str) -> Result<(), Refusal> {
    let person = app.store.account(login).await?.ok_or(Code::UnknownPerson)?;
    for duty in &person.duties {
        if let Some(unit) = app.store.unit(&duty.unit).await?
            && sees(account, &chain(app.store.as_ref(), unit).await?)
        {
            return Ok(());
        }
    }
    Err(Code::UnknownPerson.into())
}

/// Gives a duty to one who has an account, or to one who is only named and does not sign in.
pub(crate) async fn begin(app: &App, account: &Account, body: &Value) -> Result<Value, Refusal> {
    let code = OrgUnitCode::parse(fields::required(body, "org_unit")?).map_err(|_| Refusal::parameter("org_unit"))?;
    let (_, role) = seat(app, account, &code, fields::required(body, "role")?).await?;
    for_people(role.name)?;
    let from = fields::day(body, "from")?.unwrap_or(app.today());
    let duty = Duty { unit: code.clone(), role: role.name.to_owned(), from, to: None };
    let (beginning, name);
    let person = match fields::text(body, "account")? {
        Some(login) => {
            acquainted(app, account, login).await?;
            Person::Known(login)
        }
        None => {
            (beginning, name) = (login_of(&code), fields::name(body)?);
            Person::New(&beginning, &name)
        }
    };
    let login = app.store.begin_duty(&by(app, account), person, &duty).await??;
    Ok(json!({ "account": login }))
}

/// What the logins of a unit begin with: its code in small letters. No name stands in a login, because logins are kept for ever.
pub(crate) fn login_of(unit: &OrgUnitCode) -> String {
    unit.as_str().to_ascii_lowercase()
}

/// Ends a duty, from today on or from a later day.
pub(crate) async fn end(app: &App, account: &Account, id: i64, body: &Value) -> Result<(), Refusal> {
    managed(app, account, id).await?;
    Ok(app.store.end_duty(&by(app, account), id, not_past(app, body)?, &lasting()).await??)
}

/// Ends a duty and begins it for another person on the same day, so that there is no day without one.
pub(crate) async fn hand_over(app: &App, account: &Account, id: i64, body: &Value) -> Result<(), Refusal> {
    for_people(&managed(app, account, id).await?.duty.role)?;
    let (day, login) = (not_past(app, body)?, fields::required(body, "account")?);
    acquainted(app, account, login).await?;
    Ok(app.store.hand_over(&by(app, account), id, day, login, &lasting()).await??)
}

/// A duty that the account manages.
pub(crate) async fn managed(app: &App, account: &Account, id: i64) -> Result<DutyRow, Refusal> {
    let row = app.store.duty(id).await?.ok_or(Code::UnknownDuty)?;
    if manages_duty(app, account, &row.duty).await? { Ok(row) } else { Err(Code::NotManager.into()) }
}

/// Whether an account manages those who have a duty's role in its unit.
pub(crate) async fn manages_duty(app: &App, account: &Account, duty: &Duty) -> Result<bool, Refusal> {
    let chain = chain(app.store.as_ref(), unit(app, &duty.unit).await?).await?;
    Ok(Role::of(&duty.role).is_some_and(|role| manages(account, role, &chain)))
}

fn not_past(app: &App, body: &Value) -> Result<Date, Refusal> {
    let day = fields::day(body, "on")?.unwrap_or(app.today());
    if day < app.today() { Err(Code::DayPast.into()) } else { Ok(day) }
}

/// Who takes a step now.
pub(crate) fn by(app: &App, account: &Account) -> By {
    By::of(&account.login, app.now())
}
