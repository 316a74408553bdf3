//! Who checks the reports, and how.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Debug;
use std::hint::black_box;
use std::rc::Rc;
use std::sync::Arc;

use garde::Validate;
use phieu::Validator;
use phieu::engine::{Context, Edit, check};
use serde_json::{Value as Json, json};

use crate::reports::definition;
use crate::shape::{LARGEST, LONGEST, Shape};
use crate::xform;

#[allow(dead_code, non_camel_case_types)]
mod hand {
    include!(concat!(env!("OUT_DIR"), "/hand.rs"));
}
#[allow(dead_code, non_camel_case_types)]
mod guarded {
    include!(concat!(env!("OUT_DIR"), "/garde.rs"));
}

/// What is found in a report.
#[derive(Debug, PartialEq)]
pub enum Found {
    /// At these fields, sorted.
    Fields(Vec<String>),
    /// It could not be read at all.
    Refused,
}

/// One line of the tables.
pub struct Contestant {
    pub name: &'static str,
    /// What is timed, on the good report.
    pub work: Box<dyn FnMut()>,
    /// What it finds in a report; missing for a part of one that stands in the table as a whole.
    pub check: Option<Box<dyn Fn(&Json) -> Found>>,
    /// Whether it can say rules between fields.
    pub knows_rules: bool,
}

type Maker = fn(&Shape, &Json) -> Contestant;

/// From a report's text to what is wrong with it. The first is what the others are compared with.
pub const WHOLE: [(&str, Maker); 6] = [
    ("by hand, serde_json", hand_whole),
    ("phieu", phieu_whole),
    ("garde, serde_json", garde_whole),
    ("jsonschema, serde_json (no rules)", schema_whole),
    ("cel, serde_json", cel_whole),
    ("rxeval, from XML", rxeval_whole),
];

/// What is wrong with a report that was read.
pub const ALONE: [(&str, Maker); 6] = [
    ("by hand, of a struct", hand_alone),
    ("phieu, of a serde_json value", phieu_alone),
    ("garde, of a struct", garde_alone),
    ("jsonschema, of a serde_json value (no rules)", schema_alone),
    ("rxeval, of its own tree", rxeval_alone),
    ("phieu, one edit and all issues", phieu_edit),
];

/// A contestant without a check of its own.
fn alone(mut work: impl FnMut() -> bool + 'static) -> Contestant {
    Contestant { name: "", work: Box::new(move || assert!(work(), "the report is good")), check: None, knows_rules: true }
}

/// A contestant that takes a report's text: how it is written, what is timed, and what that found.
fn whole<T: 'static>(report: &Json, write: fn(&Json) -> String, run: impl Fn(&str) -> T + 'static, found: fn(T) -> Found) -> Contestant {
    let (text, run) = (write(report), Rc::new(run));
    let timed = run.clone();
    let work = Box::new(move || drop(black_box(timed(black_box(&text)))));
    Contestant { name: "", work, check: Some(Box::new(move |report| found(run(&write(report))))), knows_rules: true }
}

/// As people send it: with line ends and indents.
fn pretty(report: &Json) -> String {
    serde_json::to_string_pretty(report).expect("a value can be written")
}

fn read<'t, T: serde::Deserialize<'t>>(text: &'t str) -> Result<T, serde_json::Error> {
    serde_json::from_str(text)
}

fn fields(found: impl IntoIterator<Item = impl Into<String>>) -> Found {
    let mut fields: Vec<String> = found.into_iter().map(Into::into).collect();
    fields.sort();
    fields.dedup();
    Found::Fields(fields)
}

fn fields_or_refused<E>(found: Result<impl IntoIterator<Item = impl Into<String>>, E>) -> Found {
    found.map_or(Found::Refused, fields)
}

/// Calls a macro with the module of a form.
macro_rules! of_shape {
    ($shape:expr, $macro:ident) => {
        match $shape.name {
            "club" => $macro!(club),
            "flat_60" => $macro!(flat_60),
            _ => $macro!(flat_500),
        }
    };
}

