//! Registers: lists that units keep the year round, read over all units that somebody oversees.
//!
//! A register is a form whose settings say which repeat is the list and what its questions mean. What is told of a unit is what it
//! sent last. Rows go only to those who may read the whole report; of other units below only how many rows there are, where not so few that
//! it would tell who is meant.

mod book;
mod list;

use std::collections::BTreeMap;
use std::sync::Arc;

use phieu_report::{Date, OrgUnitCode, Period, PeriodType};
use phieu_rollup::is_small;
use phieu_store::{Account, ReportFilter, RowCount, RowQuery, Unit};
use serde_json::{Value, json};

pub(crate) use list::{Asked, Filter, columns, list};

use crate::app::App;
use crate::clock::iso;
use crate::context::content_of;
use crate::forms::Form;
use crate::reach::Reach;
use crate::refusal::{Code, Refusal};
use crate::review::may_read;
use crate::units::brief;
pub(crate) use book::at;
use book::{Book, Counts};

/// What a unit keeps in a register, in numbers.
struct Kept<'a> {
    unit: &'a Unit,
    /// What it has sent; nothing yet where that is none.
    count: Option<RowCount>,
    /// Whether the rows may be read, and not only counted.
    is_open: bool,
}

impl Kept<'_> {
    fn rows(&self) -> u64 {
        self.count.as_ref().map_or(0, |count| count.rows)
    }
}

/// A register within reach.
struct Register<'a> {
    form: &'a Form,
    book: Book<'a>,
    /// The units within reach that keep it.
    units: Vec<OrgUnitCode>,
}

impl<'a> Register<'a> {
    /// The register that a form is, if it is one and units within reach keep it.
    fn of(form: &'a Form, reach: &Reach) -> Option<Register<'a>> {
        let (book, units) = (Book::of(form)?, keeping(form, reach).map(|unit| unit.code.clone()).collect::<Vec<_>>());
        (!units.is_empty()).then_some(Register { form, book, units })
    }

    /// What is asked for of its rows in a year.
    fn asked(&self, year: Period, today: Date) -> RowQuery<'_> {
        self.book.asked(&self.form.id, year, &self.units, today)
    }
}

/// What every unit within reach keeps in each of some registers in a year, by unit.
async fn kept<'a>(
    app: &App,
    account: &Account,
    registers: &[&Register<'_>],
    reach: &'a Reach,
    year: Period,
) -> Result<Vec<Vec<Kept<'a>>>, Refusal> {
    let asked: Vec<RowQuery<'_>> = registers.iter().map(|register| register.asked(year, app.today())).collect();
    let (counts, all) = (app.store.row_counts(&asked).await?, reach.all());
    let of_register = |(register, counts): (&&Register<'_>, Vec<RowCount>)| {
        let mut counts: BTreeMap<OrgUnitCode, RowCount> = counts.into_iter().map(|count| (count.unit.clone(), count)).collect();
        let of_unit = |unit: &'a Unit| {
            let is_open = may_read(account, register.form, &all.chain(&unit.code));
            Kept { unit, count: counts.remove(&unit.code), is_open }
        };
        keeping(register.form, reach).map(of_unit).collect()
    };
    Ok(registers.iter().zip(counts).map(of_register).collect())
}

/// The units within reach that keep a register.
fn keeping<'a>(form: &Form, reach: &'a Reach) -> impl Iterator<Item = &'a Unit> {
    reach.units().iter().filter(|unit| form.is_filled_by(&unit.kind))
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
    let registers: Vec<Register<'_>> = app.forms.latest().filter_map(|form| Register::of(form, reach)).collect();
    // Only where the rows of one unit may not be told of must each unit be looked at.
    let (looked_at, summed): (Vec<_>, Vec<_>) = registers.iter().partition(|register| register.form.stays_with_reviewer());
    let mut kept = kept(app, account, &looked_at, reach, year).await?.into_iter();
    let asked: Vec<RowQuery<'_>> = summed.iter().map(|register| register.asked(year, app.today())).collect();
    let mut sums = app.store.row_sums(&asked).await?.into_iter();
    // Both lists are in the order of `registers`, so each register takes the next of its own.
    let told = registers.iter().map(|Register { form, units, .. }| {
        let (counts, keeping) = if form.stays_with_reviewer() {
            let kept = kept.next().unwrap_or_default();
            (counts(form, &kept), kept.iter().filter(|kept| kept.count.is_some()).count() as u64)
        } else {
            let sums = sums.next().unwrap_or_default();
            (Counts::of(sums), sums.units)
        };
        let mut told = json!({
            "form": form.id.as_str(),
            "version": form.version.as_str(),
            "code": form.validator.setting("code"),
            "title": form.title(),
            "units": units.len(),
            "keeping": keeping,
        });
        counts.put(&mut told);
        told
    });
    Ok(json!({ "org_unit": brief(&reach.top), "year": year.to_string(), "registers": told.collect::<Value>() }))
}

/// The rows of all units in numbers, hidden where they would tell those of one.
fn counts(form: &Form, kept: &[Kept<'_>]) -> Counts {
    let mut counts = Counts::default();
    kept.iter().filter_map(|kept| kept.count.as_ref()).for_each(|count| counts.add(count));
    counts.is_hidden = tells_a_small_one(kept.iter().filter(|kept| is_closed(form, kept.is_open)).map(Kept::rows));
    counts
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
fn in_numbers(form: &Form, kept: &Kept<'_>) -> Value {
    let mut counts = Counts::default();
    kept.count.iter().for_each(|count| counts.add(count));
    counts.is_hidden = is_closed(form, kept.is_open) && is_small(kept.rows() as f64);
    let mut told = json!({
        "org_unit": brief(kept.unit),
        "report_id": kept.count.as_ref().map(|count| count.report.as_str()),
        "received_at": kept.count.as_ref().map(|count| iso(count.received_at)),
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
