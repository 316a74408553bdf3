//! A mid-term or final review put together: figures of reports and registers year by year, those that were reported on a programme's years
//! as a whole, and the words that people wrote.
//!
//! What stands under which heading is data of the catalogue. A figure says how many of the expected reports are in it; words that
//! nobody has written yet are left out, so that the page can mark their place. Nothing is written by the server.

mod layout;

use std::collections::BTreeMap;
use std::sync::Arc;

use phieu_catalog::{Figure, Review, Section, Sent};
use phieu_report::{Date, OrgUnitCode, Period, PeriodType, Status};
use phieu_rollup::Total;
use phieu_store::{Account, ReportFilter, Unit};
use serde_json::{Map, Value, json};

pub(crate) use layout::document;

use crate::app::App;
use crate::context::parts;
use crate::forms::Form;
use crate::refusal::{Code, Refusal};
use crate::registers::{Reach, at, row};
use crate::totals::{attributes, is_hidden, report_facts};
use crate::units::brief;

/// The most years of one review.
const MOST_YEARS: i32 = 12;

/// Which review: a row of a register of a unit in a year.
pub(crate) struct Asked<'a> {
    pub(crate) account: &'a Account,
    pub(crate) review: &'a Review,
    pub(crate) form: &'a Arc<Form>,
    pub(crate) reach: &'a Reach,
    pub(crate) year: Period,
    pub(crate) number: usize,
}

/// The document: what stands around it, and its sections.
pub(crate) async fn compose(app: &App, asked: Asked<'_>) -> Result<Value, Refusal> {
    let unknown = || Refusal::with(Code::UnknownRow, json!({ "number": asked.number }));
    let row = row(app, asked.form, &asked.reach.top, asked.year, asked.number).await?.ok_or_else(unknown)?;
    let answer = |name: &str| asked.review.questions.get(name).map_or(&Value::Null, |path| at(&row, path));
    let periods = match of_programme(app, answer("programme"), answer("kind")) {
        Some(programme) => years(programme.year(), programme.end_year()).chain([programme]).collect(),
        None => {
            let year_of = |day: &Value| day.as_str().and_then(|day| Date::parse(day).ok()).map(Date::year);
            let last = year_of(answer("to")).unwrap_or(asked.year.year());
            years(year_of(answer("from")).unwrap_or(last), last).collect::<Vec<Period>>()
        }
    };
    let mut heading = Map::new();
    for name in asked.review.questions.keys() {
        heading.insert(name.clone(), answer(name).clone());
    }
    let mut sections = Vec::new();
    for section in &asked.review.sections {
        sections.push(composed(app, &asked, section, &row, &periods).await?);
    }
    Ok(json!({
        "form": asked.form.id.as_str(),
        "org_unit": brief(&asked.reach.top),
        "year": asked.year.to_string(),
        "number": asked.number,
        "heading": heading,
        "recipients": recipients(asked.review, &row),
        "periods": periods.iter().map(|period| period.to_string()).collect::<Value>(),
        "sections": sections,
    }))
}

/// The years of the programme that a review is about, up to its mid-term or to its end.
fn of_programme(app: &App, programme: &Value, kind: &Value) -> Option<Period> {
    app.forms.calendar().review(programme.as_str()?, PeriodType::parse(kind.as_str()?).ok()?)
}

/// The years from one to another, the last of them where they are too many.
fn years(first: i32, last: i32) -> impl Iterator<Item = Period> {
    (first.max(last - MOST_YEARS + 1)..=last).filter_map(|year| Period::new(PeriodType::Year, year, 1))
}

