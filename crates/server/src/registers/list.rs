//! The rows of a register over all units: searched, the late ones first.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use phieu::xlsform::fold;
use phieu_report::{OrgUnitCode, Period, ReportId};
use phieu_rollup::{FieldTotal, Total};
use phieu_store::{Account, RowPage, Unit};
use serde_json::{Map, Value, json};

use super::book::{Book, Entry, at};
use super::{Kept, Register, counts, in_numbers, keeping, kept};
use crate::app::App;
use crate::attachments::paths;
use crate::context::content_of;
use crate::forms::Form;
use crate::reach::{Reach, Reported};
use crate::refusal::{Code, Refusal};
use crate::totals::hidden_counts;
use crate::units::brief;

/// The most rows of one answer.
const MOST_ROWS: usize = 500;
/// The most rows in which words are looked for: the late ones, what is due next, the newest.
const MOST_SEARCHED: u32 = 20_000;
/// The most units told in numbers; where there are more, those that keep rows come first.
const MOST_UNITS: usize = 500;

/// Which rows.
#[derive(Default)]
pub(crate) struct Filter {
    /// Words that must all stand in a row, whatever their marks.
    pub(crate) words: String,
    /// Only rows that are not done.
    pub(crate) open: bool,
    /// Only rows in this state.
    pub(crate) state: Option<String>,
    /// How many rows were told before this page.
    pub(crate) after: usize,
    /// How many the page has at most.
    pub(crate) most: Option<usize>,
}

/// What is asked for.
pub(crate) struct Asked<'a> {
    pub(crate) account: &'a Account,
    pub(crate) form: &'a Arc<Form>,
    pub(crate) reach: &'a Reach,
    pub(crate) year: Period,
    pub(crate) filter: Filter,
}

/// A row with whose it is.
struct Listed<'k> {
    unit: &'k Unit,
    report: ReportId,
    entry: Entry,
}

/// The rows of one answer, of how many that fit, and how many were not looked at for words.
struct Found<'k> {
    shown: Vec<Listed<'k>>,
    fit: u64,
    unsearched: u64,
}

/// The rows that are readable and fit, and the units in numbers.
pub(crate) async fn list(app: &App, asked: Asked<'_>) -> Result<Value, Refusal> {
    let form = asked.form;
    let Some(book) = Book::of(form) else { return Err(Refusal::with(Code::NoRegister, json!({ "form": form.id.as_str() }))) };
    let units = keeping(form, asked.reach).map(|unit| unit.code.clone()).collect();
    let register = Register { form, book, units };
    let kept = kept(app, asked.account, &[&register], asked.reach, asked.year).await?.into_iter().next().unwrap_or_default();
    let columns = columns(form);
    let found = found(app, &asked, &register.book, &kept, &columns).await?;
    let told = asked.filter.after + found.shown.len();
    let next = (!found.shown.is_empty() && (told as u64) < found.fit).then(|| told.to_string());
    let copies = copies(app, form, &found.shown).await?;
    let none = kept.iter().filter(|kept| kept.count.is_none()).count();
    let mut units: Vec<&Kept<'_>> = kept.iter().collect();
    if units.len() > MOST_UNITS {
        units.sort_by_key(|kept| kept.count.is_none());
        units.truncate(MOST_UNITS);
    }
    let mut answer = json!({
        "form": form.id.as_str(),
        "version": form.version.as_str(),
        "title": form.title(),
        "org_unit": brief(&asked.reach.top),
        "year": asked.year.to_string(),
        "register": form.definition["register"],
        "columns": columns,
        "found": found.fit,
        "next": next,
        "unsearched": found.unsearched,
        "entries": found.shown.iter().map(|row| entry(row, &columns, &copies)).collect::<Value>(),
        "units": units.into_iter().map(|kept| in_numbers(form, kept)).collect::<Value>(),
        "keeping": kept.len() - none,
        "not_keeping": none,
        "review": app.forms.review(form).is_some(),
        "figures": figures(app, &asked).await?,
    });
    counts(form, &kept).put(&mut answer);
    Ok(answer)
}

/// The rows of the page asked for. Words are looked for in the first rows, as many as are bearable.
async fn found<'k>(
    app: &App,
    Asked { form, year, filter, .. }: &Asked<'_>,
    book: &Book<'_>,
    kept: &[Kept<'k>],
    columns: &[Value],
) -> Result<Found<'k>, Refusal> {
    let readable: BTreeMap<&OrgUnitCode, &'k Unit> =
        kept.iter().filter(|kept| kept.is_open).map(|kept| (&kept.unit.code, kept.unit)).collect();
    let codes: Vec<OrgUnitCode> = readable.keys().map(|code| (*code).clone()).collect();
    let wanted: Vec<String> = fold(&filter.words).split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect();
    let offset = u32::try_from(filter.after).unwrap_or(u32::MAX);
    let most = filter.most.unwrap_or(MOST_ROWS).min(MOST_ROWS);
    let (read, offset) = if wanted.is_empty() { (most as u32, offset) } else { (MOST_SEARCHED, 0) };
    let page = RowPage { open: filter.open, state: filter.state.as_deref(), offset, most: read };
    let (all, rows) = app.store.rows(&book.asked(&form.id, *year, &codes, app.today()), &page).await?;
    let unsearched = if wanted.is_empty() { 0 } else { all.saturating_sub(rows.len() as u64) };
    let listed = rows.into_iter().filter_map(|row| {
        let entry = book.entry(row.number, &content_of(row.answers.as_bytes()), app.today());
        Some(Listed { unit: readable.get(&row.unit)?, report: row.report, entry })
    });
    if wanted.is_empty() {
        return Ok(Found { shown: listed.collect(), fit: all, unsearched });
    }
    let fitting: Vec<Listed<'k>> = listed.filter(|row| says(row, &wanted, columns)).collect();
    let fit = fitting.len() as u64;
    Ok(Found { shown: fitting.into_iter().skip(filter.after).take(most).collect(), fit, unsearched })
}

