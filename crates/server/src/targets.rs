//! Targets beside results: those of the catalogue that concern a unit of its level and province, and those that it set itself for the year.
//!
//! A result is a total of approved reports, never typed in. Each says from which period it is and how many of the expected reports are
//! in it, so that a target that looks missed may turn out to be a report that is.

use std::sync::Arc;

use phieu_catalog::{Take, Target, UnitKind};
use phieu_report::{FormId, OrgUnitCode, Period, PeriodType};
use phieu_rollup::{Course, Total, figure};
use phieu_store::{Account, Duty, Figure, OwnTarget, SumQuery, Unit};
use serde_json::{Value, json};

use crate::app::App;
use crate::forms::Form;
use crate::people::role::{Capability, lets};
use crate::refusal::{Code, Refusal};
use crate::totals::{Counts, Tally, described, expected, progress, tallies};
use crate::units::{brief, chain, oversees, unit};

/// The longest name of a plan.
const LONGEST_SOURCE: usize = 300;

/// The targets of a unit in a year, each with its result.
pub(crate) async fn targets(app: &App, account: &Account, org_unit: &OrgUnitCode, year: i32) -> Result<Value, Refusal> {
    let chain = chain(app.store.as_ref(), unit(app, org_unit).await?).await?;
    if !oversees(account, &chain) && !may_set(account, org_unit) {
        return Err(Refusal::with(Code::ForeignUnit, json!({ "org_unit": org_unit.as_str() })));
    }
    let Some(top) = chain.first() else { return Err(Code::UnknownUnit.into()) };
    let at = Place { app, chain: &chain, year };
    let mut listed = Vec::new();
    let is_here = |target: &&Target| target.province.as_deref().is_none_or(|code| chain.iter().any(|unit| unit.code.as_str() == code));
    for target in app.forms.targets().iter().filter(is_here).filter(|target| target.concerns(UnitKind::parse(&top.kind), year)) {
        listed.extend(at.judged(target, false).await?);
    }
    for own in app.store.targets(&top.code, year).await? {
        listed.extend(at.judged(&planned(own), true).await?);
    }
    let may_set = may_set(account, org_unit);
    Ok(json!({ "org_unit": brief(top), "year": year, "may_set": may_set, "targets": listed }))
}

/// Sets, changes or, without bounds, ends a unit's own target for a year.
pub(crate) async fn set(app: &App, account: &Account, body: &Value) -> Result<(OrgUnitCode, i32), Refusal> {
    let text = |name: &str| body[name].as_str().map(str::trim).filter(|text| !text.is_empty()).ok_or_else(|| Refusal::parameter(name));
    let org_unit = OrgUnitCode::parse(text("org_unit")?).map_err(|_| Refusal::parameter("org_unit"))?;
    if !may_set(account, &org_unit) {
        return Err(Refusal::with(Code::ForeignUnit, json!({ "org_unit": org_unit.as_str() })));
    }
    let year =
        body["year"].as_i64().and_then(|year| i32::try_from(year).ok()).filter(|year| Period::new(PeriodType::Year, *year, 1).is_some());
    let form = app.forms.named(text("form")?)?;
    let path = text("path")?;
    let fields = form.totals(&[], &Default::default()).fields;
    let known = fields.into_iter().any(|field| field.path == path && matches!(field.total, Total::Number(_)));
    if !known {
        return Err(Refusal::parameter("path"));
    }
    let bound = |name: &str| match &body[name] {
        Value::Null => Ok(None),
        value => value.as_f64().filter(|bound| bound.abs() <= 1e15).map(Some).ok_or_else(|| Refusal::parameter(name)),
    };
    let (least, most) = (bound("least")?, bound("most")?);
    if least.zip(most).is_some_and(|(least, most)| least > most) {
        return Err(Refusal::parameter("most"));
    }
    let ends = least.is_none() && most.is_none();
    let source = if ends { String::new() } else { text("source")?.to_owned() };
    if source.chars().count() > LONGEST_SOURCE {
        return Err(Refusal::parameter("source"));
    }
    let year = year.ok_or_else(|| Refusal::parameter("year"))?;
    unit(app, &org_unit).await?;
    let (path, login) = (path.to_owned(), account.login.clone());
    let target = OwnTarget { unit: org_unit, year, form: form.id.clone(), path, least, most, source, login, at: app.now() };
    app.store.put_target(&target).await?;
    Ok((target.unit, year))
}

