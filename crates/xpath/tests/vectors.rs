//! Other people's cases: the assertions of getodk/web-forms' XPath suite and the answers of JavaRosa and Enketo,
//! read from the folder `shared/vectors` beside the repository where there is one.
//!
//! A case that phieu refuses by name counts apart from one that it answers differently. The floors at the end hold
//! the numbers; whatever is left stands in `vectors-left.toml` with its reason.

mod document;

use std::collections::BTreeMap;
use std::io::Read;
use std::path::PathBuf;

use document::Document;
use phieu_xpath::{Expr, Node, Value, World, parse};
use serde_json::Value as Json;

fn folder() -> Option<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/vectors");
    folder.is_dir().then_some(folder)
}

fn lines(name: &str) -> Option<Vec<Json>> {
    let file = std::fs::File::open(folder()?.join(name)).expect("open the vectors");
    let mut text = String::new();
    flate2::read::GzDecoder::new(file).read_to_string(&mut text).expect("read the vectors");
    Some(text.lines().map(|line| serde_json::from_str(line).expect("one object per line")).collect())
}

enum Outcome {
    Pass,
    Wrong(String),
    Refused(String),
}

fn run(case: &Json) -> Outcome {
    let mut world = Document::read(text(case, "xml")).expect("read the document");
    world.today = Some("2026-11-22".to_owned());
    world.now = Some("2026-11-22T05:36:17.000-07:00".to_owned());
    world.offset = -420;
    world.language = case["lang"].as_str().map(str::to_owned);
    let node = world.at(case["ctx"].as_array().expect("a path")).expect("the context node");
    match evaluate(case, &world, node) {
        Ok((_, true)) => Outcome::Pass,
        Ok((got, false)) => Outcome::Wrong(got),
        Err(message) => Outcome::Refused(message),
    }
}

/// What an expression gives, asked for the type of the case, and whether that is what is expected.
fn evaluate(case: &Json, world: &Document, node: Node) -> Result<(String, bool), String> {
    let words = |error: phieu_xpath::Error| error.to_string();
    let expected = &case["expected"];
    let expr = parse(text(case, "expr")).map_err(words)?;
    let as_text = || expr.evaluate_text(world, node, node).map(|text| text.into_owned()).map_err(words);
    let as_number = || expr.evaluate_number(world, node, node).map_err(words);
    Ok(match text(case, "kind") {
        "boolean" => {
            let got = expr.evaluate_boolean(world, node, node).map_err(words)?;
            (got.to_string(), expected.as_bool() == Some(got))
        }
        "number" => {
            let got = as_number()?;
            (format!("{got:?}"), same_number(got, expected))
        }
        "number-rounded" => {
            let factor: f64 = case["factor"].to_string().trim_matches('"').parse().expect("a factor");
            // As JavaScript rounds: halves up.
            let got = (as_number()? * factor + 0.5).floor() / factor;
            (format!("{got:?}"), expected.as_f64() == Some(got))
        }
        "string" => as_text().map(|got| (got.clone(), expected.as_str() == Some(&got)))?,
        "string-length" => as_text().map(|got| (got.clone(), expected.as_u64() == Some(got.chars().count() as u64)))?,
        "string-matches" => {
            let pattern = pattern(expected.as_str().expect("a pattern"));
            as_text().map(|got| (got.clone(), pattern.is_match(&got)))?
        }
        "nodeset" => match expr.evaluate(world, node, node).map_err(words)? {
            Value::Nodes(nodes) => {
                let got: Json = nodes.iter().map(|node| Json::from(world.path_of(*node))).collect();
                (got.to_string(), got == *expected)
            }
            other => return Err(format!("expected nodes, found {other:?}")),
        },
        other => panic!("unknown kind {other}"),
    })
}

fn same_number(got: f64, expected: &Json) -> bool {
    match expected.as_str() {
        Some("NaN") => got.is_nan(),
        Some("Infinity") => got == f64::INFINITY,
        Some("-Infinity") => got == f64::NEG_INFINITY,
        Some("-0") => got == 0.0 && got.is_sign_negative(),
        _ => expected.as_f64() == Some(got),
    }
}

/// `/…/flags`, as JavaScript writes a regular expression.
fn pattern(written: &str) -> regex_lite::Regex {
    let (body, flags) = written.trim_start_matches('/').rsplit_once('/').expect("a regular expression");
    let flags = if flags.is_empty() { String::new() } else { format!("(?{flags})") };
    regex_lite::Regex::new(&format!("{flags}{body}")).expect("a regular expression")
}

fn text<'j>(case: &'j Json, key: &str) -> &'j str {
    case[key].as_str().unwrap_or_default()
}

/// The cases that do not pass, by expression.
#[derive(serde::Deserialize)]
struct Left {
    wrong: BTreeMap<String, Reason>,
    refused: BTreeMap<String, Reason>,
}

/// Why a case is left, and how many of its kind were met.
#[derive(serde::Deserialize)]
#[serde(from = "String")]
struct Reason {
    count: usize,
}

impl From<String> for Reason {
    fn from(reason: String) -> Reason {
        assert!(!reason.is_empty(), "a case that is left needs its reason");
        Reason { count: 0 }
    }
}

impl Reason {
    fn total(reasons: &BTreeMap<String, Reason>) -> usize {
        reasons.values().map(|reason| reason.count).sum()
    }
}

