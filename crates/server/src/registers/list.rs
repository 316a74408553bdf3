//! The rows of a register over all units: searched, the late ones first.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::sync::Arc;

use phieu::xlsform::fold;
use phieu_report::{Period, ReportId};
use phieu_rollup::{ReportFacts, Total};
use phieu_store::{Account, ReportFilter};
use serde_json::{Map, Value, json};

use super::book::{Book, Counts, Entry, at};
use super::{Kept, Reach, in_numbers, is_closed, kept, tells_a_small_one};
use crate::app::App;
use crate::attachments::paths;
use crate::forms::Form;
use crate::refusal::Refusal;
use crate::totals::{is_hidden, report_facts};
use crate::units::brief;

/// The most rows of one answer.
const MOST_ROWS: usize = 500;

/// Which rows.
#[derive(Default)]
pub(crate) struct Filter {
    /// Words that must all stand in a row, whatever their marks.
    pub(crate) words: String,
    /// Only rows that are not done.
    pub(crate) open: bool,
    /// Only rows in this state.
    pub(crate) state: Option<String>,
    /// How many rows are passed over.
    pub(crate) offset: usize,
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
    kept: &'k Kept,
    entry: &'k Entry,
}

/// The rows that are readable and fit, and the units in numbers.
pub(crate) async fn list(app: &App, asked: Asked<'_>) -> Result<Value, Refusal> {
    let kept = kept(app, asked.account, asked.form, asked.reach, asked.year).await?;
    let columns = columns(asked.form);
    let wanted: Vec<String> = fold(&asked.filter.words).split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect();
    let readable = kept.iter().filter(|kept| kept.is_open);
    let listed = readable.flat_map(|kept| kept.entries.iter().map(move |entry| Listed { kept, entry }));
    let mut listed: Vec<Listed> = listed.filter(|row| fits(row, &asked.filter, &wanted, &columns)).collect();
    listed.sort_by(|a, b| order(a.entry).cmp(&order(b.entry)));
    let shown: Vec<&Listed> = listed.iter().skip(asked.filter.offset).take(MOST_ROWS).collect();
    let copies = copies(app, asked.form, &shown).await?;
    let mut counts = Counts::default();
    kept.iter().for_each(|kept| counts.add(&kept.entries));
    let closed = kept.iter().filter(|kept| is_closed(asked.form, kept.is_open));
    counts.is_hidden = tells_a_small_one(closed.map(|kept| kept.entries.len() as u64));
    let mut answer = json!({
        "form": asked.form.id.as_str(),
        "version": asked.form.version.as_str(),
        "title": asked.form.title(),
        "org_unit": brief(&asked.reach.top),
        "year": asked.year.to_string(),
        "register": asked.form.definition["register"],
        "columns": columns,
        "found": listed.len(),
        "entries": shown.into_iter().map(|row| entry(row, &columns, &copies)).collect::<Value>(),
        "units": kept.iter().map(|kept| in_numbers(asked.form, kept)).collect::<Value>(),
        "review": app.forms.review(asked.form).is_some(),
        "figures": figures(app, &asked, &kept).await?,
    });
    counts.put(&mut answer);
    Ok(answer)
}

/// The late ones first, the latest of them at the top; then what is due next; then the newest.
fn order(entry: &Entry) -> (Reverse<i64>, bool, bool, &str, Reverse<&str>) {
    let is_open_and_due = !entry.is_done && !entry.due.is_empty();
    let due = if is_open_and_due { entry.due.as_str() } else { "" };
    (Reverse(entry.days_late), entry.is_done, !is_open_and_due, due, Reverse(entry.day.as_str()))
}

fn fits(row: &Listed, filter: &Filter, wanted: &[String], columns: &[Value]) -> bool {
    let in_state = filter.state.as_ref().is_none_or(|state| row.entry.state == *state);
    if !in_state || (filter.open && row.entry.is_done) {
        return false;
    }
    if wanted.is_empty() {
        return true;
    }
    let answers = columns.iter().map(|column| words(column, at(&row.entry.answers, column["path"].as_str().unwrap_or_default())));
    let said = fold(&answers.chain([row.kept.unit.name.clone()]).collect::<Vec<_>>().join(" "));
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
async fn copies(app: &App, form: &Form, rows: &[&Listed<'_>]) -> Result<BTreeSet<(ReportId, String)>, Refusal> {
    if paths(form).next().is_none() {
        return Ok(BTreeSet::new());
    }
    let reports: BTreeSet<&ReportId> = rows.iter().filter_map(|row| row.kept.report.as_ref()).map(|report| &report.id).collect();
    let kept = app.store.attachments(&reports.into_iter().cloned().collect::<Vec<_>>()).await?;
    Ok(kept.into_iter().map(|(report, kept)| (report, kept.name)).collect())
}

fn entry(row: &Listed, columns: &[Value], copies: &BTreeSet<(ReportId, String)>) -> Value {
    let report = row.kept.report.as_ref().map(|report| &report.id);
    let named = columns.iter().filter_map(|column| at(&row.entry.answers, column["path"].as_str()?).as_str());
    let is_kept = |name: &&str| report.is_some_and(|report| copies.contains(&(report.clone(), (*name).to_owned())));
    let files: Value = named.filter(is_kept).collect();
    let Entry { number, answers, title, day, due, state, is_done, days_late } = row.entry;
    json!({
        "org_unit": brief(&row.kept.unit),
        "report_id": report.map(ReportId::as_str),
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
async fn figures(app: &App, asked: &Asked<'_>, kept: &[Kept]) -> Result<Value, Refusal> {
    let units = kept.iter().map(|kept| kept.unit.code.clone()).collect();
    let filter = ReportFilter { units: Some(units), form: Some(asked.form.id.clone()), period: Some(asked.year), status: None };
    let facts: Vec<ReportFacts> = app.store.facts(&filter).await?.into_iter().map(report_facts).collect();
    let described = |path: &str| asked.form.definition["fields"].as_array()?.iter().find(|field| field["path"] == path);
    let mut totals = asked.form.totals(&facts, &Default::default()).fields;
    for path in asked.form.counts_of_people() {
        if is_hidden(app, asked.account, asked.form, &asked.reach.top.code, asked.year, path).await? {
            totals.retain(|field| field.path != path);
        }
    }
    let told = totals.into_iter().filter(|field| matches!(field.total, Total::Number(Some(_)))).map(|field| {
        let told = described(&field.path).unwrap_or(&Value::Null);
        json!({ "path": field.path, "label": told["label"], "unit": told["unit"], "value": field.total.to_json() })
    });
    Ok(told.collect())
}
