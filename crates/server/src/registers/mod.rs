//! Registers: lists that units keep the year round, read over all units that somebody oversees.
//!
//! A register is a form whose settings say which repeat is the list and what its questions mean. What is told of a unit is what it
//! sent last. Rows go only to those who may read the whole report; of other units below only how many rows there are, where not so few that
//! it would tell who is meant.

mod book;
mod list;

use std::collections::BTreeMap;
use std::sync::Arc;

use phieu_report::{OrgUnitCode, Period, PeriodType};
use phieu_rollup::is_small;
use phieu_store::{Account, ReportFilter, ReportRow, Unit};
use serde_json::{Value, json};

pub(crate) use list::{Asked, Filter, columns, list};

use crate::app::App;
use crate::clock::iso;
use crate::context::content_of;
use crate::forms::Form;
use crate::people::role::Capability;
use crate::refusal::{Code, Refusal};
use crate::review::may_read;
use crate::units::{Units, brief, chain, home, oversees, unit, works_for};
pub(crate) use book::at;
use book::{Book, Counts, Entry};

/// The units that somebody may ask about, from one downwards.
pub(crate) struct Reach {
    /// The topmost.
    pub(crate) top: Unit,
    /// It and all below it that may be asked about.
    units: Vec<Unit>,
    /// The units above the topmost, the nearest first.
    above: Vec<Unit>,
}

/// What a unit keeps in a register; without a report, nothing yet.
struct Kept {
    unit: Unit,
    report: Option<ReportRow>,
    entries: Vec<Entry>,
    /// Whether the rows may be read, and not only counted.
    is_open: bool,
}

/// The unit that was named, or the account's own, with all below it that the account oversees. Who only reports sees only its own.
pub(crate) async fn reach(app: &App, account: &Account, named: Option<OrgUnitCode>) -> Result<Reach, Refusal> {
    let code = named.map_or_else(|| home(account, Some(Capability::LooksOn)), Ok)?;
    let top = unit(app, &code).await?;
    let above = chain(app.store.as_ref(), top.clone()).await?;
    let units = match (oversees(account, &above), works_for(account, &top)) {
        (true, _) => app.store.units_within(&top.code).await?,
        (false, true) => vec![top.clone()],
        (false, false) => return Err(Refusal::with(Code::ForeignUnit, json!({ "org_unit": top.code.as_str() }))),
    };
    Ok(Reach { top, units, above: above.into_iter().skip(1).collect() })
}

impl Reach {
    /// It and all below it that may be asked about.
    pub(crate) fn units(&self) -> &[Unit] {
        &self.units
    }

    /// These and those above them, from which chains are made.
    pub(crate) fn all(&self) -> Units<'_> {
        Units::of(self.units.iter().chain(&self.above))
    }
}

/// What every unit within reach keeps in a register in a year, by unit.
async fn kept(app: &App, account: &Account, form: &Arc<Form>, reach: &Reach, year: Period) -> Result<Vec<Kept>, Refusal> {
    let Some(book) = Book::of(form) else { return Err(Refusal::with(Code::NoRegister, json!({ "form": form.id.as_str() }))) };
    let keeping: Vec<&Unit> = reach.units.iter().filter(|unit| form.is_filled_by(&unit.kind)).collect();
    let codes = keeping.iter().map(|unit| unit.code.clone()).collect();
    let filter = ReportFilter { units: Some(codes), form: Some(form.id.clone()), period: Some(year), status: None };
    let mut sent: BTreeMap<OrgUnitCode, (ReportRow, Value)> = BTreeMap::new();
    for (row, content) in app.store.contents(&filter).await? {
        sent.insert(row.unit.clone(), (row, content_of(&content)));
    }
    let all = reach.all();
    let of_unit = |unit: &&Unit| {
        let (report, content) = sent.remove(&unit.code).map_or((None, Value::Null), |(row, content)| (Some(row), content));
        let is_open = may_read(account, form, &all.chain(&unit.code));
        Kept { unit: (*unit).clone(), report, entries: book.entries(&content["answers"], app.today()), is_open }
    };
    Ok(keeping.iter().map(of_unit).collect())
}

