//! Filling sessions: XForms, what somebody did, and the state of every node after each step.
//!
//! What is mapped: a reference `/data/a[2]/b` is the path `a[2]/b`; the recorded engine writes a blank, and what is not relevant,
//! as an empty value, and shows only what is relevant as labelled or wrong. An answer that is no longer offered, which phieu
//! keeps and tells, is none there. Not compared: the envelope (`meta`); identifiers, times of the clock and what the device
//! knows of itself and its place, where either side has none; values that are drawn by chance; conditions of nodes that nobody is asked for, the kind of control, and the name of the value's type. Moving along (`next`) changes nothing here.
//! A `fork` opens again what the session of the same test had come to. Where the recorded engine refused a step, phieu may refuse
//! it or not, but the state must stay as recorded.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use anyhow::Result;
use phieu_engine::{At, Code, Context, Edit, Instance, Named};
use phieu_form::{Kind, Type};
use serde_json::Value as Json;

use crate::vectors::{self, text};

/// How the sessions went.
#[derive(Default)]
pub struct Outcome {
    /// Sessions without any difference.
    pub clean: usize,
    /// All sessions.
    pub total: usize,
    /// Recorded states that phieu has as well.
    pub states_ok: usize,
    /// States that differ.
    pub states_bad: usize,
    /// The sessions that differ.
    pub left: Vec<Left>,
}

/// A session that differs.
pub struct Left {
    /// Its id.
    pub session: String,
    /// Its test.
    pub test: String,
    /// The first differences.
    pub differences: Vec<String>,
}

/// In the zone of the recordings, whose days begin seven hours after UTC's.
const NOW: &str = "2026-11-22T10:00:00.000-07:00";
/// Where the recorded device was.
const PLACE: &str = "38.295 21.7567 110.0 5.0";
const MOST_SHOWN: usize = 6;

/// Replays the sessions of a folder.
pub fn run(folder: &Path) -> Result<Outcome> {
    let forms: BTreeMap<String, String> = vectors::lines(folder, "session-forms.jsonl.gz")?
        .into_iter()
        .map(|line| (text(&line["form"]).to_owned(), text(&line["xml"]).to_owned()))
        .collect();
    let mut outcome = Outcome::default();
    let mut ended: BTreeMap<String, Json> = BTreeMap::new();
    for line in vectors::lines(folder, "sessions.jsonl.gz")? {
        let steps = line["steps"].as_array().map(Vec::as_slice).unwrap_or_default();
        let steps = of_passing_tests(steps);
        let Some(first) = steps.first() else { continue };
        let mut replay = Replay::new(forms.get(text(&first["form"])).map_or("", String::as_str));
        for step in &steps {
            replay.step(step, &ended);
        }
        if let Some(instance) = &replay.instance {
            ended.insert(text(&first["form"]).to_owned(), instance.answers());
        }
        outcome.total += 1;
        outcome.states_ok += replay.ok;
        outcome.states_bad += replay.bad;
        if replay.differences.is_empty() {
            outcome.clean += 1;
        } else {
            replay.differences.truncate(MOST_SHOWN);
            let (session, test) = (text(&line["session"]).to_owned(), text(&first["test"]).to_owned());
            outcome.left.push(Left { session, test, differences: replay.differences });
        }
    }
    Ok(outcome)
}

/// The steps of tests that the recorded engine itself passes: a test begins with `init` or `fork`.
fn of_passing_tests(steps: &[Json]) -> Vec<&Json> {
    let mut fails = false;
    let mut passing = Vec::new();
    for step in steps {
        if matches!(text(&step["op"]), "init" | "fork") {
            fails = step["fails"] == Json::Bool(true);
        }
        if !fails {
            passing.push(step);
        }
    }
    passing
}

/// One session being replayed.
struct Replay<'f> {
    xml: &'f str,
    instance: Option<Instance>,
    language: String,
    /// The recorded state of every node, as of the last step.
    states: BTreeMap<String, Json>,
    ok: usize,
    bad: usize,
    differences: Vec<String>,
}

impl<'f> Replay<'f> {
    fn new(xml: &'f str) -> Self {
        Replay { xml, instance: None, language: String::new(), states: BTreeMap::new(), ok: 0, bad: 0, differences: Vec::new() }
    }

    fn step(&mut self, step: &Json, ended: &BTreeMap<String, Json>) {
        let args = step["args"].as_array().map(Vec::as_slice).unwrap_or_default();
        let done = match text(&step["op"]) {
            "init" => self.open(None),
            "fork" => self.open(ended.get(text(&step["form"]))),
            "answer" => self.answer(step, args),
            "createNewRepeat" => self.edit(|instance| Some(Edit::AddRow { repeat: instance.find(&repeat_path(step, args))? })),
            "removeRepeat" => self.edit(|instance| Some(Edit::RemoveRow { row: instance.find(&path(text(args.first()?)))? })),
            "setLanguage" => {
                self.language = args.first().map(|each| text(each).to_owned()).unwrap_or_default();
                if let Some(instance) = &mut self.instance {
                    instance.set_language(&self.language);
                }
                Ok(())
            }
            "answerOf" => self.answer_of(step, args),
            "next" | "jumpToBeginningOfForm" | "getValidationOutcome" => Ok(()),
            other => Err(format!("the step `{other}` is not known")),
        };
        if let (Err(reason), None) = (done, step.get("threw")) {
            self.differences.push(format!("{}: {reason}", text(&step["op"])));
        }
        self.compare(step);
    }