fn hand_whole(shape: &Shape, report: &Json) -> Contestant {
    macro_rules! make {
        ($form:ident) => {
            whole(report, pretty, |text| read(text).map(|report| hand::$form::check(&report)), fields_or_refused)
        };
    }
    of_shape!(shape, make)
}

fn hand_alone(shape: &Shape, report: &Json) -> Contestant {
    macro_rules! make {
        ($form:ident) => {{
            let report = read(&pretty(report)).expect("the good report");
            alone(move || hand::$form::check(black_box(&report)).is_empty())
        }};
    }
    of_shape!(shape, make)
}

fn garde_whole(shape: &Shape, report: &Json) -> Contestant {
    fn paths(told: garde::Report) -> Vec<String> {
        told.iter().map(|(path, _)| path.to_string().trim_start_matches("answers.").replace('.', "/")).collect()
    }
    macro_rules! make {
        ($form:ident) => {
            whole(
                report,
                pretty,
                |text| read(text).map(|report: guarded::$form::Report| report.validate().err()),
                |told| fields_or_refused(told.map(|told| told.map(paths).unwrap_or_default())),
            )
        };
    }
    of_shape!(shape, make)
}

fn garde_alone(shape: &Shape, report: &Json) -> Contestant {
    macro_rules! make {
        ($form:ident) => {{
            let report: guarded::$form::Report = read(&pretty(report)).expect("the good report");
            alone(move || black_box(&report).validate().is_ok())
        }};
    }
    of_shape!(shape, make)
}

fn validator(shape: &Shape) -> Validator {
    Validator::from_json(&definition(shape).to_string()).expect("a form")
}

fn phieu_whole(shape: &Shape, report: &Json) -> Contestant {
    let validator = validator(shape);
    let run = move |text: &str| validator.check_text(text, None, "vi").expect("a verdict");
    whole(report, pretty, run, |verdict| {
        let verdict: Json = read(&verdict).expect("JSON");
        fields(verdict["issues"].as_array().into_iter().flatten().filter_map(|issue| issue["path"].as_str()))
    })
}

fn phieu_alone(shape: &Shape, report: &Json) -> Contestant {
    let (validator, answers) = (validator(shape), report["answers"].clone());
    alone(move || check(validator.form(), Context::default(), black_box(&answers), &BTreeMap::new()).1.valid)
}

fn phieu_edit(shape: &Shape, report: &Json) -> Contestant {
    let (mut instance, _) = check(validator(shape).form(), Context::default(), &report["answers"], &BTreeMap::new());
    let group = &shape.groups[shape.groups.len() / 2];
    let at = instance.find(&format!("{}/{}", group.name, group.numbers[0])).expect("the field");
    let texts = [0, 1].map(|more| (report["answers"][&group.name][&group.numbers[0]].as_i64().expect("a number") + more).to_string());
    let mut times = 0;
    alone(move || {
        times += 1;
        instance.apply(Edit::Set { at, text: texts[times % 2].clone() }).expect("an edit");
        black_box(instance.issues());
        true
    })
}

/// As somebody writes it who has JSON Schema alone.
fn schema(shape: &Shape) -> Arc<jsonschema::Validator> {
    let object = |properties: BTreeMap<&str, Json>, required: Vec<&str>| json!({"type": "object", "properties": properties, "required": required, "additionalProperties": false});
    let (number, text) = (json!({"type": "integer", "minimum": 0, "maximum": LARGEST}), json!({"type": "string", "maxLength": LONGEST}));
    let groups = shape.groups.iter().map(|group| {
        let numbers: Vec<&str> = group.numbers.iter().map(String::as_str).collect();
        let all = numbers.iter().map(|name| (*name, &number)).chain(group.texts.iter().map(|name| (name.as_str(), &text)));
        (group.name.as_str(), object(all.map(|(name, schema)| (name, schema.clone())).collect(), numbers))
    });
    let schema = object(groups.collect(), shape.groups.iter().map(|group| group.name.as_str()).collect());
    Arc::new(jsonschema::validator_for(&schema).expect("a schema"))
}

