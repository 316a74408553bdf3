//! What a form works out while it is filled in, as somebody with the form before them types what it suggests.
//!
//! An answer `{"@": source, "else": value, "map": {…}, "follows": true}` is left open at first; one that follows from others, longest. A source is the path of a calculated value, or
//! `children form path`, the sum over the reports of the units below that the check knows, or `children form path=choice`, how many of
//! them chose it; both only where all units below have one.

use phieu_report::Report;
use phieu_store::Moment;
use serde_json::{Value, json};

use crate::app::App;
use crate::context;
use crate::language::Language;
use crate::refusal::Refusal;
use crate::units::chain_then;

/// Suggestions that build on suggestions.
const ROUNDS: usize = 4;

/// The report with everything filled in, and without what does not apply; as it was where nothing was left open.
pub(super) async fn filled(app: &App, report: Report, at: Moment) -> Result<Report, Refusal> {
    let mut open = Vec::new();
    let mut answers = Value::Object(report.answers.clone());
    take_open(&mut answers, String::new(), &mut open);
    if open.is_empty() {
        return Ok(report);
    }
    let chain = chain_then(app, &report.org_unit, report.period).await?;
    let form = app.forms.get(&report.form, &report.version)?;
    let context = context::of_unit(app, form, &chain, report.period, at).await?;
    let body = |answers: &Value| {
        let mut body = report.to_json();
        body["answers"] = answers.clone();
        body
    };
    for _ in 0..ROUNDS {
        let (sealed, _) = form.check(body(&answers), context.clone(), Language::Vi).await?;
        let left = open.len();
        open.retain(|(path, source)| {
            let known = known(source["@"].as_str().unwrap_or_default(), &context["instances"]["children"], &sealed);
            let Some(value) = known else { return true };
            let mapped = value.as_str().and_then(|name| source["map"].get(name)).cloned();
            put(&mut answers, path, mapped.unwrap_or(value));
            false
        });
        if open.is_empty() {
            break;
        }
        // What nobody knows is settled as it usually is; what follows from the rest waits for it.
        let is_last = open.iter().all(|(_, source)| source["follows"] == true);
        if open.len() == left {
            open.retain(|(path, source)| {
                let waits = source["follows"] == true && !is_last;
                if !waits {
                    put(&mut answers, path, source["else"].clone());
                }
                waits
            });
        }
    }
    for (path, source) in open {
        put(&mut answers, &path, source["else"].clone());
    }
    let (sealed, _) = form.check(body(&answers), context, Language::Vi).await?;
    let answers = sealed["answers"].as_object().or(sealed.as_object()).cloned().unwrap_or_default();
    Ok(Report { answers, ..report })
}

/// Takes the open answers out, with their paths.
fn take_open(value: &mut Value, path: String, open: &mut Vec<(String, Value)>) {
    let Some(members) = value.as_object_mut() else { return };
    members.retain(|name, member| {
        let path = if path.is_empty() { name.clone() } else { format!("{path}/{name}") };
        let is_open = member.get("@").is_some();
        if is_open {
            open.push((path, member.take()));
        } else {
            take_open(member, path, open);
        }
        !is_open
    });
}

fn known(source: &str, children: &Value, sealed: &Value) -> Option<Value> {
    let Some(of_children) = source.strip_prefix("children ") else { return at(sealed, source).filter(|value| !value.is_null()).cloned() };
    let (form, path) = of_children.split_once(' ')?;
    let nodes = children[form].as_array()?;
    if children["units"].as_object()?.values().filter_map(Value::as_u64).max() != Some(nodes.len() as u64) {
        return None;
    }
    let sum: f64 = match path.split_once('=') {
        Some((path, choice)) => {
            let chose =
                |node: &&Value| at(node, path).and_then(Value::as_array).is_some_and(|chosen| chosen.iter().any(|name| name == choice));
            nodes.iter().filter(chose).count() as f64
        }
        None => nodes.iter().filter_map(|node| at(node, path)?.as_f64()).sum(),
    };
    Some(json!(sum as u64))
}

fn at<'v>(value: &'v Value, path: &str) -> Option<&'v Value> {
    path.split('/').try_fold(value, |at, name| at.get(name))
}

fn put(answers: &mut Value, path: &str, value: Value) {
    *path.split('/').fold(answers, |at, name| &mut at[name]) = value;
}