    fn open(&mut self, answers: Option<&Json>) -> Result<(), String> {
        let (definition, _) = phieu_xlsform::from_xform("form.xml", self.xml).map_err(|errors| errors[0].to_string())?;
        let (form, diagnostics) = phieu_form::compile(&definition);
        let form = form.ok_or_else(|| {
            let first = diagnostics.iter().find(|each| each.level == phieu_form::Level::Error);
            first.map(ToString::to_string).unwrap_or_default()
        })?;
        let properties = BTreeMap::from([("geopoint".to_owned(), PLACE.to_owned())]);
        let (now, today) = (Some(NOW.to_owned()), Some(NOW[..10].to_owned()));
        let context = Context { now, today, properties, seed: Some(1), ..Context::default() };
        self.instance = Some(match answers {
            Some(answers) => Instance::open(Arc::new(form), context, answers, &BTreeMap::new()),
            None => Instance::blank(Arc::new(form), context),
        });
        Ok(())
    }

    fn edit(&mut self, edit: impl FnOnce(&Instance) -> Option<Edit>) -> Result<(), String> {
        let instance = self.instance.as_mut().ok_or("there is no form")?;
        let edit = edit(instance).ok_or("there is no such place")?;
        instance.apply(edit).map(drop).map_err(|error| error.to_string())
    }

    /// The first argument is the reference, unless the answer is for where the session stands.
    fn answer(&mut self, step: &Json, args: &[Json]) -> Result<(), String> {
        let (reference, values) = match args {
            [reference, values @ ..] if !values.is_empty() => (text(reference), values),
            values => (text(&step["at"]), values),
        };
        self.edit(|instance| {
            let at = instance.find(&path(reference))?;
            let acknowledges = instance.form().node(at.node).field_type() == Some(Type::Acknowledge);
            let text = match values {
                [Json::Bool(said)] if acknowledges => if *said { "OK" } else { "" }.to_owned(),
                _ => values.iter().map(|value| answer(value, step, reference)).collect::<Vec<_>>().join(" "),
            };
            Some(Edit::Set { at, text })
        })
    }

    fn answer_of(&mut self, step: &Json, args: &[Json]) -> Result<(), String> {
        let Some(instance) = &self.instance else { return Err("there is no form".to_owned()) };
        let reference = args.first().map(text).unwrap_or_default();
        let at = instance.find(&path(reference)).ok_or_else(|| format!("{reference} is not there"))?;
        if step["val"].is_null() {
            return Ok(());
        }
        let (expected, found) = (plain(&step["val"]), instance.seen(at));
        if is_same(instance, at, &expected, &found) { Ok(()) } else { Err(format!("{reference} is `{found}`, recorded `{expected}`")) }
    }

    /// Compares every recorded state with phieu's.
    fn compare(&mut self, step: &Json) {
        let changed = step["set"].as_array().map(Vec::as_slice).unwrap_or_default();
        for reference in step["gone"].as_array().into_iter().flatten() {
            self.states.remove(text(reference));
        }
        self.states.extend(changed.iter().map(|state| (text(&state["r"]).to_owned(), state.clone())));
        let Some(instance) = &self.instance else {
            self.bad += changed.len();
            return;
        };
        let language = instance.form().language(&self.language);
        for (reference, state) in self.states.iter().filter(|(reference, _)| !is_envelope(reference)) {
            let recorded_now = changed.iter().any(|each| each["r"] == state["r"]);
            match difference(instance, language, reference, state) {
                None => self.ok += usize::from(recorded_now),
                Some(difference) => {
                    self.bad += usize::from(recorded_now);
                    let line = format!("{} {}: {reference}: {difference}", text(&step["op"]), step["args"]);
                    if self.differences.len() < MOST_SHOWN {
                        self.differences.push(line);
                    }
                }
            }
        }
    }
}

/// An answer as text. A file's name is not recorded with the step, so it is taken from the state after it.
fn answer(value: &Json, step: &Json, reference: &str) -> String {
    let after = || step["set"].as_array().into_iter().flatten().find(|state| text(&state["r"]) == reference);
    match value {
        Json::Bool(truth) => u8::from(*truth).to_string(),
        Json::Object(_) => after().map(|state| plain(&state["v"])).unwrap_or_default(),
        value => plain(value),
    }
}

