//! A mid-term or final review put together: figures of reports and registers year by year, those that were reported on a programme's years
//! as a whole, and the words that people wrote.
//!
//! What stands under which heading is data of the catalogue. A figure says how many of the expected reports are in it; words that
//! nobody has written yet are left out, so that the page can mark their place. Nothing is written by the server.

mod figures;
mod layout;

use std::sync::Arc;

use phieu_catalog::{Review, Section, Sent};
use phieu_report::{Date, Period, PeriodType};
use phieu_store::Account;
use serde_json::{Map, Value, json};

use figures::Figures;
pub(crate) use layout::document;

use crate::app::App;
use crate::forms::Form;
use crate::reach::Reach;
use crate::refusal::{Code, Refusal};
use crate::registers::{at, row};
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
    let figures = Figures::read(app, &asked, &periods).await?;
    let sections: Value = asked.review.sections.iter().map(|section| composed(&asked, section, &row, &figures)).collect();
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

fn composed(asked: &Asked<'_>, section: &Section, row: &Value, figures: &Figures<'_>) -> Value {
    let fields = asked.form.definition["fields"].as_array().map(Vec::as_slice).unwrap_or_default();
    let rows = asked.form.definition["register"]["rows"].as_str().unwrap_or_default();
    let words = section.words.iter().map(|path| {
        let whole = format!("{rows}/{path}");
        let label = fields.iter().find(|field| field["path"] == whole.as_str()).map(|field| field["label"].clone());
        json!({ "label": label, "text": at(row, path) })
    });
    let words: Value = words.collect();
    let figures: Value = section.figures.iter().map(|figure| figures.of(figure)).collect();
    json!({ "heading": section.heading, "words": words, "figures": figures })
}
