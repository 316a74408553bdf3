//! People who are named in reports and have no account: those who are honoured, visited, cared for. On a person's request they are found in
//! the reports of a unit and below, and what tells of them is erased before its time.
//!
//! Who may: whoever reviews or administers in the report's unit or above it and may read the report: the chair for the commune's own lists and
//! its clubs', a province for what it reviews. Lists that stay with their reviewer are found by nobody above. Found are all revisions and the
//! copies of earlier answers that checks knew. What was found goes to the reader as it is; the audit of people has the reason and not the
//! name. An erased answer is gone as if its time were over: figures, status and audits stay. A correction is a new revision, by the unit.

use std::collections::BTreeMap;

use phieu::xlsform::fold;
use phieu_report::{OrgUnitCode, ReportId};
use phieu_store::{Account, By, OldRevision, Redaction, Unit};
use serde_json::{Map, Value, json};

use super::fields;
use super::manage::by;
use super::redacting::{OWN, redact, without};
use super::request::reason;
use super::role::{Capability, lets};
use crate::app::App;
use crate::filled_in::filled_in;
use crate::forms::Form;
use crate::personal::{each, erase_explanations_at, is_at, tells_of_people};
use crate::refusal::{Code, Refusal};
use crate::review::{found as found_report, may_read};
use crate::units::{Units, brief, with_above, within};

/// The fewest letters that are looked for: fewer would find half of a list.
const SHORTEST: usize = 4;
/// The most places of one answer.
const MOST: usize = 200;

/// What tells of a person at one place of a report, by path without the row.
type Told = BTreeMap<String, Value>;

/// Whether an account carries out requests about a report; `chain` is its unit and all above it.
pub(crate) fn is_in_charge(account: &Account, form: &Form, chain: &[Unit]) -> bool {
    let leads = account.duties.iter().filter(|duty| lets(duty, Capability::Reviews) || lets(duty, Capability::Administers));
    leads.map(|duty| &duty.unit).any(|code| chain.iter().any(|unit| unit.code == *code)) && may_read(account, form, chain)
}

/// Where a text stands in answers that tell of people: `{"found": [{"report_id", "form", "title", "org_unit", "period", "told": {…}, "said": […]}], "more"}`.
pub(crate) async fn find(app: &App, account: &Account, body: &Value) -> Result<Value, Refusal> {
    let text = fold(fields::required(body, "text")?);
    if text.chars().count() < SHORTEST {
        return Err(Refusal::parameter("text"));
    }
    let by = By { reason: Some(reason(body)?), ..by(app, account) };
    app.store.note_search(&by).await?;
    let within = within(app, account).await?;
    let around = with_above(app, account, &within).await?;
    let units = Units::of(&around);
    let codes: Vec<OrgUnitCode> = within.iter().map(|unit| unit.code.clone()).collect();
    let (mut found, mut seen): (Vec<Value>, Vec<(ReportId, Told)>) = (Vec::new(), Vec::new());
    let mut last: Option<(String, i64)> = None;
    loop {
        let page = app.store.revisions_after(last.as_ref().map(|(report, number)| (report.as_str(), *number)), Some(&codes)).await?;
        let Some(end) = page.last() else { return Ok(json!({ "found": found, "more": false })) };
        last = Some((end.report.as_str().to_owned(), i64::from(end.revision.get())));
        for old in &page {
            let Ok(form) = app.forms.of_version(old.form.as_str(), &old.version) else { continue };
            let chain = units.chain(&old.unit);
            if !is_in_charge(account, form, &chain) {
                continue;
            }
            let fits = |told: &Told| told.values().any(|value| fold(&plain(value)).contains(&text));
            for told in places(form, old).into_iter().filter(fits) {
                if seen.iter().any(|(report, known)| *report == old.report && *known == told) {
                    continue;
                }
                if found.len() == MOST {
                    return Ok(json!({ "found": found, "more": true }));
                }
                found.push(json!({
                    "report_id": old.report.as_str(),
                    "form": old.form.as_str(),
                    "title": form.title(),
                    "org_unit": chain.first().map(brief),
                    "period": old.period.to_string(),
                    "said": said(form, &told, &json_of(&old.content)["answers"]),
                    "told": told,
                }));
                seen.push((old.report.clone(), told));
            }
        }
    }
}

/// Everything in a revision that tells of people, place by place: its answers, and the copies of earlier ones.
fn places(form: &Form, old: &OldRevision) -> Vec<Told> {
    let (mut content, mut context) = (json_of(&old.content), json_of(&old.context));
    let copies = OWN.iter().map(|name| context["instances"][*name].take());
    let mut all = Vec::new();
    for mut answers in std::iter::once(content["answers"].take()).chain(copies) {
        all.extend(by_place(form, &mut answers).into_values());
    }
    all
}