/// The year that a register is kept for: the one named, or the current one.
pub(crate) fn year(app: &App, named: Option<&str>) -> Result<Period, Refusal> {
    let period = match named {
        Some(text) => Period::parse(text).ok(),
        None => app.forms.calendar().at(PeriodType::Year, app.today()),
    };
    period.filter(|period| period.kind() == PeriodType::Year).ok_or_else(|| Refusal::parameter("year"))
}

/// All registers, with how many rows the units within reach keep in each.
pub(crate) async fn overview(app: &App, account: &Account, reach: &Reach, year: Period) -> Result<Value, Refusal> {
    let all = reach.all();
    let mut registers = Vec::new();
    for form in app.forms.latest() {
        let Some(book) = Book::of(form) else { continue };
        let units: Vec<OrgUnitCode> =
            reach.units.iter().filter(|unit| form.is_filled_by(&unit.kind)).map(|unit| unit.code.clone()).collect();
        if units.is_empty() {
            continue;
        }
        let kept = app.store.row_counts(&book.counting(&form.id, year, &units, app.today())).await?;
        let mut counts = Counts::default();
        kept.iter().for_each(|kept| counts.add_counted(kept));
        let is_open = |unit: &OrgUnitCode| may_read(account, form, &all.chain(unit));
        counts.is_hidden = form.stays_with_reviewer()
            && tells_a_small_one(kept.iter().filter(|kept| is_closed(form, is_open(&kept.unit))).map(|kept| kept.rows));
        let mut register = json!({
            "form": form.id.as_str(),
            "version": form.version.as_str(),
            "code": form.validator.setting("code"),
            "title": form.title(),
            "units": units.len(),
            "keeping": kept.len(),
        });
        counts.put(&mut register);
        registers.push(register);
    }
    Ok(json!({ "org_unit": brief(&reach.top), "year": year.to_string(), "registers": registers }))
}

/// Whether a unit's rows tell of people and may not be read, so that few of them would tell who is meant.
fn is_closed(form: &Form, is_open: bool) -> bool {
    form.stays_with_reviewer() && !is_open
}

/// Whether a sum over units would tell the small number of one: it is small itself, or only one in it is.
fn tells_a_small_one(closed: impl Iterator<Item = u64>) -> bool {
    let (mut sum, mut small) = (0, 0);
    for rows in closed {
        sum += rows;
        small += u32::from(is_small(rows as f64));
    }
    is_small(sum as f64) || small == 1
}

/// A unit with what it keeps, in numbers.
fn in_numbers(form: &Form, kept: &Kept) -> Value {
    let mut counts = Counts::default();
    counts.add(&kept.entries);
    counts.is_hidden = is_closed(form, kept.is_open) && is_small(kept.entries.len() as f64);
    let mut told = json!({
        "org_unit": brief(&kept.unit),
        "report_id": kept.report.as_ref().map(|row| row.id.as_str()),
        "received_at": kept.report.as_ref().map(|row| iso(row.received_at)),
        "readable": kept.is_open,
    });
    counts.put(&mut told);
    told
}

/// The answers of one row of a unit's register, counted from 1.
pub(crate) async fn row(app: &App, form: &Arc<Form>, unit: &Unit, year: Period, number: usize) -> Result<Option<Value>, Refusal> {
    let Some(book) = Book::of(form) else { return Err(Refusal::with(Code::NoRegister, json!({ "form": form.id.as_str() }))) };
    let filter = ReportFilter { units: Some(vec![unit.code.clone()]), form: Some(form.id.clone()), period: Some(year), status: None };
    let contents = app.store.contents(&filter).await?;
    let Some((_, content)) = contents.first() else { return Ok(None) };
    let entries = book.entries(&content_of(content)["answers"], app.today());
    Ok(entries.into_iter().find(|entry| entry.number == number).map(|entry| entry.answers))
}
