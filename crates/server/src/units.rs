//! Where a unit stands among the others: what is above it, who reviews it, whose work an account may do.

use phieu_report::{Date, OrgUnitCode};
use phieu_store::{Account, Store, Unit};
use serde_json::{Map, Value, json};

use crate::app::App;
use crate::forms::Form;
use crate::refusal::{Code, Refusal};

/// The longest chain of parents that is followed: centre, province, commune, club, and room for more.
const DEEPEST: usize = 8;

/// A unit by its code, or the refusal.
pub(crate) async fn unit(app: &App, code: &OrgUnitCode) -> Result<Unit, Refusal> {
    let found = app.store.unit(code).await?;
    found.ok_or_else(|| Refusal::with(Code::UnknownUnit, json!({ "org_unit": code.as_str() })))
}

/// A unit and all above it, from itself upwards.
pub(crate) async fn chain(store: &dyn Store, unit: Unit) -> Result<Vec<Unit>, Refusal> {
    let mut chain = vec![unit];
    while let Some(parent) = chain.last().and_then(|last| last.parent.clone()) {
        match store.unit(&parent).await? {
            Some(above) if chain.len() < DEEPEST => chain.push(above),
            _ => break,
        }
    }
    Ok(chain)
}

/// Whether an account sends reports for a unit: its own, and the funds under it.
pub(crate) fn reports_for(account: &Account, unit: &Unit) -> bool {
    account.has_role("reporter") && works_for(account, unit)
}

/// Whether a unit is the account's own or a fund under it.
pub(crate) fn works_for(account: &Account, unit: &Unit) -> bool {
    unit.code == account.unit || (unit.kind == "fund" && unit.parent.as_ref() == Some(&account.unit))
}

/// The unit that reviews a form of a unit: the nearest above of the kind that the form names.
pub(crate) fn reviewing_unit<'a>(form: &Form, chain: &'a [Unit]) -> Option<&'a Unit> {
    let kind = form.reviewed_by()?;
    chain.iter().skip(1).find(|unit| unit.kind == kind.name())
}

/// Whether an account reviews a form of a unit.
pub(crate) fn reviews(account: &Account, form: &Form, chain: &[Unit]) -> bool {
    account.has_role("reviewer") && reviewing_unit(form, chain).is_some_and(|unit| unit.code == account.unit)
}

/// Whether an account may see the figures of a unit: its own unit is that one or above it, and it reviews or looks on.
pub(crate) fn oversees(account: &Account, chain: &[Unit]) -> bool {
    (account.has_role("reviewer") || account.has_role("viewer")) && chain.iter().any(|unit| unit.code == account.unit)
}

/// The day from which a unit is asked for reports: the attribute `asked_from` of it or of a unit above it. What was due before that
/// day was reported on paper, and nobody is told that it is overdue here.
pub(crate) fn asked_from(chain: &[Unit]) -> Option<Date> {
    chain.iter().find_map(|unit| Date::parse(unit.attributes.get("asked_from")?.as_str()?).ok())
}

/// A unit as answers name it.
pub(crate) fn brief(unit: &Unit) -> Value {
    json!({ "code": unit.code.as_str(), "name": unit.name, "kind": unit.kind })
}

/// A unit as the rules of a form see it; what a unit does not say of itself, the units above it say.
pub(crate) fn seen_by_rules(chain: &[Unit]) -> Value {
    let mut seen = Map::new();
    for unit in chain.iter().rev() {
        seen.extend(unit.attributes.iter().map(|(name, value)| (name.clone(), value.clone())));
    }
    let Some(unit) = chain.first() else { return Value::Object(seen) };
    let mut put = |name: &str, value: Value| seen.insert(name.to_owned(), value);
    put("code", unit.code.as_str().into());
    put("name", unit.name.as_str().into());
    put("kind", unit.kind.as_str().into());
    if let Some(parent) = chain.get(1) {
        put("parent_code", parent.code.as_str().into());
        put("parent_name", parent.name.as_str().into());
    }
    Value::Object(seen)
}