/// Whether an account sets the yearly targets of a unit: it reviews or administers there.
fn may_set(account: &Account, org_unit: &OrgUnitCode) -> bool {
    let plans = |duty: &Duty| lets(duty, Capability::Reviews) || lets(duty, Capability::Administers);
    account.duties.iter().any(|duty| duty.unit == *org_unit && plans(duty))
}

/// A unit's own target as one of the catalogue would be written.
fn planned(own: OwnTarget) -> Target {
    Target::of_year(own.year, own.form.as_str(), &own.path, own.least, own.most, &own.source)
}

/// For whom, and up to which year.
struct Place<'a> {
    app: &'a App,
    chain: &'a [Unit],
    year: i32,
}

/// A result, the period it stands for, and how complete it is.
struct Found {
    value: f64,
    period: Period,
    counts: Counts,
}

impl Place<'_> {
    /// A target with its result; `None` where its form is not known.
    async fn judged(&self, target: &Target, own: bool) -> Result<Option<Value>, Refusal> {
        let Some(form) = self.form(&target.form) else { return Ok(None) };
        let found = self.found(form, target).await?;
        let planned = match &target.least_path {
            Some(path) => self.last(form, path, found.as_ref().map(|found| found.period)).await?.map(|found| found.value),
            None => target.least,
        };
        let year = target.yearly.then_some(self.year);
        let course = Course {
            least: planned,
            most: target.most,
            start: target.start,
            always: target.always,
            from: year.unwrap_or(target.from),
            to: year.unwrap_or(target.to),
        };
        let month = found.as_ref().map_or(12, |found| found.period.last_month());
        let judged = course.judge(found.as_ref().map(|found| found.value), self.year, month);
        let field = described(form, &target.path);
        let is_share = target.take == Take::Having || target.of.is_some();
        let unit = if is_share { json!({ "vi": "%", "en": "%" }) } else { field["unit"].clone() };
        Ok(Some(json!({
            "id": target.id,
            "own": own,
            "source": target.source,
            "label": target.label.as_ref().map_or(field["label"].clone(), |label| json!(label)),
            "unit": unit,
            "form": form.id.as_str(),
            "form_title": form.title(),
            "path": target.path,
            "from": course.from,
            "to": course.to,
            "least": course.least.map(figure),
            "most": course.most.map(figure),
            "period": found.as_ref().map(|found| found.period.to_string()),
            "result": found.as_ref().map(|found| figure(tenths(found.value))),
            "expected": found.as_ref().map(|found| found.counts.expected),
            "approved": found.as_ref().map(|found| found.counts.approved),
            "progress": judged.progress.map(|progress| figure(tenths(progress))),
            "by_now": judged.by_now.map(|due| figure(tenths(due))),
            "state": judged.state.name(),
        })))
    }

    fn form(&self, id: &str) -> Option<&Arc<Form>> {
        self.app.forms.latest_of(&FormId::parse(id).ok()?)
    }

    async fn found(&self, form: &Arc<Form>, target: &Target) -> Result<Option<Found>, Refusal> {
        match target.take {
            Take::Last => {
                let Some(found) = self.last(form, &target.path, None).await? else { return Ok(None) };
                let Some(of) = &target.of else { return Ok(Some(found)) };
                let Some(other) = self.form(of.form.as_deref().unwrap_or(&target.form)) else { return Ok(None) };
                self.share(form, &target.path, found, other, &of.path).await
            }
            Take::Sum => self.sum(form, target).await,
            Take::Having => self.having(form, target).await,
        }
    }

    /// The figure of the year's last period of which something is approved, or of a period.
    async fn last(&self, form: &Arc<Form>, path: &str, of: Option<Period>) -> Result<Option<Found>, Refusal> {
        let of_year = self.by_period(form, path, self.year).await?;
        let last = of_year.into_iter().filter(|(period, _)| of.is_none_or(|of| of == *period)).max_by_key(|(period, _)| last_first(period));
        match last {
            Some((period, value)) => Ok(Some(Found { value, period, counts: self.counts(form, period).await? })),
            None => Ok(None),
        }
    }

    /// How many of a hundred of another figure, over the units that gave both: of the same period, or of the other form's last one where it has
    /// no such periods.
    async fn share(&self, form: &Form, path: &str, found: Found, other: &Arc<Form>, whole: &str) -> Result<Option<Found>, Refusal> {
        let Some(top) = self.chain.first() else { return Ok(None) };
        let has_it = other.period_types().contains(&found.period.kind());
        let period = if has_it { Some(found.period) } else { self.last(other, whole, None).await?.map(|last| last.period) };
        let Some(period) = period else { return Ok(None) };
        let figures = [Figure { form: &form.id, period: found.period, path }, Figure { form: &other.id, period, path: whole }];
        let both = self.app.store.both(&top.code, figures).await?;
        let values = both.first.value().zip(both.second.value()).filter(|(_, whole)| *whole > 0.0);
        // Approved are those that it is made of.
        let mut counts = found.counts;
        counts.approved = both.first.given;
        Ok(values.map(|(part, whole)| Found { value: 100.0 * part / whole, counts, ..found }))
    }

    /// The figures of all years from the first, each year's report before its quarters' or months'.
    async fn sum(&self, form: &Arc<Form>, target: &Target) -> Result<Option<Found>, Refusal> {
        let (mut sum, mut last) = (phieu_rollup::Sum::default(), None);
        let first = if target.yearly { self.year } else { target.from };
        for year in first..=self.year {
            let of_year = self.by_period(form, &target.path, year).await?;
            let longest = of_year.iter().map(|(period, _)| period.kind()).max();
            for (period, value) in of_year.into_iter().filter(|(period, _)| Some(period.kind()) == longest) {
                sum.add(phieu_rollup::Sum::of(value));
                last = last.max(Some(period));
            }
        }
        match sum.value().zip(last) {
            Some((value, period)) => Ok(Some(Found { value, period, counts: self.counts(form, period).await? })),
            None => Ok(None),
        }
    }

    /// In how many of a hundred units of a kind there is more than nothing.
    async fn having(&self, form: &Arc<Form>, target: &Target) -> Result<Option<Found>, Refusal> {
        let Some(top) = self.chain.first() else { return Ok(None) };
        let with_reports = self.tallies(form, self.year, Some("")).await?.into_iter().map(|(period, _)| period);
        let Some(period) = with_reports.max_by_key(last_first) else { return Ok(None) };
        let kind = target.units.map(UnitKind::name).unwrap_or_default();
        let asked = phieu_store::Expected { kind, ..expected(self.app, form, &top.code, period) };
        let (having, units) = self.app.store.having(&asked, &target.path).await?;
        let counts = self.counts(form, period).await?;
        Ok((units > 0).then(|| Found { value: 100.0 * having as f64 / units as f64, period, counts }))
    }

    /// A number's totals of a year's periods, of those of which something is approved.
    async fn by_period(&self, form: &Arc<Form>, path: &str, year: i32) -> Result<Vec<(Period, f64)>, Refusal> {
        let number = |period: Period, tally: &Tally| {
            let field = tally.totals(self.app, form, self.chain, period).fields.into_iter().find(|field| field.path == path)?;
            if let Total::Number(number) = field.total { number } else { None }
        };
        let tallies = self.tallies(form, year, None).await?;
        Ok(tallies.into_iter().filter_map(|(period, tally)| Some((period, number(period, &tally)?))).collect())
    }

    /// The sums of a year's periods, of those of which something is approved.
    async fn tallies(&self, form: &Arc<Form>, year: i32, path: Option<&str>) -> Result<Vec<(Period, Tally)>, Refusal> {
        let Some(top) = self.chain.first() else { return Ok(Vec::new()) };
        let kinds = form.period_types();
        let periods: Vec<Period> = kinds.iter().flat_map(|kind| (1..=12).filter_map(|number| Period::new(*kind, year, number))).collect();
        let query = SumQuery { form: &form.id, periods: &periods, units: std::slice::from_ref(&top.code), path, also: &[] };
        Ok(tallies(self.app, &query).await?.into_iter().map(|((_, period), tally)| (period, tally)).collect())
    }

    async fn counts(&self, form: &Arc<Form>, period: Period) -> Result<Counts, Refusal> {
        Ok(Counts::of(&progress(self.app, form, self.chain, period).await?))
    }
}

/// Of periods of one year the one that ends last; of two that end together the longer one.
fn last_first(period: &Period) -> (u8, PeriodType) {
    (period.last_month(), period.kind())
}

/// To one decimal, as rates are printed.
fn tenths(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}