fn left() -> Left {
    toml::from_str(include_str!("vectors-left.toml")).expect("read vectors-left.toml")
}

#[test]
fn web_forms_assertions() {
    let Some(cases) = lines("xpath.jsonl.gz") else {
        println!("no folder shared/vectors beside the repository: 0 assertions ran");
        return;
    };
    let mut left = left();
    let (mut pass, mut unexplained) = (0, Vec::new());
    for (index, case) in cases.iter().enumerate() {
        let expr = text(case, "expr");
        let (reasons, found) = match run(case) {
            Outcome::Pass => {
                pass += 1;
                continue;
            }
            Outcome::Wrong(got) => (&mut left.wrong, format!("wrong: {got}, expected {}", case["expected"])),
            Outcome::Refused(message) => (&mut left.refused, format!("refused: {message}")),
        };
        match reasons.get_mut(expr) {
            Some(reason) => reason.count += 1,
            None => unexplained.push(format!("{index}: {expr}: {found}")),
        }
    }
    let (wrong, refused) = (Reason::total(&left.wrong), Reason::total(&left.refused));
    println!("{} assertions: {pass} pass, {wrong} wrong, {refused} refused", cases.len());
    assert!(unexplained.is_empty(), "not in vectors-left.toml: {unexplained:#?}");
    let stale: Vec<&String> =
        left.wrong.iter().chain(&left.refused).filter(|(_, reason)| reason.count == 0).map(|(expr, _)| expr).collect();
    assert!(stale.is_empty(), "in vectors-left.toml, but they pass: {stale:#?}");
    assert!(pass >= 1377 && wrong <= 4, "{pass} pass, {wrong} wrong: fewer may be left, never more");
}

#[test]
fn display_reads_back_to_the_same_tree() {
    let Some(cases) = lines("xpath.jsonl.gz") else {
        return;
    };
    let mut count = 0;
    for case in &cases {
        let Ok(first) = parse(text(case, "expr")) else {
            continue;
        };
        let written = first.to_string();
        let second = parse(&written).unwrap_or_else(|error| panic!("{written}: {error}"));
        assert_eq!(shape(&first), shape(&second), "{written}");
        count += 1;
    }
    assert!(count > 1000, "{count}");
}

/// The tree without its places.
fn shape(expr: &Expr) -> String {
    let mut shape = format!("{expr:?}");
    while let Some(at) = shape.find("Span {") {
        let end = at + shape[at..].find('}').expect("a closed span");
        shape.replace_range(at..=end, "_");
    }
    shape
}

#[test]
fn javarosa_and_enketo() {
    let Some(folder) = folder().map(|folder| folder.join("oracle-javarosa-enketo")) else {
        println!("no folder shared/vectors beside the repository: 0 expressions ran");
        return;
    };
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).expect("read the oracle");
    let answers = |name: &str| -> Json { serde_json::from_str(&read(name)).expect("an object") };
    let (enketo, javarosa) = (answers("expected.json"), answers("javarosa-expected.json"));
    let mut world = Document::read(&read("instance.xml")).expect("read the instance");
    world.offset = -180;
    let root = world.at(&[0.into()]).expect("the root element");
    // Enketo answers `o` where XPath 1.0 says `he`; JavaRosa has no `substring`.
    let as_neither = [r#"substring("hello", 0, 3)"#];
    let (mut both, mut one, mut neither) = (0, 0, 0);
    let mut unexplained = Vec::new();
    let corpus = read("corpus.txt");
    for expr in corpus.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let got = parse(expr).and_then(|expr| expr.evaluate(&world, root, root)).map_err(|error| error.to_string());
        let agrees = [&enketo[expr], &javarosa[expr]].map(|answer| same_answer(&got, answer, &world));
        match agrees.iter().filter(|agrees| **agrees).count() {
            2 => both += 1,
            1 => one += 1,
            _ if as_neither.contains(&expr) => neither += 1,
            _ => {
                unexplained.push(expr);
                println!("neither: {expr} is {got:?}, Enketo {}, JavaRosa {}", enketo[expr], javarosa[expr]);
            }
        }
    }
    println!("oracle: as both {both}, as one of the two {one}, as neither {neither}");
    assert!(unexplained.is_empty(), "as neither: {unexplained:#?}");
    assert!(both >= 103 && one >= 22, "as both {both}, as one {one}");
}

/// Whether an answer of a reference implementation is ours; each of them rounds lengths and areas as it likes.
fn same_answer(got: &Result<Value, String>, answer: &Json, world: &Document) -> bool {
    let Ok(value) = got else {
        return answer["type"] == "error";
    };
    match &answer["value"] {
        Json::Bool(truth) => matches!(value, Value::Boolean(got) if got == truth),
        Json::Number(number) => {
            let (got, number) = (value.to_number(world), number.as_f64().unwrap_or(f64::NAN));
            got == number || (got - number).abs() <= 0.005
        }
        Json::String(text) if answer["type"] == "number" => value.to_number(world).to_string() == text.replace("Infinity", "inf"),
        Json::String(text) => answer["type"] != "error" && value.to_text(world) == *text,
        Json::Array(texts) => match value {
            Value::Nodes(nodes) => nodes.iter().map(|node| Json::from(&*world.text(*node))).eq(texts.iter().cloned()),
            value => texts.len() == 1 && texts[0].as_str() == Some(&value.to_text(world)),
        },
        _ => value.to_number(world).is_nan(),
    }
}
