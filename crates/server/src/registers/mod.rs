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
    chains: &BTreeMap<&OrgUnitCode, Vec<Unit>>,
    year: Period,
) -> Result<Vec<Kept<'a>>, Refusal> {
    let keeping: Vec<&Unit> = reach.units().iter().filter(|unit| form.is_filled_by(&unit.kind)).collect();
    let codes: Vec<OrgUnitCode> = keeping.iter().map(|unit| unit.code.clone()).collect();
    let counts = app.store.row_counts(&book.asked(&form.id, year, &codes, app.today())).await?;
    let mut counts: BTreeMap<OrgUnitCode, RowCount> = counts.into_iter().map(|count| (count.unit.clone(), count)).collect();
    let of_unit = |unit: &'a Unit| {
        let is_open = chains.get(&unit.code).is_some_and(|chain| may_read(account, form, chain));
        Kept { unit, count: counts.remove(&unit.code), is_open }
    };
    Ok(keeping.into_iter().map(of_unit).collect())
}

/// The units that keep one of some registers, each with all above it.
fn chains<'a>(reach: &'a Reach, registers: &[&Form]) -> BTreeMap<&'a OrgUnitCode, Vec<Unit>> {
    let all = reach.all();
    let keeping = reach.units().iter().filter(|unit| registers.iter().any(|form| form.is_filled_by(&unit.kind)));
    keeping.map(|unit| (&unit.code, all.chain(&unit.code))).collect()
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
    let books: Vec<(&Arc<Form>, Book<'_>)> = app.forms.latest().filter_map(|form| Some((form, Book::of(form)?))).collect();
    let chains = chains(reach, &books.iter().map(|(form, _)| form.as_ref()).collect::<Vec<_>>());
    let mut registers = Vec::new();
    for (form, book) in &books {
        let kept = kept(app, account, form, book, reach, &chains, year).await?;
        if kept.is_empty() {
            continue;
        }
        let mut register = json!({
            "form": form.id.as_str(),
            "version": form.version.as_str(),
            "code": form.validator.setting("code"),
            "title": form.title(),
            "units": kept.len(),
            "keeping": kept.iter().filter(|kept| kept.count.is_some()).count(),
        });
        counts(form, &kept).put(&mut register);
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
