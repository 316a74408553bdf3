//! `phieu answers`: reports out of other people's files. A table (Excel, OpenDocument, CSV) has a report in each row; an ODK submission is one.
//!
//! Everything that is wrong is told with its row and column, all at once; what cannot be read stays as it was written.

use std::collections::BTreeMap;
use std::path::Path;

use clap::Args;
use phieu::Validator;
use phieu::xlsform::{RowFinding, RowProblem, Submission, TableError, Taken, TakenRow, fold, take_reports};
use phieu_server::row_problem;
use serde_json::{Value, json};

use crate::check::{context, labels, without_rows};
use crate::lang::Lang;
use crate::{INVALID, VALID, source};

/// Which headings say for whom and when a report is.
const UNITS: [&str; 4] = ["org_unit", "unit code", "mã đơn vị", "đơn vị"];
const PERIODS: [&str; 3] = ["period", "kỳ báo cáo", "kỳ"];

/// What `phieu answers` takes.
#[derive(Args)]
pub struct Arguments {
    /// A form's id in the catalogue, or a form's file
    form: String,
    /// The answers: .csv, .xlsx, .ods, or an ODK submission as .xml
    file: String,
    /// A JSON file of headings and the paths that they stand for: {"Số hội viên": "members/members_closing", "Mã": "org_unit"}
    #[arg(long)]
    columns: Option<String>,
    /// The code of the unit, where no column says it
    #[arg(long)]
    unit: Option<String>,
    /// The period, such as 2026-10, where no column says it
    #[arg(long)]
    period: Option<String>,
    /// What the check may know from outside, as JSON
    #[arg(long)]
    context: Option<String>,
    /// The language of the sentences
    #[arg(long, value_enum, default_value = "vi")]
    lang: Lang,
}

/// A report, and where its answers stand in the file.
struct Found {
    report: Value,
    /// `row 5`, or nothing for a file that is one report.
    place: String,
    /// The column of each question, as a spreadsheet names it.
    columns: BTreeMap<String, String>,
}

/// The reports as a JSON array; what is wrong with them on the standard error.
pub fn run(arguments: &Arguments) -> Result<(String, u8), String> {
    let form = source::form(&arguments.form)?;
    let bytes = source::file(&arguments.file)?;
    let is_submission = Path::new(&arguments.file).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("xml"));
    let (found, mut wrong) = if is_submission { submission(arguments, &form, &bytes)? } else { table(arguments, &form, &bytes)? };
    let context = context(arguments.context.as_deref())?;
    let labels = labels(&form.definition(), arguments.lang.tag());
    for each in &found {
        wrong.extend(checked(&form, each, &context, &labels, arguments.lang));
    }
    eprint!("{}", wrong.iter().map(|line| format!("{line}\n")).collect::<String>());
    let reports: Vec<Value> = found.into_iter().map(|each| each.report).collect();
    Ok((format!("{:#}\n", Value::Array(reports)), if wrong.is_empty() { VALID } else { INVALID }))
}

fn submission(arguments: &Arguments, form: &Validator, bytes: &[u8]) -> Result<(Vec<Found>, Vec<String>), String> {
    let text = std::str::from_utf8(bytes).map_err(|_| format!("{} is no text in UTF-8", arguments.file))?;
    let told = |errors: Vec<phieu::xlsform::SyntaxError>| errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    let filled = Submission::read(&arguments.file, text).map_err(told)?;
    // A server of phieu names form, unit and period in the id.
    let mut parts = filled.form.splitn(3, '.');
    let id = parts.next().unwrap_or_default();
    if id != form.form_id() {
        return Err(format!("{} was filled in with the form `{id}`, not with `{}`", arguments.file, form.form_id()));
    }
    let heading = Heading { unit: parts.next().map(str::to_owned), period: parts.next().map(str::to_owned) };
    let report = heading.or(arguments).report(form, filled.answers(form.form()));
    Ok((vec![Found { report, place: String::new(), columns: BTreeMap::new() }], Vec::new()))
}

