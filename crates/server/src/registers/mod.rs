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
use phieu_store::{Account, ReportFilter, RowCount, Unit};
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

/// What every unit within reach keeps in a register in a year, by unit.
async fn kept<'a>(
    app: &App,
    account: &Account,
    form: &Form,
    book: &Book<'_>,
    reach: &'a Reach,
    year: Period,
) -> Result<Vec<Kept<'a>>, Refusal> {
    let keeping = keeping(form, reach);
    let codes: Vec<OrgUnitCode> = keeping.iter().map(|unit| unit.code.clone()).collect();
    let counts = app.store.row_counts(&book.asked(&form.id, year, &codes, app.today())).await?;
    let mut counts: BTreeMap<OrgUnitCode, RowCount> = counts.into_iter().map(|count| (count.unit.clone(), count)).collect();
    let all = reach.all();
    let of_unit = |unit: &'a Unit| {
        let is_open = may_read(account, form, &all.chain(&unit.code));
        Kept { unit, count: counts.remove(&unit.code), is_open }
    };
    Ok(keeping.into_iter().map(of_unit).collect())
}

/// The units within reach that keep a register.
fn keeping<'a>(form: &Form, reach: &'a Reach) -> Vec<&'a Unit> {
    reach.units().iter().filter(|unit| form.is_filled_by(&unit.kind)).collect()
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
    let mut registers = Vec::new();
    for form in app.forms.latest() {
        let Some(book) = Book::of(form) else { continue };
        let units = keeping(form, reach);
        if units.is_empty() {
            continue;
        }
        // Only where the rows of one unit may not be told of must each unit be looked at.
        let (counts, keeping) = if form.stays_with_reviewer() {
            let kept = kept(app, account, form, &book, reach, year).await?;
            (counts(form, &kept), kept.iter().filter(|kept| kept.count.is_some()).count() as u64)
        } else {
            let codes: Vec<OrgUnitCode> = units.iter().map(|unit| unit.code.clone()).collect();
            let sums = app.store.row_sums(&book.asked(&form.id, year, &codes, app.today())).await?;
            (Counts::of(sums), sums.units)
        };
        let mut register = json!({
            "form": form.id.as_str(),
            "version": form.version.as_str(),
            "code": form.validator.setting("code"),
            "title": form.title(),
            "units": units.len(),
            "keeping": keeping,
        });
        counts.put(&mut register);
        registers.push(register);
    }
    Ok(json!({ "org_unit": brief(&reach.top), "year": year.to_string(), "registers": registers }))
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