/// Whether all words stand in a row.
fn says(row: &Listed<'_>, wanted: &[String], columns: &[Value]) -> bool {
    let answers = columns.iter().map(|column| words(column, at(&row.entry.answers, column["path"].as_str().unwrap_or_default())));
    let said = fold(&answers.chain([row.unit.name.clone()]).collect::<Vec<_>>().join(" "));
    wanted.iter().all(|word| said.contains(word))
}

/// An answer as people would look for it: of a choice its labels.
fn words(column: &Value, answer: &Value) -> String {
    let text = answer.as_str().map_or_else(|| if answer.is_null() { String::new() } else { answer.to_string() }, str::to_owned);
    let choices = column["choices"].as_array().into_iter().flatten();
    let chosen = choices.filter(|choice| choice["name"] == text);
    let labels = chosen.flat_map(|choice| choice["label"].as_object().into_iter().flatten().filter_map(|(_, label)| label.as_str()));
    labels.fold(text.clone(), |said, label| format!("{said} {label}"))
}

/// What people answer in a row, in the order of the form: path in the row, label, unit, type, choices.
pub(crate) fn columns(form: &Form) -> Vec<Value> {
    let Some(book) = Book::of(form) else { return Vec::new() };
    let inside = format!("{}/", book.rows());
    let fields = form.definition["fields"].as_array().map(Vec::as_slice).unwrap_or_default();
    let asked = fields.iter().filter_map(|field| {
        let path = field["path"].as_str()?.strip_prefix(&inside)?;
        let computed = ["group", "repeat", "note", "hidden", "calculate"].contains(&field["type"].as_str()?);
        (!computed).then_some((path, field))
    });
    asked
        .map(|(path, field)| {
            let mut column = Map::from_iter([("path".to_owned(), Value::from(path))]);
            for key in ["label", "unit", "type", "choices"] {
                column.extend(field.get(key).map(|value| (key.to_owned(), value.clone())));
            }
            column.into()
        })
        .collect()
}

/// Which copies are on the server, by report and name.
async fn copies(app: &App, form: &Form, rows: &[Listed<'_>]) -> Result<BTreeSet<(ReportId, String)>, Refusal> {
    if paths(form).next().is_none() {
        return Ok(BTreeSet::new());
    }
    let reports: BTreeSet<&ReportId> = rows.iter().map(|row| &row.report).collect();
    let kept = app.store.attachments(&reports.into_iter().cloned().collect::<Vec<_>>()).await?;
    Ok(kept.into_iter().map(|(report, kept)| (report, kept.name)).collect())
}

fn entry(row: &Listed<'_>, columns: &[Value], copies: &BTreeSet<(ReportId, String)>) -> Value {
    let Listed { unit, report, entry } = row;
    let named = columns.iter().filter_map(|column| at(&entry.answers, column["path"].as_str()?).as_str());
    let is_kept = |name: &&str| copies.contains(&(report.clone(), (*name).to_owned()));
    let files: Value = named.filter(is_kept).collect();
    let Entry { number, answers, title, day, due, state, is_done, days_late } = entry;
    json!({
        "org_unit": brief(unit),
        "report_id": report.as_str(),
        "number": number,
        "title": title,
        "day": day,
        "due": due,
        "state": state,
        "done": is_done,
        "days_late": days_late,
        "answers": answers,
        "files": files,
    })
}

/// What the form computes over its rows, added up over the units.
async fn figures(app: &App, Asked { account, form, reach, year, .. }: &Asked<'_>) -> Result<Value, Refusal> {
    let totals = Reported::read(app, form, reach, &[*year], false).await?.totals(app, form, reach, *year, &[*year]).fields;
    let hidden = hidden_counts(app, account, form, &reach.top.code, &[*year]).await?;
    let is_told = |field: &FieldTotal| matches!(field.total, Total::Number(Some(_))) && !hidden.contains(&(field.path.clone(), *year));
    let told = totals.into_iter().filter(is_told).map(|field| {
        let told = form.field(&field.path).unwrap_or(&Value::Null);
        json!({ "path": field.path, "label": told["label"], "unit": told["unit"], "value": field.total.to_json() })
    });
    Ok(told.collect())
}
