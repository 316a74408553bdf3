//! A mid-term or final review put together: figures of reports and registers year by year, and the words that people wrote.
//!
//! What stands under which heading is data of the catalogue. A figure says how many of the expected reports are in it; words that
//! nobody has written yet are left out, so that the page can mark their place. Nothing is written by the server.

use std::collections::BTreeMap;
use std::sync::Arc;

use phieu_catalog::{Figure, Review, Section};
use phieu_report::{Date, OrgUnitCode, Period, PeriodType, Status};
use phieu_rollup::Total;
use phieu_store::{ReportFilter, Unit};
use serde_json::{Map, Value, json};

use crate::app::App;
use crate::context::parts;
use crate::forms::Form;
use crate::refusal::{Code, Refusal};
use crate::registers::{Reach, at, row};
use crate::totals::{attributes, report_facts};
use crate::units::brief;

/// The most years of one review.
const MOST_YEARS: i32 = 12;

/// Which review: a row of a register of a unit in a year.
pub(crate) struct Asked<'a> {
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
    let years = years(answer("from"), answer("to"), asked.year);
    let mut heading = Map::new();
    for name in asked.review.questions.keys() {
        heading.insert(name.clone(), answer(name).clone());
    }
    let mut sections = Vec::new();
    for section in &asked.review.sections {
        sections.push(composed(app, &asked, section, &row, &years).await?);
    }
    Ok(json!({
        "form": asked.form.id.as_str(),
        "org_unit": brief(&asked.reach.top),
        "year": asked.year.to_string(),
        "number": asked.number,
        "heading": heading,
        "years": years.iter().map(|year| year.to_string()).collect::<Value>(),
        "sections": sections,
    }))
}

/// The years in which a review begins and ends and all between them; the register's own where it does not say.
fn years(from: &Value, to: &Value, year: Period) -> Vec<Period> {
    let year_of = |day: &Value| day.as_str().and_then(|day| Date::parse(day).ok()).map(Date::year);
    let last = year_of(to).unwrap_or(year.year());
    let first = year_of(from).unwrap_or(last).max(last - MOST_YEARS + 1);
    (first..=last).filter_map(|year| Period::new(PeriodType::Year, year, 1)).collect()
}

async fn composed(app: &App, asked: &Asked<'_>, section: &Section, row: &Value, years: &[Period]) -> Result<Value, Refusal> {
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
        figures.push(of_years(app, asked.reach, figure, years).await?);
    }
    Ok(json!({ "heading": section.heading, "words": words, "figures": figures }))
}

/// A figure in each year.
async fn of_years(app: &App, reach: &Reach, figure: &Figure, years: &[Period]) -> Result<Value, Refusal> {
    let form = app.forms.named(&figure.form)?;
    let fields = form.definition["fields"].as_array().map(Vec::as_slice).unwrap_or_default();
    let described = fields.iter().find(|field| field["path"] == figure.path.as_str()).unwrap_or(&Value::Null);
    let units: Vec<&Unit> = reach.units().iter().filter(|unit| form.adds_up(&unit.kind)).collect();
    let mut by_year = Vec::new();
    for year in years {
        by_year.push(of_year(app, reach, form, &units, figure, *year).await?);
    }
    Ok(json!({
        "form": figure.form,
        "path": figure.path,
        "label": described["label"],
        "unit": described["unit"],
        "years": by_year,
    }))
}

/// Over what counts: what is approved, and of a register what was sent.
async fn of_year(app: &App, reach: &Reach, form: &Arc<Form>, units: &[&Unit], figure: &Figure, year: Period) -> Result<Value, Refusal> {
    let codes: Vec<OrgUnitCode> = units.iter().map(|unit| unit.code.clone()).collect();
    let status = (!form.is_register()).then_some(Status::Approved);
    let (mut facts, periods) = (Vec::new(), parts(&form.period_types(), year));
    for period in &periods {
        let filter = ReportFilter { units: Some(codes.clone()), form: Some(form.id.clone()), period: Some(*period), status };
        facts.extend(app.store.facts(&filter).await?.into_iter().map(report_facts));
    }
    let received = facts.len();
    let attributes: BTreeMap<String, String> = attributes(&reach.all().chain(&reach.top.code));
    let total = form.totals(&facts, &attributes).fields.into_iter().find(|field| field.path == figure.path);
    let value = total.filter(|total| matches!(total.total, Total::Number(_))).map(|total| total.total.to_json());
    Ok(json!({ "year": year.to_string(), "value": value, "received": received, "expected": codes.len() * periods.len() }))
}