fn schema_whole(shape: &Shape, report: &Json) -> Contestant {
    let schema = schema(shape);
    let run = move |text: &str| {
        read(text)
            .map(|report: Json| schema.iter_errors(&report["answers"]).map(|error| error.instance_path().to_string()).collect::<Vec<_>>())
    };
    let found = |paths: Result<Vec<String>, _>| fields_or_refused(paths.map(|paths| paths.into_iter().map(|path| path[1..].to_owned())));
    Contestant { knows_rules: false, ..whole(report, pretty, run, found) }
}

fn schema_alone(shape: &Shape, report: &Json) -> Contestant {
    let (schema, answers) = (schema(shape), report["answers"].clone());
    alone(move || schema.iter_errors(black_box(&answers)).next().is_none())
}

/// What is asked of a field by itself must be true; a rule between fields must not be false, and is neither while a field has no number.
fn cel_whole(shape: &Shape, report: &Json) -> Contestant {
    let compile = |text: String| cel::Program::compile(&text).expect("an expression");
    let (mut own, mut rules) = (Vec::new(), Vec::new());
    for group in &shape.groups {
        let (path, word) = (|name: &str| format!("{}/{name}", group.name), |name: &str| format!("{}.{name}", group.name));
        own.extend(group.numbers.iter().map(|name| (path(name), compile(format!("{0} >= 0 && {0} <= {LARGEST}", word(name))))));
        own.extend(group.texts.iter().map(|name| (path(name), compile(format!("!has({0}) || size({0}) <= {LONGEST}", word(name))))));
        let told_at = |rule: &crate::shape::Rule| path(&group.numbers[rule.fields()[0]]);
        rules.extend(group.rules.iter().map(|rule| (told_at(rule), compile(rule.written(group, word, "==")))));
    }
    let env = Arc::new(cel::Env::stdlib());
    let run = move |text: &str| {
        read(text).map(|report: Json| {
            let mut context = cel::Context::with_env(env.clone());
            for (name, group) in report["answers"].as_object().into_iter().flatten() {
                context.add_variable_from_value(name.as_str(), cel_map(group));
            }
            let own = own.iter().filter(|(_, asked)| asked.execute(&context) != Ok(cel::Value::Bool(true)));
            let rules = rules.iter().filter(|(_, rule)| rule.execute(&context) == Ok(cel::Value::Bool(false)));
            own.chain(rules).map(|(path, _)| path.clone()).collect::<Vec<_>>()
        })
    };
    whole(report, pretty, run, fields_or_refused)
}

fn cel_map(group: &Json) -> HashMap<String, cel::Value> {
    let values = group.as_object().into_iter().flatten().filter_map(|(name, value)| {
        let value = match value {
            Json::String(text) => cel::Value::from(text.as_str()),
            value => cel::Value::Int(value.as_i64()?),
        };
        Some((name.clone(), value))
    });
    values.collect()
}

fn rxeval_form(shape: &Shape) -> impl Fn(&rxeval::Instance) -> Vec<rxeval::Violation> + use<> {
    let form = rxeval::Form::parse(&xform::form(shape)).expect("a form");
    let clock = rxeval::Clock { today: "2026-11-02".to_owned(), now: "2026-11-02T08:00:00.000+07:00".to_owned() };
    move |report| form.check(report, clock.clone())
}

fn tree<E: Debug>(read: Result<rxeval::Instance, E>) -> rxeval::Instance {
    read.expect("an element")
}

fn rxeval_whole(shape: &Shape, report: &Json) -> Contestant {
    let check = rxeval_form(shape);
    let run = move |text: &str| check(&tree(rxeval::Instance::from_xml(text)));
    whole(report, xform::submission, run, |told| {
        fields(told.into_iter().map(|told| told.node_path.trim_start_matches("/data/").to_owned()))
    })
}

fn rxeval_alone(shape: &Shape, report: &Json) -> Contestant {
    let (check, report) = (rxeval_form(shape), tree(rxeval::Instance::from_xml(&xform::submission(report))));
    alone(move || check(black_box(&report)).is_empty())
}
