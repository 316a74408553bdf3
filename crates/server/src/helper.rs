//! Who helps the people of a unit: a name and a telephone number that stand on every page of a volunteer's phone.
//!
//! Set by whoever reviews or administers there; told to the people of that unit and of those below it, and to nobody else: not to programs,
//! nor to who reads for another body.

use phieu_report::OrgUnitCode;
use phieu_store::{Account, Duty, Helper, Unit};
use serde_json::{Value, json};

use crate::app::App;
use crate::people::fields;
use crate::people::role::{Capability, lets};
use crate::refusal::{Code, Refusal};
use crate::units::{brief, chain, unit};

/// Whether somebody helps in a duty: it is a person's in the association.
pub(crate) fn is_helped(duty: &Duty) -> bool {
    !lets(duty, Capability::HandsIn) && !lets(duty, Capability::Receives)
}

/// Who helps an account in a unit, given with all above it: the nearest. Nobody is sent to themselves.
pub(crate) fn helper(account: &Account, chain: &[Unit]) -> Value {
    let other = |helper: &Helper| account.phone.as_ref() != Some(&helper.phone);
    let mut found = chain.iter().filter_map(|unit| Some((unit, unit.helper().filter(other)?)));
    found.next().map_or(Value::Null, |(unit, Helper { name, phone })| json!({ "name": name, "phone": phone, "org_unit": brief(unit) }))
}

/// Whether an account says who helps in a unit, given with all above it: it reviews or administers for that one or one above.
pub(crate) fn may_set(account: &Account, chain: &[Unit]) -> bool {
    let sets = |duty: &&Duty| lets(duty, Capability::Reviews) || lets(duty, Capability::Administers);
    account.duties.iter().filter(sets).any(|duty| chain.iter().any(|unit| unit.code == duty.unit))
}

/// The unit's own helper, for who may set one.
pub(crate) fn own(account: &Account, chain: &[Unit]) -> Value {
    let own = chain.first().and_then(Unit::helper).filter(|_| may_set(account, chain));
    own.map_or(Value::Null, |Helper { name, phone }| json!({ "name": name, "phone": phone }))
}

/// Sets the helper of a body, `{"name", "phone"}`; with neither there is none any more.
pub(crate) async fn set(app: &App, account: &Account, code: &OrgUnitCode, body: &Value) -> Result<Value, Refusal> {
    let chain = chain(app.store.as_ref(), unit(app, code).await?).await?;
    if !may_set(account, &chain) {
        return Err(Code::NotManager.into());
    }
    let helper = match (fields::text(body, "name")?, fields::phone(body)?) {
        (None, None) => None,
        (_, Some(phone)) => Some(Helper { name: fields::name(body)?, phone }),
        (Some(_), None) => return Err(Code::PhoneUnfit.into()),
    };
    app.store.set_helper(code, helper.as_ref(), app.now(), &account.login).await?.ok_or(Code::UnknownUnit)?;
    Ok(json!({ "helper": helper.map(|Helper { name, phone }| json!({ "name": name, "phone": phone })) }))
}
