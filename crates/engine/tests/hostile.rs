//! Input that nobody sends by accident.

use std::collections::BTreeMap;
use std::sync::Arc;

use phieu_engine::{Code, Context, Edit, EditError, Instance, LONGEST_TEXT, MOST_CELLS, MOST_ROWS, MOST_ROWS_IN_ALL, check};
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

/// A form of these rows of the survey.
fn survey(rows: &str) -> Arc<Form> {
    let text = format!("[settings]\nform_id = \"hostile\"\nversion = \"1\"\n{rows}");
    let (form, told) = compile(&phieu_xlsform::from_toml("hostile.toml", &text).expect("TOML"));
    Arc::new(form.unwrap_or_else(|| panic!("{told:?}")))
}

fn question(kind: &str, name: &str, more: &str) -> String {
    format!("[[survey]]\ntype = \"{kind}\"\nname = \"{name}\"\n{more}\n")
}

fn codes(instance: &Instance) -> Vec<(String, &'static str)> {
    instance.issues().into_iter().map(|issue| (issue.path, issue.code.name())).collect()
}

#[test]
fn a_repeat_has_as_many_rows_as_it_may() {
    let rows = |count: usize| json!({"outer": vec![json!({}); count]});
    assert!(open(&rows(MOST_ROWS)).issues().is_empty());
    assert_eq!(codes(&open(&rows(MOST_ROWS + 1))), [("outer".to_owned(), "too_many")]);
}

#[test]
fn rows_of_many_questions_are_fewer() {
    let fields: String = (0..999).map(|index| question("text", &format!("q{index}"), "")).collect();
    let form = survey(&format!("{}{fields}{}", question("begin repeat", "r", "initial_rows = 0"), "[[survey]]\ntype = \"end repeat\"\n"));
    let answers = json!({"r": vec![json!({}); MOST_ROWS]});
    let instance = Instance::open(form, Context::default(), &answers, &BTreeMap::new());
    let repeat = instance.find("r").expect("the repeat");
    // The report itself has two nodes.
    assert_eq!(instance.repeat_rows(repeat).len(), MOST_CELLS / 1_000 - 1);
    assert_eq!(codes(&instance), [("r".to_owned(), "too_many")]);
}

#[test]
fn a_text_is_as_long_as_it_may_be() {
    let form = survey(&question("text", "t", ""));
    for (length, expected) in [(LONGEST_TEXT, vec![]), (LONGEST_TEXT + 1, vec![("t".to_owned(), "too_long")])] {
        let answers = json!({"t": "á".repeat(length)});
        assert_eq!(codes(&Instance::open(form.clone(), Context::default(), &answers, &BTreeMap::new())), expected);
    }
}

/// The deepest form with the tallest expressions, and answers that lie deeper than any form, with the stack that WebAssembly has.
#[test]
fn the_deepest_report_needs_no_more_than_a_small_stack() {
    let run = || {
        let depth = phieu_form::limits::DEEPEST;
        let open: String = (0..depth).map(|index| question("begin repeat", &format!("r{index}"), "")).collect();
        let sum = format!("calculation = \"1{}\"", " + 1".repeat(phieu_xpath::limits::MAX_HEIGHT as usize - 1));
        let inner = question("calculate", "sum", &sum) + &question("text", "t", "constraint = \"string(/data) != 'x'\"");
        let form = survey(&format!("{open}{inner}{}", "[[survey]]\ntype = \"end repeat\"\n".repeat(depth)));
        let mut instance = Instance::blank(form.clone(), Context::default());
        let path: String = (0..depth).map(|index| format!("r{index}[1]/")).collect();
        let at = instance.find(&format!("{path}t")).expect("the question");
        instance.apply(Edit::Set { at, text: "a".into() }).expect("it can be set");
        assert_eq!(instance.issues(), []);
        let mut deep = json!("x");
        for _ in 0..200 {
            deep = json!({"r0": [deep]});
        }
        let instances = BTreeMap::from([("previous".to_owned(), deep.clone())]);
        let opened = Instance::open(form, Context { instances, ..Context::default() }, &deep, &BTreeMap::new());
        assert_eq!(opened.issues().len(), 1);
        drop(opened);
    };
    std::thread::Builder::new().stack_size(1 << 20).spawn(run).expect("a thread").join().expect("no panic");
}

/// A form each of whose formulas is too much for as many rows as somebody asks for. The pattern's steps are taken before it is tried.
fn greedy(formulas: usize, more: &str) -> Instance {
    Instance::blank(greedy_form(formulas, more), Context::default())
}

fn greedy_form(formulas: usize, more: &str) -> Arc<Form> {
    let mut rows = question("integer", "wanted", "") + &question("begin repeat", "r", "repeat_count = \"${wanted}\"");
    rows += &(question("text", "t", "") + "[[survey]]\ntype = \"end repeat\"\n");
    rows += &(0..formulas)
        .map(|index| question("calculate", &format!("c{index}"), "calculation = \"regex(join('0123456789abcdef', //t), 'x{9999}')\""))
        .collect::<String>();
    survey(&(rows + more))
}

