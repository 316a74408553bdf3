//! Expressions put to both JavaRosa and Enketo: whether phieu answers as both, as one of them, or as neither.
//!
//! Where they disagree phieu has decided; the decisions stand in `crates/xpath/DECISIONS.md`.

use std::path::Path;

use anyhow::{Context, Result};
use phieu_xpath::{Value, World, parse};
use serde_json::Value as Json;

use crate::document::Document;

/// How the expressions went.
#[derive(Default)]
pub struct Outcome {
    /// As both.
    pub both: usize,
    /// As one of the two, which disagree.
    pub one: usize,
    /// As neither.
    pub neither: usize,
    /// All.
    pub total: usize,
    /// Those answered as neither.
    pub left: Vec<String>,
}

/// Replays the expressions of a folder.
pub fn run(folder: &Path) -> Result<Outcome> {
    let folder = folder.join("oracle-javarosa-enketo");
    if !folder.is_dir() {
        eprintln!("{} is not there: none of its expressions is counted", folder.display());
        return Ok(Outcome::default());
    }
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).with_context(|| folder.join(name).display().to_string());
    let answers = |name: &str| -> Result<Json> { Ok(serde_json::from_str(&read(name)?)?) };
    let (enketo, javarosa) = (answers("expected.json")?, answers("javarosa-expected.json")?);
    let mut world = Document::read(&read("instance.xml")?).map_err(anyhow::Error::msg)?;
    world.offset = -180;
    let root = world.at(&[0.into()]).context("the instance has no root element")?;
    let mut outcome = Outcome::default();
    let corpus = read("corpus.txt")?;
    for expr in corpus.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let got = parse(expr).and_then(|expr| expr.evaluate(&world, root, root)).map_err(|error| error.to_string());
        let agrees = [&enketo[expr], &javarosa[expr]].iter().filter(|answer| same_answer(&got, answer, &world)).count();
        outcome.total += 1;
        match agrees {
            2 => outcome.both += 1,
            1 => outcome.one += 1,
            _ => {
                outcome.neither += 1;
                outcome.left.push(format!("{expr} is {got:?}, Enketo {}, JavaRosa {}", enketo[expr], javarosa[expr]));
            }
        }
    }
    Ok(outcome)
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
