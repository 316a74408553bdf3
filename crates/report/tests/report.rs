//! Names, the envelope and its canonical bytes.
#![allow(clippy::unwrap_used)]

use phieu_report::{FormId, OrgUnitCode, Report, ReportId, Revision, Version, canonical, digest};
use serde_json::{Value, json};

#[test]
fn names() {
    for good in ["VN", "68", "24848", "24848-C01", "24848-Q01"] {
        assert_eq!(OrgUnitCode::parse(good).unwrap().as_str(), good);
    }
    for bad in ["", "V", "vn", "24848_C01", "-24848", "24848-", " 68", "6\u{0}8", "246813579012345678901", "Xã"] {
        assert_eq!(OrgUnitCode::parse(bad).unwrap_err().code(), "org_unit_invalid", "{bad:?}");
    }
    assert!(FormId::parse("clb-thang").is_ok() && FormId::parse("../etc").is_err() && FormId::parse("CLB").is_err());
    assert!(Version::parse("2026.1").is_ok() && Version::parse("").is_err() && Version::parse("1/2").is_err());
    assert!(ReportId::parse("0192f0c1-7b7e-7c3a-9d2e-1f2a3b4c5d6e").is_ok());
    for bad in ["0192F0C1-7B7E-7C3A-9D2E-1F2A3B4C5D6E", "0192f0c17b7e7c3a9d2e1f2a3b4c5d6e", "", "0192f0c1-7b7e-7c3a-9d2e-1f2a3b4c5d6g"] {
        assert_eq!(ReportId::parse(bad).unwrap_err().code(), "report_id_invalid", "{bad}");
    }
    assert_eq!(Revision::parse("12").unwrap().get(), 12);
    for bad in ["0", "01", "-1", "+1", "1.0", "", "4294967296"] {
        assert_eq!(Revision::parse(bad).unwrap_err().code(), "revision_invalid", "{bad}");
    }
    assert_eq!(Revision::parse("4294967295").unwrap().next(), None);
}

fn valid() -> Value {
    json!({
        "report_id": "0192f0c1-7b7e-7c3a-9d2e-1f2a3b4c5d6e", "revision": 2, "form": "clb-thang", "version": "2026.1",
        "org_unit": "24848-C01", "period": "2026-10", "answers": {"members": {"members_opening": 52}},
        "explanations": {"members-size-explain": "Thôn nhỏ"}
    })
}

#[test]
fn an_envelope_is_read_and_written_alike() {
    let report = Report::from_json(&valid()).unwrap();
    assert_eq!(report.to_json(), valid());
    assert_eq!(serde_json::from_value::<Report>(valid()).unwrap(), report);
    assert_eq!(serde_json::to_value(&report).unwrap(), valid());
}

#[test]
fn what_is_wrong_is_named() {
    let cases = [
        ("form", Value::Null, "member_missing", "form"),
        ("form", json!(7), "member_type", "form"),
        ("form", json!("a b"), "form_invalid", "a b"),
        ("version", Value::Null, "member_missing", "version"),
        ("org_unit", json!("x"), "org_unit_invalid", "x"),
        ("period", json!("10/2026"), "period_invalid", "10/2026"),
        ("answers", Value::Null, "member_missing", "answers"),
        ("answers", json!([]), "member_type", "answers"),
        ("revision", json!(0), "revision_invalid", "0"),
        ("revision", json!(1.5), "revision_invalid", "1.5"),
        ("revision", json!("1"), "member_type", "revision"),
        ("report_id", json!("1"), "report_id_invalid", "1"),
        ("explanations", json!({"a": 1}), "member_type", "explanations"),
    ];
    for (member, value, code, subject) in cases {
        let mut report = valid();
        report[member] = value.clone();
        let error = Report::from_json(&report).unwrap_err();
        assert_eq!((error.code(), error.subject()), (code, subject), "{member} = {value}");
    }
    assert_eq!(Report::from_json(&json!([])).unwrap_err().code(), "report_not_object");
}

#[test]
fn canonical_bytes() {
    let table = [
        (json!({"b": 1, "a": 2}), r#"{"a":2,"b":1}"#),
        (json!({"a": null, "b": [null]}), r#"{"b":[null]}"#),
        (json!([1.0, -0.0, 1.5, 1e15, 12e20, 0.1, 9007199254740993_u64]), "[1,0,1.5,1000000000000000,1.2e+21,0.1,9007199254740993]"),
        (json!("\"\\\n\u{1}đ😀/"), "\"\\\"\\\\\\n\\u0001đ😀/\""),
        (json!({"é": 1, "z": 1, "Z": 1}), r#"{"Z":1,"z":1,"é":1}"#),
    ];
    for (value, text) in table {
        assert_eq!(String::from_utf8(canonical(&value)).unwrap(), text);
    }
}

#[test]
fn equal_content_has_one_digest() {
    let one: Value = serde_json::from_str(r#"{"a": 5, "b": "x"}"#).unwrap();
    let two: Value = serde_json::from_str(r#"{"b":"x","c":null,"a":5.0}"#).unwrap();
    assert_eq!(digest(&canonical(&one)), digest(&canonical(&two)));
    assert_eq!(digest(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    let report = Report::from_json(&valid()).unwrap();
    let mut other = report.clone();
    other.answers["members"]["members_opening"] = json!(53);
    assert_ne!(report.digest(), other.digest());
}
