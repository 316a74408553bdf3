//! The validator as a back end meets it: every spelling, many threads, bad input.

use std::sync::Arc;
use std::thread;

use phieu::report::canonical;
use phieu::xlsform::{to_markdown, to_xform, to_xlsx};
use phieu::{FormError, Validator};
use serde_json::{Value, json};

const FORM: &str = r#"
[settings]
form_id = "visit"
version = "1"
form_title.en = "Visit"
default_language = "en"
[[survey]]
type = "integer"
name = "people"
label.en = "How many people?"
required = "yes"
constraint = ". >= 0"
constraint_message.en = "Nobody can be less than nobody."
[[survey]]
type = "integer"
name = "women"
label.en = "How many women?"
[[survey]]
type = "calculate"
name = "men"
calculation = "${people} - ${women}"
[[rule]]
id = "women-of-people"
severity = "error"
constraint = "${women} <= ${people}"
fields = "women people"
message.en = "More women than people."
"#;

fn validator() -> Validator {
    Validator::from_toml("visit.toml", FORM).unwrap_or_else(|error| panic!("{error}"))
}

fn report(answers: Value) -> Value {
    json!({"form": "visit", "version": "1", "org_unit": "68", "period": "2026-10", "answers": answers})
}

#[test]
fn every_spelling_gives_the_same_verdict() {
    let first = validator();
    let (xform, _) = to_xform(first.source());
    let mut without_rules = first.source().clone();
    without_rules.rules.clear();
    let without_rules = Validator::from_definition(without_rules).expect("an XForm has no place for rules");
    let xlsx = to_xlsx(first.source()).expect("a workbook");
    let rows = serde_json::to_string(first.source()).expect("JSON");
    let markdown = to_markdown(first.source());
    let spelled = [
        ("TOML", Validator::from_bytes("visit.toml", FORM.as_bytes())),
        ("JSON", Validator::from_json(&rows)),
        ("JSON by its name", Validator::from_bytes("visit.JSON", rows.as_bytes())),
        ("Excel", Validator::from_xlsx("visit.xlsx", &xlsx)),
        ("Excel by its name", Validator::from_bytes("visit.xlsx", &xlsx)),
        ("Markdown", Validator::from_bytes("visit.md", markdown.as_bytes())),
        ("XForm", Validator::from_xform("visit.xml", &xform)),
    ];
    for (name, made) in spelled {
        let made = made.unwrap_or_else(|error| panic!("{name}: {error}"));
        let first = if name == "XForm" { &without_rules } else { &first };
        for answers in [json!({"people": 4, "women": 5}), json!({"people": -1}), json!({"people": "four"}), json!({})] {
            let verdict = |validator: &Validator| validator.check(&report(answers.clone()), None, "en").expect("a report");
            assert_eq!(canonical(&verdict(&made)), canonical(&verdict(first)), "{name}: {answers}");
        }
    }
}

fn is_shared<T: Send + Sync + Clone + 'static>() {}

#[test]
fn one_validator_serves_many_threads() {
    is_shared::<Validator>();
    let (shared, expected) = (Arc::new(validator()), validator().check(&report(json!({"people": 1, "women": 2})), None, "en"));
    let threads: Vec<_> = (0..4)
        .map(|_| {
            let (shared, expected) = (Arc::clone(&shared), expected.clone());
            thread::spawn(move || {
                for _ in 0..50 {
                    assert_eq!(shared.check(&report(json!({"people": 1, "women": 2})), None, "en"), expected);
                }
            })
        })
        .collect();
    threads.into_iter().for_each(|thread| thread.join().expect("no thread stops"));
}

#[test]
fn a_batch_says_what_each_check_says() {
    let validator = validator();
    let reports = [report(json!({"people": 4, "women": 5})), json!([]), report(json!({"people": 3})), json!({"form": "other"})];
    let context = json!({"today": "2026-11-01"});
    let batch = validator.check_batch(reports.iter().map(|report| (report, Some(&context))), "vi");
    let alone: Vec<_> = reports.iter().map(|report| validator.check(report, Some(&context), "vi")).collect();
    assert_eq!(batch, alone);
    assert_eq!(batch.iter().filter(|each| each.is_ok()).count(), 2);
}

#[test]
fn calculating_is_what_the_verdict_says_under_values() {
    let (validator, report) = (validator(), report(json!({"people": 9, "women": 4})));
    let values = validator.calculate(&report, None, "en").expect("a report");
    assert_eq!(values, json!({"men": 5}));
    assert_eq!(values, validator.check(&report, None, "en").expect("a report")["values"]);
}

#[test]
fn mistakes_of_a_form_are_told_with_their_places() {
    let text = FORM.replace("calculation = \"${people} - ${women}\"", "calculation = \"${person} -\"").replace("integer", "whole");
    let error = Validator::from_toml("visit.toml", &text).expect_err("three mistakes");
    let findings = error.findings();
    let all = findings.as_array().expect("a list");
    assert!(all.len() >= 3, "{findings}");
    for each in all {
        assert!(each["row"].as_u64() > Some(0) && each["file"] == "visit.toml" && each["message"] != "", "{each}");
    }
    assert_eq!(error.to_string().matches("visit.toml:").count(), all.len());
}

#[test]
fn a_workbook_with_two_columns_of_one_name_is_refused_though_it_would_compile() {
    let table = "| survey |\n| | type | name | name |\n| | text | a | b |\n| settings |\n| | form_id | version |\n| | visit | 1 |\n";
    let error = Validator::from_bytes("visit.md", table.as_bytes()).expect_err("which name is meant");
    assert!(error.to_string().contains("stands twice"), "{error}");
}

#[test]
fn what_is_no_form_is_an_error_in_every_spelling() {
    let nonsense = [&b"\xff\xfe\x00"[..], b"PK\x03\x04", b"{", b"<", b"[settings", "\u{202e}".as_bytes()];
    for bytes in nonsense {
        for ending in ["toml", "json", "xlsx", "ods", "xml", "md", "xls", "pdf"] {
            let error = Validator::from_bytes(&format!("a.{ending}"), bytes).expect_err(ending);
            assert!(error.findings().as_array().is_some_and(|all| !all.is_empty()) && !error.to_string().is_empty(), "{ending}");
        }
    }
    assert!(matches!(Validator::from_json("[]"), Err(FormError::Json(_))));
}

#[test]
fn warnings_are_kept() {
    assert_eq!(validator().warnings(), []);
    let text = FORM.replace("name = \"women\"", "name = \"women\"\nrepeat_count = \"2\"");
    let warned = Validator::from_toml("visit.toml", &text).unwrap_or_else(|error| panic!("{error}"));
    assert!(warned.warnings().iter().any(|each| each.message.contains("repeat_count")), "{:?}", warned.warnings());
}