fn by_place(form: &Form, answers: &mut Value) -> BTreeMap<String, Told> {
    let mut places: BTreeMap<String, Told> = BTreeMap::new();
    for path in form.personal() {
        each(answers, path, &mut |place, members, name| {
            if let Some(value) = members.get(name).filter(|value| !value.is_null()) {
                places.entry(place.to_owned()).or_default().insert(path.to_owned(), value.clone());
            }
        });
    }
    places
}

/// The same as people read it, in the form's order: `[{"label", "values"}]`, a choice by its label. Labels may name the report's answers.
fn said(form: &Form, told: &Told, answers: &Value) -> Vec<Value> {
    let one = |field: &Value, value: &Value| {
        let choice = field["choices"].as_array().into_iter().flatten().find(|choice| choice["name"] == *value);
        choice.map_or_else(|| plain(value).into(), |choice| choice["label"].clone())
    };
    let line = |path: &str| {
        let (value, field) = (told.get(path)?, form.field(path)?);
        let values: Vec<Value> = match value {
            Value::Array(chosen) => chosen.iter().map(|each| one(field, each)).collect(),
            value => vec![one(field, value)],
        };
        let texts = field["label"].as_object().into_iter().flatten();
        let mut label: Map<String, Value> =
            texts.map(|(language, text)| (language.clone(), filled_in(text.as_str().unwrap_or_default(), answers).into())).collect();
        label.entry("vi").or_insert_with(|| path.into());
        Some(json!({ "label": label, "values": values }))
    };
    form.personal().filter_map(line).collect()
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn json_of(bytes: &[u8]) -> Value {
    serde_json::from_slice(bytes).unwrap_or_default()
}

/// Erases, in all revisions of a report, what tells of a person at the places where exactly this is told: how many revisions it was in.
pub(crate) async fn erase(app: &App, account: &Account, body: &Value) -> Result<Value, Refusal> {
    let report = ReportId::parse(fields::required(body, "report_id")?).map_err(|_| Refusal::parameter("report_id"))?;
    let told: Told = serde_json::from_value(body["told"].clone()).map_err(|_| Refusal::parameter("told"))?;
    if told.is_empty() {
        return Err(Refusal::parameter("told"));
    }
    let (row, chain) = found_report(app, &report).await?;
    if !is_in_charge(account, app.forms.get(&row.form, &row.version)?, &chain) {
        return Err(Code::ForeignUnit.into());
    }
    let by = By { reason: Some(reason(body)?), ..by(app, account) };
    let mut erased = 0;
    for old in app.store.revisions_of(&report).await? {
        let form = app.forms.of_version(old.form.as_str(), &old.version)?;
        let today = app.today().to_string();
        erased += usize::from(redact(app.store.as_ref(), &by, old.clone(), |old| left_of(form, old, &told, &today)).await?);
    }
    if erased == 0 { Err(Code::UnknownRow.into()) } else { Ok(json!({ "revisions": erased })) }
}

/// What is left of a revision without what is told at these places, if it is in it.
fn left_of(form: &Form, old: &OldRevision, told: &Told, today: &str) -> Option<Redaction> {
    let (mut content, mut context) = (json_of(&old.content), json_of(&old.context));
    let places = take(form, &mut content["answers"], told);
    if let Some(explanations) = content.get_mut("explanations") {
        places.iter().for_each(|place| erase_explanations_at(form, explanations, place));
    }
    let mut erased = !places.is_empty();
    for (name, answers) in context.get_mut("instances").and_then(Value::as_object_mut).into_iter().flatten() {
        erased |= OWN.contains(&name.as_str()) && !take(form, answers, told).is_empty();
    }
    if !erased {
        return None;
    }
    let at_place = |path: &&String| tells_of_people(form, path) && places.iter().any(|place| is_at(place, path));
    let remarks = old.remarks.iter().filter(at_place).cloned().collect();
    Some(without(old, content, &context, remarks, today))
}

/// Takes out what tells of a person at the places where exactly this is told, and gives the places.
fn take(form: &Form, answers: &mut Value, told: &Told) -> Vec<String> {
    let places: Vec<String> = by_place(form, answers).into_iter().filter(|(_, here)| here == told).map(|(place, _)| place).collect();
    for path in form.personal() {
        each(answers, path, &mut |place, members: &mut Map<String, Value>, name| {
            if places.iter().any(|own| own == place) {
                members.remove(name);
            }
        });
    }
    places
}