/// How phieu's state of a node differs from the recorded one.
fn difference(instance: &Instance, language: usize, reference: &str, state: &Json) -> Option<String> {
    let Some(at) = instance.find(&path(reference)) else { return Some("is not there".to_owned()) };
    let node = instance.form().node(at.node);
    let found = instance.node(at);
    let flag = |name: &str| state[name] == Json::Bool(true);
    let differs =
        |what: &str, recorded: &dyn std::fmt::Debug, found: &dyn std::fmt::Debug| Some(format!("{what} {found:?}, recorded {recorded:?}"));
    if found.relevant != flag("rel") {
        return differs("relevant", &flag("rel"), &found.relevant);
    }
    let Kind::Field(_) = node.kind else { return None };
    let recorded = plain(&state["v"]);
    let seen = instance.seen(at);
    if !is_same(instance, at, &recorded, &seen) {
        return differs("value", &recorded, &seen);
    }
    if !found.relevant {
        return None;
    }
    if found.required != flag("rq") {
        return differs("required", &flag("rq"), &found.required);
    }
    if node.calculate.is_none() && found.readonly != flag("ro") {
        return differs("readonly", &flag("ro"), &found.readonly);
    }
    let label = squeezed(&instance.render(&node.label, at, language, &Named::plain));
    let recorded = squeezed(text(&state["l"]));
    if label != recorded {
        return differs("label", &recorded, &label);
    }
    if let Some(offered) = state["o"].as_array() {
        let offered: Vec<(String, String)> = offered.iter().map(|each| (plain(&each[0]), squeezed(&plain(&each[1])))).collect();
        let found = choices(instance, at, language);
        if offered != found {
            return differs("choices", &offered, &found);
        }
    }
    if state["t"] == "model-value" {
        return None;
    }
    let recorded = text(&state["bad"][0]);
    let broken = broken(instance, at);
    if recorded != broken {
        return differs("issue", &recorded, &broken);
    }
    None
}

fn choices(instance: &Instance, at: At, language: usize) -> Vec<(String, String)> {
    let label = |choice: &phieu_form::Choice| instance.render(&choice.label, at, language, &Named::plain);
    instance.choices(at).iter().map(|choice| (choice.name.clone(), squeezed(&label(choice)))).collect()
}

/// The condition that does not hold, as the recording names it.
fn broken(instance: &Instance, at: At) -> &'static str {
    let issues = instance.issues_at(at);
    let has = |code: Code| issues.iter().any(|issue| issue.code == code);
    let unseen = instance.node(at).required && instance.seen(at).is_empty();
    match (has(Code::Required) || unseen, has(Code::Constraint)) {
        (true, _) => "required",
        (_, true) => "constraint",
        _ => "",
    }
}

/// Whether two values of a node are the same; of several chosen names in any order.
fn is_same(instance: &Instance, at: At, recorded: &str, found: &str) -> bool {
    let form = instance.form();
    if form.node(at.node).calculate.is_some_and(|calculate| form.formula(calculate).source.contains("random()")) {
        return true;
    }
    match form.node(at.node).field_type() {
        Some(Type::SelectMultiple(_)) => sorted(recorded) == sorted(found),
        Some(Type::Metadata(_)) if recorded.is_empty() || found.is_empty() => true,
        // Where the device was is not part of the recording.
        _ if found == PLACE && recorded.split(' ').filter(|number| number.parse::<f64>().is_ok()).count() == 4 => true,
        _ => same_value(recorded, found),
    }
}

/// Equal, or two identifiers or times that nobody can foresee, or the same number written otherwise.
fn same_value(recorded: &str, found: &str) -> bool {
    let number = |text: &str| text.parse::<f64>().ok();
    let clock = |text: &str| text.starts_with("uuid:") || (text.len() > 10 && text.get(10..11) == Some("T"));
    recorded == found
        || (recorded.is_empty() && found == PLACE)
        || (clock(recorded) && (clock(found) || found.is_empty()))
        || number(recorded).is_some_and(|recorded| Some(recorded) == number(found))
}

/// The envelope belongs to who sends a report, not to the form.
fn is_envelope(reference: &str) -> bool {
    reference.split('/').nth(2).is_some_and(|part| part.rsplit(':').next() == Some("meta"))
}

/// The path below the root element, with prefixes as written.
fn path(reference: &str) -> String {
    reference.trim_start_matches('/').split_once('/').map_or_else(String::new, |(_, rest)| rest.to_owned())
}

/// The repeat a new row is asked for: named, or the one the new row is in.
fn repeat_path(step: &Json, args: &[Json]) -> String {
    let named = args.first().map(|arg| text(arg.get("assertCurrentReference").unwrap_or(arg))).unwrap_or_default();
    let at = text(&step["at"]);
    let whole = |reference: &str| match reference.strip_suffix(']').and_then(|rest| rest.rsplit_once('[')) {
        Some((whole, _)) => whole.to_owned(),
        None => reference.to_owned(),
    };
    path(&whole(if at.ends_with(']') { at } else { named }))
}

/// Chosen names in any order: the recorded engine writes them in the order of the list, phieu in that of choosing.
fn sorted(names: &str) -> Vec<&str> {
    let mut names: Vec<&str> = names.split(' ').collect();
    names.sort_unstable();
    names
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A recorded value as text.
fn plain(json: &Json) -> String {
    match json {
        Json::Null => String::new(),
        Json::String(text) => text.clone(),
        Json::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join(" "),
        other => other.to_string(),
    }
}