fn ask(instance: &mut Instance, rows: &str) {
    let at = instance.find("wanted").expect("the question");
    instance.apply(Edit::Set { at, text: rows.into() }).expect("it can be set");
}

#[test]
fn what_is_too_much_in_all_is_given_up() {
    let mut instance = greedy(24, "");
    ask(&mut instance, "300");
    assert!(instance.has_given_up());
    let issues = instance.issues();
    let told = issues.iter().find(|issue| issue.path.is_empty() && issue.fields.is_empty()).expect("the report says so");
    assert_eq!((told.code, told.blocks()), (Code::Expression, true));
    assert_eq!(told.facts["reason"], json!("too much to compute: more than 40000000 steps after one change"));
    ask(&mut instance, "2");
    assert!(!instance.has_given_up() && instance.issues().is_empty());
    assert_eq!(instance.values()["c23"], json!("false"));
}

#[test]
fn what_is_given_up_on_opening_is_computed_by_the_next_change() {
    let event = "[[action]]\naction = \"setvalue\"\nevent = \"odk-instance-load\"\ntarget = \"${said}\"\nvalue = \"'set'\"\n";
    let form = greedy_form(24, &(question("text", "said", "") + event));
    let mut instance = Instance::open(form, Context::default(), &json!({ "wanted": 300, "said": "mine" }), &BTreeMap::new());
    assert!(instance.has_given_up());
    assert_eq!(instance.answers()["said"], json!("mine"), "no action is done on what is not computed");
    ask(&mut instance, "2");
    assert!(!instance.has_given_up() && instance.issues().is_empty());
    assert_eq!(instance.values()["c23"], json!("false"));
}

/// The text of a group is all that is in it. A calculation in it that takes that text makes it longer each time.
#[test]
fn a_text_that_holds_itself_comes_to_an_end() {
    let whole = "[settings]\nform_id = \"whole\"\nversion = \"1\"\n".to_owned()
        + &question("text", "a", "")
        + "[[survey]]\ntype = \"begin repeat\"\nname = \"rows\"\n"
        + &question("text", "t", "")
        + &question("calculate", "whole", "calculation = \"coalesce(/data, 'none')\"")
        + "[[survey]]\ntype = \"end repeat\"\n";
    let definition = phieu_xlsform::from_toml("whole.toml", &whole).expect("TOML");
    let form = Arc::new(compile(&definition).0.expect("a form"));
    let answers = json!({"a": "abcdefgh", "rows": [{"t": "x"}, {"t": "y"}, {"t": "z"}]});
    let instance = Instance::open(form, Context::default(), &answers, &BTreeMap::new());
    assert!(instance.issues().iter().any(|issue| issue.code == Code::Expression && issue.blocks()));
}

#[test]
fn conditions_and_filters_that_are_too_much_are_told() {
    let costly = "\"not(regex(join('0123456789abcdef', //t), 'x{9999}'))\"";
    // A filter is seen from the choice.
    let of_choice = costly.replace("//t", "current()/..//t");
    let list = "[[choices]]\nlist_name = \"l\"\nname = \"a\"\n";
    let more =
        question("text", "x", &format!("relevant = {costly}")) + &question("select_one l", "y", &format!("choice_filter = {of_choice}"));
    let mut instance = greedy(0, &(more + list));
    ask(&mut instance, "300");
    let places: Vec<_> = codes(&instance).into_iter().collect();
    assert_eq!(places, [("x".to_owned(), "expression"), ("y".to_owned(), "expression")]);
    ask(&mut instance, "2");
    assert_eq!(codes(&instance), []);
    assert_eq!(instance.choices(instance.find("y").expect("the question")).len(), 1);
}

#[test]
fn what_is_given_up_takes_no_answer_away() {
    // Six actions, each within its own bound, and together more than there is.
    let costly = "trigger = \"${wanted}\"\ncalculation = \"regex(join('0123456789abcdef', //t), 'x{9999}')\"";
    let kept: String = (0..6).map(|index| question("text", &format!("k{index}"), costly)).collect();
    let mut instance = greedy(0, &kept);
    let at = instance.find("k5").expect("the question");
    instance.apply(Edit::Set { at, text: "mine".into() }).expect("it can be set");
    ask(&mut instance, "200");
    assert!(instance.has_given_up());
    assert_eq!((&instance.answers()["k0"], &instance.answers()["k5"]), (&json!("false"), &json!("mine")));
}

#[test]
fn tables_from_outside_are_gone_through_within_the_bound() {
    let counted = |condition: &str| {
        let sum = format!("calculation = \"count(instance('big')/root/item[{condition}])\"");
        let instances = BTreeMap::from([("big".to_owned(), json!({"item": vec![json!({"k": 1}); 5_000]}))]);
        let form = survey(&format!("instances = \"big\"\n{}", question("calculate", "c", &sum)));
        Instance::blank(form, Context { instances, ..Context::default() })
    };
    for condition in ["position(.) = 1", "following-sibling::none", "pulldata('big', 'k', 'none', '1') != ''", "/ = 'x'"] {
        assert_eq!(codes(&counted(condition)), [("c".to_owned(), "expression")], "{condition}");
    }
    assert_eq!(counted("k = 1").values()["c"], json!(5_000));
}
