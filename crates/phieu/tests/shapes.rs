//! The schema and the sample of every form of the catalogue, read by an implementation of JSON Schema that is not ours.

use std::collections::BTreeMap;
use std::path::Path;

use phieu::Validator;
use phieu::engine::{Code, Context, Instance};
use serde_json::{Value, json};

fn forms() -> Vec<Validator> {
    let forms: Vec<_> =
        phieu_catalog::forms().iter().map(|form| Validator::from_toml(form.file, form.text).expect("a form of the catalogue")).collect();
    assert!(!forms.is_empty());
    forms
}

fn reader(form: &Validator) -> jsonschema::Validator {
    jsonschema::draft202012::options().build(&form.schema()).expect("a schema")
}

/// The report of the form on which nothing is found, as the tests of forms have it.
fn passing(form: &Validator) -> Value {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/forms").join(form.form_id()).join("base.json");
    let text = std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    serde_json::from_str::<Value>(&text).expect("JSON")
}

#[test]
fn the_schemas_are_schemas_by_the_standard() {
    for form in forms() {
        jsonschema::draft202012::meta::validate(&form.schema()).unwrap_or_else(|error| panic!("{}: {error}", form.form_id()));
    }
}

#[test]
fn passing_reports_fit_as_typed_and_as_sent() {
    for form in forms() {
        let (reader, base) = (reader(&form), passing(&form));
        reader.validate(&base["report"]["answers"]).unwrap_or_else(|error| panic!("{}: {error}", form.form_id()));
        let (sealed, _) = form.seal(&base["report"], Some(&base["context"]), "en").expect("a report");
        reader.validate(&sealed).unwrap_or_else(|error| panic!("{}: as sent: {error}", form.form_id()));
    }
}

#[test]
fn the_sample_fits_the_schema_and_the_engine() {
    for form in forms() {
        let sample = form.sample();
        reader(&form).validate(&sample).unwrap_or_else(|error| panic!("{}: {error}", form.form_id()));
        let instance = Instance::open(form.form().clone(), Context::default(), &sample, &BTreeMap::new());
        let shape = [Code::Type, Code::Unknown, Code::Shape, Code::TooMany, Code::TooLong];
        let misfits: Vec<_> = instance.issues().into_iter().filter(|issue| shape.contains(&issue.code)).collect();
        assert!(misfits.is_empty(), "{}: {misfits:?}", form.form_id());
        let kept = instance.answers();
        assert_eq!(kept, sample, "{}: what is kept of it", form.form_id());
    }
}

/// Every place of the sample, made wrong in turn: what the engine would call a wrong type or shape the schema refuses as well.
#[test]
fn what_does_not_fit_is_refused() {
    for form in forms() {
        let (reader, sample) = (reader(&form), form.sample());
        let mut places = Vec::new();
        leaves(&sample, String::new(), &mut places);
        assert!(!places.is_empty(), "{}", form.form_id());
        for place in places {
            for wrong in [json!({"a": 1}), json!([[1]]), json!(true)] {
                let mut answers = sample.clone();
                *answers.pointer_mut(&place).expect("a place") = wrong.clone();
                assert!(!reader.is_valid(&answers), "{}: {wrong} at {place}", form.form_id());
            }
        }
        let mut strange = sample.clone();
        strange["no_such_question"] = json!(1);
        assert!(!reader.is_valid(&strange) && !reader.is_valid(&json!([])), "{}", form.form_id());
    }
}

/// Pointers to every answer.
fn leaves(value: &Value, place: String, out: &mut Vec<String>) {
    match value {
        Value::Object(members) => members.iter().for_each(|(name, value)| leaves(value, format!("{place}/{name}"), out)),
        Value::Array(items) if items.first().is_some_and(Value::is_object) => {
            items.iter().enumerate().for_each(|(at, value)| leaves(value, format!("{place}/{at}"), out));
        }
        _ => out.push(place),
    }
}

const FORM: &str = r#"
[settings]
form_id = "shapes"
version = "1"
default_language = "en"
[[survey]]
type = "integer"
name = "n"
label.en = "Number"
required = "yes"
[[survey]]
type = "select_multiple colours"
name = "c"
label.en = "Colours"
[[survey]]
type = "text"
name = "t"
label.en = "Text"
parameters = "max=3"
relevant = "${n} > 0"
required = "yes"
[[survey]]
type = "begin_group"
name = "g"
label.en = "Group"
[[survey]]
type = "date"
name = "d"
label.en = "Day"
required = "true()"
[[survey]]
type = "end_group"
[[survey]]
type = "begin_repeat"
name = "r"
label.en = "Rows"
[[survey]]
type = "decimal"
name = "x"
label.en = "X"
required = "yes"
[[survey]]
type = "end_repeat"
[[choices]]
list_name = "colours"
name = "red"
label.en = "Red"
[[choices]]
list_name = "colours"
name = "blue"
label.en = "Blue"
"#;

#[test]
fn what_must_be_there_and_what_may_be_is_told_apart() {
    let form = Validator::from_toml("shapes.toml", FORM).expect("a form");
    let reader = reader(&form);
    let least = json!({"n": 1, "g": {"d": "2026-01-31"}});
    for (fits, change, what) in [
        (true, json!({}), "the least"),
        (true, json!({"c": ["blue", "red"], "t": "abc", "r": [{"x": 1.5}, {"x": 2}]}), "everything"),
        (false, json!({"n": 1.5}), "a fraction"),
        (false, json!({"n": 9_007_199_254_740_992_i64}), "a number that is not kept exactly"),
        (false, json!({"c": ["green"]}), "a choice that is not there"),
        (false, json!({"c": ["red", "red"]}), "a choice twice"),
        (false, json!({"t": "abcd"}), "a long text"),
        (false, json!({"g": {}}), "a group without its day"),
        (false, json!({"g": {"d": "31/01/2026"}}), "a day written otherwise"),
        (false, json!({"r": [{}]}), "a row without its answer"),
        (false, json!({"r": {"x": 1}}), "a row that stands alone"),
    ] {
        let mut answers = least.clone();
        for (name, value) in change.as_object().expect("changes") {
            answers[name] = value.clone();
        }
        assert_eq!(reader.is_valid(&answers), fits, "{what}: {answers}");
    }
    assert!(!reader.is_valid(&json!({"g": {"d": "2026-01-31"}})), "a required answer is missing");
}
