//! A report as it comes over the wire: JSON, checked, and checked again as it would be sent.

use std::collections::BTreeMap;

use phieu::Validator;
use phieu::engine::{Context, Instance, check};
use serde_json::{Map, Value as Json, json};

/// The first byte chooses the form. The rest is the answers; or the whole of a report, where it says so.
pub fn run(data: &[u8]) {
    let forms = &super::edits::FORMS;
    let (way, bytes) = super::split(data, forms.len() as u8);
    let (validator, context) = &forms[usize::from(way)];
    let Ok(answers) = serde_json::from_slice::<Json>(bytes) else { return };
    let report = match &answers {
        Json::Object(map) if map.contains_key("answers") => map.clone(),
        _ => Map::from_iter([("answers".to_owned(), answers.clone())]),
    };
    whole(validator, report);
    again(validator, context, &answers);
}

/// As a back end checks it.
fn whole(validator: &Validator, mut report: Map<String, Json>) {
    report.entry("form").or_insert(json!(validator.form_id()));
    report.entry("version").or_insert(json!(validator.version()));
    report.entry("org_unit").or_insert(json!("68"));
    report.entry("period").or_insert(json!("2026-10"));
    let report = Json::Object(report);
    let verdict = validator.check_text(&report.to_string(), Some(r#"{"today":"2026-11-02"}"#), "vi");
    assert_eq!(verdict, validator.check_text(&report.to_string(), Some(r#"{"today":"2026-11-02"}"#), "vi"));
}

/// What is kept as a draft opens to the same report.
fn again(validator: &Validator, context: &Context, answers: &Json) {
    let (first, _) = check(validator.form(), context.clone(), answers, &BTreeMap::new());
    let second = Instance::open(validator.form().clone(), context.clone(), &first.answers(), &first.explanations());
    assert_eq!((first.sealed(), first.values()), (second.sealed(), second.values()));
}
