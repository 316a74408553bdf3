//! Where a unit stands among the others: what is above it, who reviews it, whose work an account may do.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use phieu_catalog::UnitKind;
use phieu_report::{Date, Level, OrgUnitCode, Period, Role as ReportRole};
use phieu_store::{Account, Duty, HELPER, Store, Unit, UnitName};
use serde_json::{Map, Value, json};

use crate::app::App;
use crate::forms::Form;
use crate::people::role::{Capability, Role, lets};
use crate::refusal::{Code, Refusal};

/// The longest chain of parents that is followed: centre, province, district, commune, club, and room for more.
pub(crate) const DEEPEST: usize = 8;

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

/// A unit and all above it as they were in a period: on its last day. Who may do what is asked of those of today, [`chain`].
pub(crate) async fn chain_then(app: &App, code: &OrgUnitCode, period: Period) -> Result<Vec<Unit>, Refusal> {
    Ok(app.store.chain_at(code, app.forms.days(period).1).await?)
}

/// Units by their codes, from which many chains are made.
pub(crate) struct Units<'a>(BTreeMap<&'a OrgUnitCode, &'a Unit>);

impl<'a> Units<'a> {
    pub(crate) fn of(units: impl IntoIterator<Item = &'a Unit>) -> Units<'a> {
        Units(units.into_iter().map(|unit| (&unit.code, unit)).collect())
    }

    /// A unit and those above it, as far up as the units go; none if it is not among them.
    pub(crate) fn chain(&self, code: &OrgUnitCode) -> Vec<Unit> {
        self.upwards(code).cloned().collect()
    }

    /// The same, as they are kept here.
    pub(crate) fn upwards(&self, code: &OrgUnitCode) -> impl Iterator<Item = &'a Unit> + '_ {
        let above = |unit: &&'a Unit| unit.parent.as_ref().and_then(|code| self.0.get(code)).copied();
        std::iter::successors(self.0.get(code).copied(), above).take(DEEPEST)
    }
}

/// Whether an account sends reports for a unit: one of its own, and the funds under it.
pub(crate) fn reports_for(account: &Account, unit: &Unit) -> bool {
    account.duties.iter().any(|duty| lets(duty, Capability::Reports) && WorksAt(&duty.unit).is_of(unit))
}

/// The units for which, with all below them, an account hands in what was made in another program.
pub(crate) fn handing_in(account: &Account) -> BTreeSet<&OrgUnitCode> {
    account.duties.iter().filter(|duty| lets(duty, Capability::HandsIn)).map(|duty| &duty.unit).collect()
}

/// Whether an account hands in what the first unit of a chain made in another program.
pub(crate) fn hands_in(account: &Account, chain: &[Unit]) -> bool {
    let units = handing_in(account);
    chain.iter().any(|unit| units.contains(&unit.code))
}

/// The account with the duties by which it reads a form's reports. Those of a program read none of a form that stays with its reviewer: it has
/// names of people.
pub(crate) fn readers<'a>(account: &'a Account, form: &Form) -> Cow<'a, Account> {
    let of_program = |duty: &Duty| lets(duty, Capability::HandsIn);
    if !form.stays_with_reviewer() || !account.duties.iter().any(of_program) {
        return Cow::Borrowed(account);
    }
    let mut reading = account.clone();
    reading.duties.retain(|duty| !of_program(duty));
    Cow::Owned(reading)
}

/// Whether a unit is one in which the account has something to do, or a fund under it.
pub(crate) fn works_for(account: &Account, unit: &Unit) -> bool {
    works_at(account).iter().any(|at| at.is_of(unit))
}

/// The units in which an account has something to do.
pub(crate) fn works_at(account: &Account) -> Vec<WorksAt<'_>> {
    let does_something = |duty: &&Duty| Role::of(&duty.role).is_some_and(Role::works);
    account.duties.iter().filter(does_something).map(|duty| WorksAt(&duty.unit)).collect()
}

/// A unit in which somebody has something to do.
pub(crate) struct WorksAt<'a>(&'a OrgUnitCode);

impl WorksAt<'_> {
    /// Whether a unit is that one, or a fund under it.
    pub(crate) fn is_of(&self, unit: &Unit) -> bool {
        unit.code == *self.0 || (unit.kind == "fund" && unit.parent.as_ref() == Some(self.0))
    }
}

/// The unit that is meant where none is named: that of the account's first duty, of those that let it do something if there is one.
pub(crate) fn home(account: &Account, what: Option<Capability>) -> Result<OrgUnitCode, Refusal> {
    let first = account.duties.iter().find(|duty| what.is_none_or(|what| lets(duty, what))).or_else(|| account.duties.first());
    first.map(|duty| duty.unit.clone()).ok_or_else(|| Code::NoDuty.into())
}

/// The code of the province in a chain.
pub(crate) fn province(chain: &[Unit]) -> Option<&str> {
    chain.iter().find(|unit| unit.kind == UnitKind::Province.name()).map(|unit| unit.code.as_str())
}

/// The units of all duties of an account and those below them, also those that have ended, each once, by code.
pub(crate) async fn within(app: &App, account: &Account) -> Result<Vec<Unit>, Refusal> {
    let mut units = Vec::new();
    for duty in &account.duties {
        units.extend(app.store.units_once_within(&duty.unit).await?);
    }
    units.sort_by(|a, b| a.code.cmp(&b.code));
    units.dedup_by(|a, b| a.code == b.code);
    Ok(units)
}