/// To whom the document goes, a line for each: those with a purpose first, then what was written as it is.
fn recipients(review: &Review, row: &Value) -> Vec<String> {
    let sent = |sent: &Sent| {
        let rows = at(row, &sent.rows).as_array().map(Vec::as_slice).unwrap_or_default();
        let line = |each: &Value| {
            let purpose = at(each, &sent.purpose).as_str().and_then(|purpose| sent.purposes.get(purpose)).map_or("{}", String::as_str);
            Some(purpose.replace("{}", at(each, &sent.whom).as_str()?.trim()))
        };
        rows.iter().filter_map(line).collect::<Vec<String>>()
    };
    let written = review.questions.get("recipients").and_then(|path| at(row, path).as_str()).unwrap_or_default();
    let written = written.lines().map(|line| line.trim().trim_start_matches("- ").to_owned()).filter(|line| !line.is_empty());
    review.sent.iter().flat_map(sent).chain(written).collect()
}

async fn composed(app: &App, asked: &Asked<'_>, section: &Section, row: &Value, periods: &[Period]) -> Result<Value, Refusal> {
    let fields = asked.form.definition["fields"].as_array().map(Vec::as_slice).unwrap_or_default();
    let rows = asked.form.definition["register"]["rows"].as_str().unwrap_or_default();
    let words = section.words.iter().map(|path| {
        let whole = format!("{rows}/{path}");
        let label = fields.iter().find(|field| field["path"] == whole.as_str()).map(|field| field["label"].clone());
        json!({ "label": label, "text": at(row, path) })
    });
    let words: Value = words.collect();
    let mut figures = Vec::new();
    for figure in &section.figures {
        figures.push(of_periods(app, asked, figure, periods).await?);
    }
    Ok(json!({ "heading": section.heading, "words": words, "figures": figures }))
}

/// A figure in each period.
async fn of_periods(app: &App, asked: &Asked<'_>, figure: &Figure, periods: &[Period]) -> Result<Value, Refusal> {
    let form = app.forms.named(&figure.form)?;
    let fields = form.definition["fields"].as_array().map(Vec::as_slice).unwrap_or_default();
    let described = fields.iter().find(|field| field["path"] == figure.path.as_str()).unwrap_or(&Value::Null);
    let units: Vec<&Unit> = asked.reach.units().iter().filter(|unit| form.adds_up(&unit.kind)).collect();
    let mut by_period = Vec::new();
    for period in periods {
        by_period.push(of_period(app, asked, form, &units, figure, *period).await?);
    }
    Ok(json!({
        "form": figure.form,
        "path": figure.path,
        "label": described["label"],
        "unit": described["unit"],
        "periods": by_period,
    }))
}

/// Over what counts: what is approved, and of a register what was sent. A programme's years as a whole are what was reported on them.
async fn of_period(
    app: &App,
    Asked { reach, account, .. }: &Asked<'_>,
    form: &Arc<Form>,
    units: &[&Unit],
    figure: &Figure,
    asked: Period,
) -> Result<Value, Refusal> {
    let codes: Vec<OrgUnitCode> = units.iter().map(|unit| unit.code.clone()).collect();
    let status = (!form.is_register()).then_some(Status::Approved);
    let filed = asked.kind().is_review() && form.is_filed_for(asked) && app.forms.calendar().has(form, asked);
    let periods = if asked.kind().is_review() { filed.then_some(asked).into_iter().collect() } else { parts(&form.period_types(), asked) };
    let mut facts = Vec::new();
    for period in &periods {
        let filter = ReportFilter { units: Some(codes.clone()), form: Some(form.id.clone()), period: Some(*period), status };
        facts.extend(app.store.facts(&filter).await?.into_iter().map(report_facts));
    }
    let received = facts.len();
    let attributes: BTreeMap<String, String> = attributes(&reach.all().chain(&reach.top.code));
    let total = form.totals(&facts, &attributes).fields.into_iter().find(|field| field.path == figure.path);
    let number = total.filter(|total| matches!(total.total, Total::Number(_))).map(|total| total.total.to_json());
    let mut value = number.unwrap_or_default();
    for period in &periods {
        if is_hidden(app, account, form, &reach.top.code, *period, &figure.path).await? {
            value = Value::Null;
        }
    }
    Ok(json!({ "period": asked.to_string(), "value": value, "received": received, "expected": codes.len() * periods.len() }))
}
