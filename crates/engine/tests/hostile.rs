//! Input that nobody sends by accident.

use std::collections::BTreeMap;
use std::sync::Arc;

use phieu_engine::{Code, Context, Edit, EditError, Instance, MOST_ROWS_IN_ALL, check};
use phieu_form::{Form, compile};
use serde_json::{Value as Json, json};

const ROWS: &str = r#"
[settings]
form_id = "hostile"
version = "1"
[[survey]]
type = "text"
name = "lock"
[[survey]]
type = "begin repeat"
initial_rows = 0
name = "outer"
readonly = "${lock} = 'yes'"
[[survey]]
type = "integer"
name = "k"
[[survey]]
type = "begin repeat"
initial_rows = 0
name = "inner"
repeat_count = "${k}"
[[survey]]
type = "integer"
name = "v"
[[survey]]
type = "end repeat"
[[survey]]
type = "end repeat"
[[survey]]
type = "calculate"
name = "before"
calculation = "instance('previous')/root/total"
[[rule]]
id = "high"
severity = "explain"
each = "inner"
constraint = "${v} <= 5"
fields = "v"
message.vi = "Cao."
"#;

fn form() -> Arc<Form> {
    let definition = phieu_xlsform::from_toml("hostile.toml", ROWS).expect("TOML");
    Arc::new(compile(&definition).0.expect("a form"))
}

fn open(answers: &Json) -> Instance {
    Instance::open(form(), Context::default(), answers, &BTreeMap::new())
}

#[test]
fn counts_inside_counts_cannot_ask_for_millions_of_rows() {
    let outer: Vec<Json> = (0..50).map(|_| json!({"k": 2_000_000_000_u32})).collect();
    let instance = open(&json!({"outer": outer}));
    let outer = instance.repeat_rows(instance.find("outer").expect("the repeat"));
    let inner: usize = outer.iter().map(|row| instance.repeat_rows(instance.children(*row)[1]).len()).sum();
    // The report itself is a row too.
    assert_eq!(outer.len() + inner + 1, MOST_ROWS_IN_ALL);
    let told = instance.issues().into_iter().filter(|issue| issue.code == Code::TooMany).count();
    assert_eq!(told, 50);
}

#[test]
fn a_path_through_a_repeat_names_its_row() {
    let instance = open(&json!({"outer": [{"k": 1, "inner": [{"v": 9}]}]}));
    for nowhere in
        ["outer/k", "outer[0]/k", "outer[2]/k", "outer[1]/inner/v", "outer[1][1]", "outer[x]", "k", "outer[99999999999999999999]"]
    {
        assert_eq!(instance.find(nowhere), None, "{nowhere}");
    }
    assert!(instance.find("outer[1]/inner[1]/v").is_some());
    let repeat = instance.find("outer").expect("the repeat");
    assert!(instance.children(repeat).is_empty());
}

#[test]
fn explanations_are_found_by_their_numbers() {
    let answers = json!({"outer": [{"k": 2, "inner": [{"v": 1}, {"v": 9}]}]});
    let wrong = ["high", "high[1]", "high[1][3]", "high[1][2][1]", "high[1][2", "high[0][1]", "other[1]", "hig", "high[1][2]x"];
    for key in wrong {
        let explanations = BTreeMap::from([(key.to_owned(), "vì".to_owned())]);
        let (_, verdict) = check(&form(), Context::default(), &answers, &explanations);
        assert!(verdict.issues.iter().any(|issue| issue.code == Code::Unknown), "{key}");
    }
    let explanations = BTreeMap::from([("high[1][2]".to_owned(), "vì".to_owned())]);
    assert!(check(&form(), Context::default(), &answers, &explanations).1.valid);
}

#[test]
fn any_number_of_instances_can_be_handed_in() {
    let mut instances: BTreeMap<String, Json> = (0..70_000).map(|index| (format!("a{index}"), json!(1))).collect();
    instances.insert("previous".into(), json!({"total": 4}));
    let context = Context { instances, ..Context::default() };
    let (_, verdict) = check(&form(), context, &json!({}), &BTreeMap::new());
    assert_eq!(verdict.values, json!({}));
}

#[test]
fn rows_of_a_repeat_that_is_read_only_stay() {
    let mut instance = open(&json!({"lock": "yes", "outer": [{"k": 1}]}));
    let repeat = instance.find("outer").expect("the repeat");
    let row = instance.find("outer[1]").expect("the row");
    let at = instance.find("outer[1]/k").expect("the question");
    assert_eq!(instance.apply(Edit::AddRow { repeat }), Err(EditError::ReadOnly));
    assert_eq!(instance.apply(Edit::RemoveRow { row }), Err(EditError::ReadOnly));
    assert_eq!(instance.apply(Edit::Set { at, text: "2".into() }), Err(EditError::ReadOnly));
    let lock = instance.find("lock").expect("the lock");
    instance.apply(Edit::Set { at: lock, text: "no".into() }).expect("it can be changed");
    assert!(instance.apply(Edit::RemoveRow { row }).is_ok());
    assert_eq!(instance.apply(Edit::Set { at, text: "2".into() }), Err(EditError::Gone));
}
