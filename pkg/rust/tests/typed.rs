//! Reports as structs: read and written without loss, and in agreement with the validator.

use phieu::Validator;
use phieu::typed::{Answers, TypedError};
use phieu_rust_example::{club_month, names};
use serde_json::{Value, json};

fn base() -> Value {
    serde_json::from_str(include_str!("../../../tests/forms/clb-thang/base.json")).expect("JSON")
}

fn validator() -> Validator {
    Validator::from_toml("clb-thang.toml", club_month::TOML).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn a_report_comes_back_as_it_was() {
    let report = club_month::Report::from_json(&base()["report"]).expect("a report");
    assert_eq!(report.answers.members.members_closing, 54_u64);
    assert_eq!(report.to_json().expect("JSON"), base()["report"]);
}

#[test]
fn what_the_validator_seals_can_be_read() {
    let (sealed, verdict) = validator().seal(&base()["report"], Some(&base()["context"]), "vi").expect("a report");
    let mut report = base()["report"].clone();
    report["answers"] = sealed;
    let typed = club_month::Report::from_json(&report).expect("a sealed report");
    assert_eq!(verdict["valid"], true);
    assert_eq!(typed.to_json().expect("JSON"), report);
}

#[test]
fn a_changed_report_is_checked_as_it_stands() {
    let mut report = club_month::Report::from_json(&base()["report"]).expect("a report");
    report.answers.members.members_closing += 1;
    let verdict = validator().check(&report.to_json().expect("JSON"), Some(&base()["context"]), "vi").expect("a report");
    assert_eq!(verdict["issues"][0]["facts"]["rule"], "members-balance");
}

#[test]
fn structs_and_validator_come_from_the_same_rows() {
    let form = validator();
    assert_eq!(club_month::Answers::FORM, form.form_id());
    assert_eq!(club_month::Answers::VERSION, form.version());
    assert_eq!(club_month::Answers::DIGEST, form.form().digest);
}

#[test]
fn what_has_not_the_forms_shape_is_told() {
    let with = |change: fn(&mut Value)| {
        let mut report = base()["report"].clone();
        change(&mut report);
        club_month::Report::from_json(&report).expect_err("it must not be read")
    };
    let told = [
        with(|report| report["answers"]["members"]["members_closing"] = json!("many")),
        with(|report| report["answers"]["members"]["members_closing"] = json!(-1)),
        with(|report| report["answers"]["members"]["members_closng"] = json!(1)),
        with(|report| drop(report["answers"]["members"].as_object_mut().map(|members| members.remove("members_closing")))),
        with(|report| report["answers"]["club"]["programme"] = json!("nothing")),
        with(|report| report["answers"]["meeting"]["meeting_on"] = json!("2026-02-30")),
    ];
    assert!(told.iter().all(|error| matches!(error, TypedError::Answers(_))), "{told:?}");
    assert!(told[2].to_string().contains("members_closng"), "{}", told[2]);
    assert!(matches!(with(|report| report["form"] = json!("quy")), TypedError::Report(error) if error.code() == "other_form"));
    assert!(matches!(with(|report| report["version"] = json!("1")), TypedError::Report(error) if error.code() == "other_version"));
}

#[test]
fn names_that_are_not_rusts_are_spelled_as_in_the_form() {
    let answers = json!({
        "type": "x", "self": 3, "below-zero": -4, "below_zero": "y", "sum": 4.5,
        "option": {"số_năm": ["2025-a", "self"], "rows": [{"amount": 4.5, "option": {"year": "2025_a", "on": "2026-01-31"}}]},
    });
    let report = json!({"form": "names", "version": "1", "org_unit": "68", "period": "2026", "answers": answers});
    let typed = names::Report::from_json(&report).expect("a report");
    assert_eq!((typed.answers.r#type.as_str(), typed.answers.self_, typed.answers.below_zero), ("x", Some(3_u64), Some(-4_i64)));
    assert_eq!(typed.to_json().expect("JSON"), report);
    let form = Validator::from_toml("names.toml", include_str!("../forms/names.toml")).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(form.check(&report, None, "en").expect("a report")["issues"], json!([]));
}
