//! Runs a file of `tests/suite/engine`. Its shape stands in `tests/suite/README.md`.

use std::collections::BTreeMap;
use std::sync::Arc;

use phieu::engine::{Context, Edit, Instance, Issue, Named};
use phieu::form::{Form, Severity};
use phieu::message::{language, sentence, show};
use phieu::{Validator, report};
use serde::Deserialize;
use serde_json::{Map, Value as Json, json};

/// A file of sessions on one form.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sessions {
    form: String,
    case: Vec<Case>,
}

/// What a session has come to when its steps are done.
pub(crate) struct Ended {
    pub name: String,
    pub context: Json,
    /// All answers as given, as a draft keeps them.
    pub answers: Json,
    pub explanations: BTreeMap<String, String>,
}

impl Sessions {
    pub(crate) fn read(text: &str) -> Result<Sessions, String> {
        toml::from_str(text).map_err(|error| error.to_string())
    }

    /// The form, with settings.
    pub(crate) fn form(&self) -> String {
        with_settings(&self.form)
    }

    /// Every session gone through to its end.
    pub(crate) fn ended(&self, form: &Arc<Form>) -> Result<Vec<Ended>, String> {
        let end = |case: &Case| {
            let instance = steps(form, case).map_err(|error| format!("{}: {error}", case.name))?;
            let context = serde_json::to_value(&case.context).map_err(|error| error.to_string())?;
            Ok(Ended { name: case.name.clone(), context, answers: instance.answers(), explanations: instance.explanations() })
        };
        self.case.iter().map(end).collect()
    }
}

/// A form of a case: settings may be left out, and then stand last, so that the lines keep their numbers.
pub(crate) fn with_settings(form: &str) -> String {
    let settings = if form.contains("[settings]") { "" } else { "\n[settings]\nform_id = \"suite\"\nversion = \"1\"\n" };
    format!("{form}{settings}")
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    #[serde(default)]
    context: Context,
    answers: Option<Json>,
    #[serde(default)]
    steps: Vec<BTreeMap<String, String>>,
    expect: BTreeMap<String, Json>,
}

/// Runs every case of a file: one line of canonical JSON each, with what came out; or what was not as expected.
pub fn run_engine_suite(text: &str) -> Result<String, String> {
    let sessions = Sessions::read(text)?;
    let form = Validator::from_toml("form", &sessions.form()).map_err(|error| error.to_string())?.form().clone();
    let mut lines = String::new();
    let mut wrong = Vec::new();
    for case in sessions.case {
        let outcome = steps(&form, &case).map(|instance| outcome(&instance)).map_err(|error| format!("{}: {error}", case.name))?;
        for (what, expected) in &case.expect {
            let found = outcome.get(what).ok_or_else(|| format!("{}: nothing called `{what}` is compared", case.name))?;
            // Of what is told by path, only what the case names.
            let found = match (what.as_str(), found, expected) {
                ("relevant" | "offered" | "labels", Json::Object(all), Json::Object(named)) => {
                    Json::Object(named.keys().map(|key| (key.clone(), all.get(key).cloned().unwrap_or_default())).collect())
                }
                _ => found.clone(),
            };
            if report::canonical(&found) != report::canonical(expected) {
                wrong.push(format!("{}: {what}\n  expected {expected}\n  found    {found}", case.name));
            }
        }
        lines += &String::from_utf8_lossy(&report::canonical(&json!({"case": case.name, "outcome": outcome})));
        lines.push('\n');
    }
    if wrong.is_empty() { Ok(lines) } else { Err(wrong.join("\n")) }
}

/// The report after all steps of a case.
fn steps(form: &Arc<Form>, case: &Case) -> Result<Instance, String> {
    let mut instance = match &case.answers {
        Some(answers) => Instance::open(form.clone(), case.context.clone(), answers, &BTreeMap::new()),
        None => Instance::blank(form.clone(), case.context.clone()),
    };
    for step in &case.steps {
        let edit = edit(&instance, step)?;
        instance.apply(edit).map_err(|error| format!("{step:?}: {error}"))?;
    }
    Ok(instance)
}

fn edit(instance: &Instance, step: &BTreeMap<String, String>) -> Result<Edit, String> {
    let to = step.get("to").cloned().unwrap_or_default();
    let (what, path) = step.iter().find(|(what, _)| *what != "to").ok_or("an empty step")?;
    let place = || instance.find(path).ok_or_else(|| format!("nothing is at {path}"));
    Ok(match what.as_str() {
        "set" => Edit::Set { at: place()?, text: to },
        "add" => Edit::AddRow { repeat: place()? },
        "remove" => Edit::RemoveRow { row: place()? },
        "explain" => {
            let issues = instance.issues();
            let mut found = issues
                .iter()
                .filter(|issue| issue.facts.get("rule").is_some_and(|rule| rule == path.split('[').next().unwrap_or_default()));
            let number = path.split_once('[').and_then(|(_, rest)| rest.trim_end_matches(']').parse::<usize>().ok()).unwrap_or(1);
            let (rule, row) = found.nth(number - 1).and_then(|issue| issue.rule).ok_or_else(|| format!("rule {path} holds"))?;
            Edit::Explain { rule, row, text: to }
        }
        other => return Err(format!("unknown step `{other}`")),
    })
}

fn outcome(instance: &Instance) -> Map<String, Json> {
    let issues = instance.issues();
    let vietnamese = language("vi");
    let form = instance.form();
    let mut relevant = Map::new();
    let mut offered = Map::new();
    let mut labels = Map::new();
    let (index, write) = (form.language("vi"), |named: Named| match named {
        Named::Answer(field_type, held) => show(form, field_type, held, vietnamese),
        Named::Value(text) => text,
    });
    let mut places = vec![instance.root()];
    while let Some(at) = places.pop() {
        relevant.insert(instance.path(at), json!(instance.node(at).relevant));
        if form.node(at.node).field_type().is_some_and(|each| each.list().is_some()) {
            let choices = instance.choices(at);
            offered.insert(instance.path(at), choices.iter().map(|choice| json!(choice.name)).collect());
            labels
                .insert(instance.path(at), choices.iter().map(|choice| json!(instance.render(&choice.label, at, index, &write))).collect());
        }
        places.extend(if instance.is_whole_repeat(at) { instance.repeat_rows(at) } else { instance.children(at) });
    }
    let pairs = [
        ("issues", issues.iter().map(|issue| json!(line(issue))).collect()),
        ("blocking", issues.iter().filter(|issue| issue.blocks()).map(|issue| json!(line(issue))).collect()),
        ("messages", issues.iter().map(|issue| json!(sentence(form, issue, vietnamese))).collect()),
        ("sent", instance.sealed()),
        ("values", instance.values()),
        ("draft", instance.answers()),
        ("explanations", json!(instance.explanations())),
        ("relevant", Json::Object(relevant)),
        ("offered", Json::Object(offered)),
        ("labels", Json::Object(labels)),
    ];
    pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

fn line(issue: &Issue) -> String {
    let rule = issue.facts.get("rule").and_then(Json::as_str).map(|rule| format!(" {rule}")).unwrap_or_default();
    let severity = if issue.severity == Severity::Error { String::new() } else { format!(" ({})", issue.severity.name()) };
    format!("{}: {}{rule}{severity}", issue.path, issue.code.name())
}