/// Whether units within somebody's reach are all that there are: the country's top is among them.
pub(crate) fn is_everywhere(units: &[Unit]) -> bool {
    units.iter().any(|unit| unit.kind == UnitKind::Centre.name() && unit.parent.is_none())
}

/// The units within an account's, and those above it: further levels, and closings, are there.
pub(crate) async fn with_above(app: &App, account: &Account, within: &[Unit]) -> Result<Vec<Unit>, Refusal> {
    let mut units = within.to_vec();
    for duty in &account.duties {
        let above = chain(app.store.as_ref(), unit(app, &duty.unit).await?).await?;
        units.extend(above.into_iter().skip(1).filter(|above| !within.contains(above)));
    }
    Ok(units)
}

/// The units that review a form of a unit, from near to far: of each kind that the form names the nearest above.
pub(crate) fn reviewing_units<'a>(form: &Form, chain: &'a [Unit]) -> Vec<&'a Unit> {
    let above = |kind: UnitKind| chain.iter().skip(1).find(|unit| unit.kind == kind.name());
    form.reviewed_by().into_iter().filter_map(above).collect()
}

/// The unit that reviews a form of a unit first.
pub(crate) fn reviewing_unit<'a>(form: &Form, chain: &'a [Unit]) -> Option<&'a Unit> {
    reviewing_units(form, chain).into_iter().next()
}

/// On which level an account reviews a form of a unit, if it does. Of one that has duties on several the one counts whose turn it is
/// after so many approvals, else the one that approved last.
pub(crate) fn level(account: &Account, form: &Form, chain: &[Unit], approvals: u8) -> Option<Level> {
    let units = reviewing_units(form, chain);
    let is_own = |unit: &Unit| account.duties.iter().any(|duty| lets(duty, Capability::Reviews) && duty.unit == unit.code);
    let of = u8::try_from(units.len()).ok()?;
    let own = (1..=of).zip(&units).filter(|(_, unit)| is_own(unit)).map(|(number, _)| Level { number, of });
    own.max_by_key(|level| match level.role(approvals) {
        ReportRole::Reviewer => 2,
        ReportRole::Approver => 1,
        _ => 0,
    })
}

/// Whether an account reviews a form of a unit, on whatever level.
pub(crate) fn reviews(account: &Account, form: &Form, chain: &[Unit]) -> bool {
    level(account, form, chain, 0).is_some()
}

/// Whether an account closes periods below a unit and opens them again: it reviews or administers for it, and it is a province or the centre.
pub(crate) fn closes_periods(account: &Account, unit: &Unit) -> bool {
    let is_above = matches!(UnitKind::parse(&unit.kind), Some(UnitKind::Centre | UnitKind::Province));
    let decides = |duty: &&Duty| lets(duty, Capability::Reviews) || lets(duty, Capability::Administers);
    is_above && account.duties.iter().filter(decides).any(|duty| duty.unit == unit.code)
}

/// Whether an account may see the figures of a unit: its own unit is that one or above it, and it reviews or looks on.
pub(crate) fn oversees(account: &Account, chain: &[Unit]) -> bool {
    overseeing(account, chain).next().is_some()
}

/// The units, of a unit and those above it, from which an account sees the figures.
pub(crate) fn overseeing<'a>(account: &'a Account, chain: &'a [Unit]) -> impl Iterator<Item = &'a OrgUnitCode> {
    let sees = |duty: &&Duty| lets(duty, Capability::Reviews) || lets(duty, Capability::LooksOn);
    let units = account.duties.iter().filter(sees).map(|duty| &duty.unit);
    units.filter(|code| chain.iter().any(|unit| unit.code == **code))
}

/// The day from which a unit is asked for reports: the attribute `asked_from` of it or of a unit above it. What was due before that
/// day was reported on paper, and nobody is told that it is overdue here.
pub(crate) fn asked_from<'a>(chain: impl IntoIterator<Item = &'a Unit>) -> Option<Date> {
    chain.into_iter().find_map(|unit| Date::parse(unit.attributes.get("asked_from")?.as_str()?).ok())
}

/// A unit as answers name it.
pub(crate) fn brief(unit: &Unit) -> Value {
    json!({ "code": unit.code.as_str(), "name": unit.name, "kind": unit.kind })
}

/// A unit of a list as answers name it.
pub(crate) fn unit_name(unit: &UnitName) -> Value {
    json!({ "code": unit.code.as_str(), "name": unit.name, "kind": unit.kind })
}

/// A unit as the rules of a form see it in a period; what a unit does not say of itself, the units above it say, and what its province
/// sets anew from a day on goes before what stands without one.
pub(crate) fn seen_by_rules(app: &App, chain: &[Unit], period: Period) -> Value {
    let mut seen = Map::new();
    for unit in chain.iter().rev() {
        // Who helps is no matter of rules.
        let own = unit.attributes.iter().filter(|(name, _)| *name != HELPER);
        seen.extend(own.map(|(name, value)| (name.clone(), value.clone())));
    }
    let Some(unit) = chain.first() else { return Value::Object(seen) };
    let dated = app.forms.parameters(province(chain), period);
    let mut put = |name: &str, value: Value| seen.insert(name.to_owned(), value);
    for (name, value) in dated["unit"].as_object().into_iter().flatten() {
        put(name, value.as_str().map_or_else(|| value.to_string(), str::to_owned).into());
    }
    put("code", unit.code.as_str().into());
    put("name", unit.name.as_str().into());
    put("kind", unit.kind.as_str().into());
    if let Some(parent) = chain.get(1) {
        put("parent_code", parent.code.as_str().into());
        put("parent_name", parent.name.as_str().into());
    }
    Value::Object(seen)
}
