//! Our own cases: `tests/suite/xpath/*.toml`, one file per function or feature, all run by one [`check`].
//!
//! A file may give the document (`xml`), the context node (`node`, an expression seen from the document), `today`, `now`,
//! `offset_minutes`, `version`, `language`, `instances` and `properties`; a case may give its own `xml`, `node` and `language`. A case expects one of
//! `text`, `number`, `boolean`, `nodes` (their texts) or `error` (its code, with `message` and `hint` where they matter).

mod document;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use document::Document;
use phieu_xpath::{FUNCTIONS, Node, UNSUPPORTED, Value, World, parse};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    about: String,
    xml: Option<String>,
    node: Option<String>,
    today: Option<String>,
    now: Option<String>,
    #[serde(default)]
    offset_minutes: i32,
    version: Option<String>,
    #[serde(default)]
    instances: BTreeMap<String, String>,
    #[serde(default)]
    properties: BTreeMap<String, String>,
    language: Option<String>,
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    expr: String,
    xml: Option<String>,
    node: Option<String>,
    language: Option<String>,
    text: Option<String>,
    number: Option<toml::Value>,
    boolean: Option<bool>,
    nodes: Option<Vec<String>>,
    error: Option<String>,
    message: Option<String>,
    hint: Option<String>,
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/suite/xpath")
}

fn files() -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder()).expect("open the suite");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("read the suite").path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    files.sort();
    files
}

fn read(path: &Path) -> File {
    let text = std::fs::read_to_string(path).expect("read a suite file");
    toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn world(file: &File, case: &Case) -> (Document, Node) {
    let xml = case.xml.as_ref().or(file.xml.as_ref()).map_or("<root/>", String::as_str);
    let mut world = Document::read(xml).expect("read the document");
    for (id, xml) in &file.instances {
        let root = world.add_tree(xml).expect("read an instance");
        let root = world.parent(root).expect("its document");
        world.instances.insert(id.clone(), root);
    }
    world.today.clone_from(&file.today);
    world.now.clone_from(&file.now);
    world.offset = file.offset_minutes;
    world.version.clone_from(&file.version);
    world.language = case.language.clone().or_else(|| file.language.clone());
    world.properties.clone_from(&file.properties);
    let document = world.document();
    let node = match case.node.as_ref().or(file.node.as_ref()) {
        None => document,
        Some(path) => match parse(path).expect("a path").evaluate(&world, document, document).expect("a node") {
            Value::Nodes(nodes) => *nodes.first().expect("a context node"),
            other => panic!("{path} is {other:?}"),
        },
    };
    (world, node)
}

/// Runs one case; what is wrong, if anything.
fn check(file: &File, case: &Case) -> Result<(), String> {
    let (world, node) = world(file, case);
    let result = parse(&case.expr).and_then(|expr| expr.evaluate(&world, node, node));
    let value = match result {
        Ok(value) => value,
        Err(error) => {
            let code = snake(&format!("{:?}", error.code));
            let holds = case.error.as_ref() == Some(&code)
                && case.message.as_ref().is_none_or(|message| *message == error.message)
                && case.hint.as_ref().is_none_or(|hint| Some(hint) == error.hint.as_ref());
            return if holds { Ok(()) } else { Err(format!("{code}: {error}")) };
        }
    };
    let holds = match &value {
        Value::Text(text) => case.text.as_ref() == Some(text),
        Value::Number(number) => case.number.as_ref().is_some_and(|expected| same_number(*number, expected)),
        Value::Boolean(truth) => case.boolean == Some(*truth),
        Value::Nodes(nodes) => {
            let texts = nodes.iter().map(|node| world.text(*node).into_owned()).collect();
            return if case.nodes == Some(texts) { Ok(()) } else { Err(describe(&value, &world)) };
        }
    };
    if holds { Ok(()) } else { Err(describe(&value, &world)) }
}

fn same_number(got: f64, expected: &toml::Value) -> bool {
    match expected {
        toml::Value::Integer(expected) => got == *expected as f64,
        toml::Value::Float(expected) => got == *expected && got.is_sign_negative() == expected.is_sign_negative(),
        toml::Value::String(expected) => phieu_xpath::number_to_text(got) == *expected,
        _ => false,
    }
}

fn describe(value: &Value, world: &Document) -> String {
    match value {
        Value::Nodes(nodes) => format!("{:?}", nodes.iter().map(|node| world.text(*node)).collect::<Vec<_>>()),
        other => format!("{other:?}"),
    }
}

fn snake(name: &str) -> String {
    let mut snake = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.push(c.to_ascii_lowercase());
    }
    snake
}

#[test]
fn suite() {
    let (mut count, mut wrong) = (0, Vec::new());
    for path in files() {
        let file = read(&path);
        assert!(!file.about.is_empty(), "{}", path.display());
        for case in &file.case {
            let expectations =
                [case.text.is_some(), case.number.is_some(), case.boolean.is_some(), case.nodes.is_some(), case.error.is_some()];
            assert_eq!(expectations.iter().filter(|given| **given).count(), 1, "{}: {}", path.display(), case.expr);
            count += 1;
            if let Err(got) = check(&file, case) {
                wrong.push(format!("{}: {} is {got}", path.display(), case.expr));
            }
        }
    }
    println!("{count} cases");
    assert!(wrong.is_empty(), "{} of {count} cases:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_function_has_its_file_and_is_called_in_it() {
    for function in FUNCTIONS {
        let path = folder().join(format!("{}.toml", function.name.replace(':', "-")));
        assert!(path.is_file(), "no file for `{}`", function.name);
        let called = read(&path).case.iter().any(|case| case.error.is_none() && case.expr.contains(&format!("{}(", function.name)));
        assert!(called, "`{}` is not called in its file", function.name);
    }
}

#[test]
fn what_is_not_supported_is_refused_by_name() {
    for (name, _) in UNSUPPORTED {
        let error = parse(&format!("{name}(1)")).expect_err(name);
        assert_eq!(error.code, phieu_xpath::ErrorCode::UnsupportedFunction);
        assert!(error.message.contains(name) && error.hint.is_some());
    }
}

/// XPath 1.0 (section 4), the ODK XForms specification ("XPath Functions") and ODK's documentation ("Form Operators and Functions").
const STANDARD: &str = "last position count id local-name namespace-uri name string concat starts-with contains substring-before \
    substring-after substring string-length normalize-space translate boolean not true false lang number sum floor ceiling round \
    join substr ends-with uuid digest pulldata if coalesce once boolean-from-string regex checklist weighted-checklist random int max \
    min pow log log10 abs sin cos tan asin acos atan atan2 sqrt exp exp10 pi count-non-empty instance current randomize today now \
    format-date format-date-time date decimal-date-time decimal-time selected selected-at count-selected jr:choice-name jr:itext \
    indexed-repeat area distance geofence intersects base64-decode extract-signed date-time property version";

#[test]
fn every_function_of_the_standards_is_there_or_refused_by_name() {
    for name in STANDARD.split_whitespace() {
        let is_there = FUNCTIONS.iter().any(|function| function.name == name);
        let is_refused = UNSUPPORTED.iter().any(|(refused, _)| *refused == name);
        assert!(is_there || is_refused, "{name}");
    }
}