fn table(arguments: &Arguments, form: &Validator, bytes: &[u8]) -> Result<(Vec<Found>, Vec<String>), String> {
    let named = named(arguments)?;
    let taken = take_reports(form.form(), &arguments.file, bytes, &named).map_err(|error| match error {
        TableError::Unreadable(reason) => format!("{}: {reason}", arguments.file),
        TableError::NoHeadings => format!("{}: no row names questions of the form `{}`", arguments.file, form.form_id()),
    })?;
    let is_heading = |heading: &str| says(&named, heading, "org_unit", &UNITS) || says(&named, heading, "period", &PERIODS);
    let wrong = taken.findings.iter().filter(|found| found.problem != RowProblem::UnknownHeading || !is_heading(&found.heading));
    let wrong = wrong.map(|found| finding(found, arguments.lang)).collect();
    let columns = columns(&taken);
    let report = |row: &TakenRow| {
        let under = |path: &str, usual: &[&str]| {
            row.left_over.iter().find(|(heading, _)| says(&named, heading, path, usual)).map(|(_, text)| text.trim().to_owned())
        };
        let heading = Heading { unit: under("org_unit", &UNITS), period: under("period", &PERIODS) };
        let report = heading.or(arguments).report(form, row.answers.clone());
        Found { report, place: place(row.row, arguments.lang), columns: columns.clone() }
    };
    Ok((taken.rows.iter().map(report).collect(), wrong))
}

/// Headings and the paths that they stand for.
fn named(arguments: &Arguments) -> Result<BTreeMap<String, String>, String> {
    let Some(file) = &arguments.columns else { return Ok(BTreeMap::new()) };
    serde_json::from_value(source::json(file)?).map_err(|error| format!("{file}: expected an object of headings and paths: {error}"))
}

/// Whether a heading says the unit or period: as the file of columns has it, or by one of the usual words.
fn says(named: &BTreeMap<String, String>, heading: &str, path: &str, usual: &[&str]) -> bool {
    match named.iter().find(|(own, _)| fold(own) == fold(heading)) {
        Some((_, own)) => own == path,
        None => usual.iter().any(|word| fold(word) == fold(heading)),
    }
}

/// For whom and when a report is.
struct Heading {
    unit: Option<String>,
    period: Option<String>,
}

impl Heading {
    /// What the command says, where the file does not.
    fn or(self, arguments: &Arguments) -> Heading {
        Heading { unit: self.unit.or(arguments.unit.clone()), period: self.period.or(arguments.period.clone()) }
    }

    fn report(&self, form: &Validator, answers: Value) -> Value {
        json!({ "form": form.form_id(), "version": form.version(), "org_unit": self.unit, "period": self.period, "answers": answers })
    }
}

fn columns(taken: &Taken) -> BTreeMap<String, String> {
    let known = taken.columns.iter().filter_map(|column| Some((column.path.clone()?, column.place.letters())));
    known.collect()
}

/// What the check says of a report, a line for each thing.
fn checked(form: &Validator, found: &Found, context: &Value, labels: &BTreeMap<String, String>, lang: Lang) -> Vec<String> {
    let language = lang.tag();
    let at = |rest: &str| [found.place.as_str(), rest].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    let verdict = match form.check(&found.report, Some(context), language) {
        Ok(verdict) => verdict,
        Err(error) => return vec![format!("{}: {}", at(""), error.sentence(language))],
    };
    let issues = verdict["issues"].as_array().into_iter().flatten().filter(|issue| issue["severity"] != "warning");
    let line = |issue: &Value| {
        let path = issue["path"].as_str().unwrap_or_default();
        let column = found.columns.get(path).map(|column| column_name(column, lang)).unwrap_or_default();
        let label = labels.get(&without_rows(path)).map_or(path, String::as_str);
        format!("{}: {label}: {}", at(&column), issue["message"].as_str().unwrap_or_default())
    };
    issues.map(line).collect()
}

fn finding(found: &RowFinding, lang: Lang) -> String {
    let at = found.place;
    format!("{}, {}: {}", place(at.row, lang), column_name(&at.letters(), lang), row_problem(found, lang.language()))
}

fn place(row: u32, lang: Lang) -> String {
    match lang {
        Lang::Vi => format!("dòng {row}"),
        Lang::En => format!("row {row}"),
    }
}

fn column_name(letters: &str, lang: Lang) -> String {
    match lang {
        Lang::Vi => format!("cột {letters}"),
        Lang::En => format!("column {letters}"),
    }
}
