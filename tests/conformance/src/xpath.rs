//! Assertions over expressions: one expression, one document, the node it is seen from, and what it must give.
//!
//! A case that phieu refuses, by naming what it does not support, counts apart from one that it answers differently. The
//! recorded nodes are paths of elements and texts, so a case seen from an attribute says the document instead: a case whose
//! expression leaves the document upwards is refused here for that reason.

use std::path::Path;

use anyhow::Result;
use phieu_xpath::{Node, Value, parse};
use serde_json::Value as Json;

use crate::document::Document;
use crate::vectors::{self, text};

/// How the assertions went.
#[derive(Default)]
pub struct Outcome {
    /// As recorded.
    pub pass: usize,
    /// Answered differently.
    pub wrong: usize,
    /// Refused by name.
    pub refused: usize,
    /// All.
    pub total: usize,
    /// What does not pass: whether it is wrong, the expression, what was found.
    pub left: Vec<(bool, String, String)>,
}

/// Replays the assertions of a folder.
pub fn run(folder: &Path) -> Result<Outcome> {
    let mut outcome = Outcome::default();
    for case in vectors::lines(folder, "xpath.jsonl.gz")? {
        outcome.total += 1;
        match replay(&case) {
            Ok((_, true)) => outcome.pass += 1,
            Ok((got, false)) => {
                outcome.wrong += 1;
                outcome.left.push((true, text(&case["expr"]).to_owned(), format!("{got}, recorded {}", case["expected"])));
            }
            Err(message) => {
                outcome.refused += 1;
                outcome.left.push((false, text(&case["expr"]).to_owned(), message));
            }
        }
    }
    Ok(outcome)
}

/// What phieu finds, and whether that is what was recorded; or why it refuses.
fn replay(case: &Json) -> Result<(String, bool), String> {
    let mut world = Document::read(text(&case["xml"]))?;
    world.today = Some("2026-11-22".to_owned());
    world.now = Some("2026-11-22T05:36:17.000-07:00".to_owned());
    world.offset = -420;
    world.language = case["lang"].as_str().map(str::to_owned);
    let steps = case["ctx"].as_array().map(Vec::as_slice).unwrap_or_default();
    let node = world.at(steps).ok_or("the recorded node is not in the document")?;
    if steps.is_empty() && text(&case["expr"]).split_whitespace().any(|word| word == "..") {
        return Err("seen from the document, which has no parent: the recording cannot say an attribute".to_owned());
    }
    evaluate(case, &world, node)
}

/// What an expression gives, asked for the type of the case, and whether that is what is expected.
fn evaluate(case: &Json, world: &Document, node: Node) -> Result<(String, bool), String> {
    let words = |error: phieu_xpath::Error| error.to_string();
    let expected = &case["expected"];
    let expr = parse(text(&case["expr"])).map_err(words)?;
    let as_text = || expr.evaluate_text(world, node, node).map(|text| text.into_owned()).map_err(words);
    let as_number = || expr.evaluate_number(world, node, node).map_err(words);
    Ok(match text(&case["kind"]) {
        "boolean" => {
            let got = expr.evaluate_boolean(world, node, node).map_err(words)?;
            (got.to_string(), expected.as_bool() == Some(got))
        }
        "number" => {
            let got = as_number()?;
            (format!("{got:?}"), same_number(got, expected))
        }
        "number-rounded" => {
            let factor: f64 = case["factor"].to_string().trim_matches('"').parse().unwrap_or(f64::NAN);
            // As JavaScript rounds: halves up.
            let got = (as_number()? * factor + 0.5).floor() / factor;
            (format!("{got:?}"), expected.as_f64() == Some(got))
        }
        "string" => as_text().map(|got| (got.clone(), expected.as_str() == Some(&got)))?,
        "string-length" => as_text().map(|got| (got.clone(), expected.as_u64() == Some(got.chars().count() as u64)))?,
        "string-matches" => {
            let pattern = pattern(expected.as_str().unwrap_or_default());
            as_text().map(|got| (got.clone(), pattern.as_ref().is_some_and(|pattern| pattern.is_match(&got))))?
        }
        "nodeset" => match expr.evaluate(world, node, node).map_err(words)? {
            Value::Nodes(nodes) => {
                let got: Json = nodes.iter().map(|node| Json::from(world.path_of(*node))).collect();
                (got.to_string(), got == *expected)
            }
            other => return Err(format!("expected nodes, found {other:?}")),
        },
        other => return Err(format!("the kind `{other}` is not known")),
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
fn pattern(written: &str) -> Option<regex_lite::Regex> {
    let (body, flags) = written.trim_start_matches('/').rsplit_once('/')?;
    let flags = if flags.is_empty() { String::new() } else { format!("(?{flags})") };
    regex_lite::Regex::new(&format!("{flags}{body}")).ok()
}
