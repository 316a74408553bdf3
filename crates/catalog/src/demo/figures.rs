//! Reports filled in from recipes, `data/demo-figures.toml`: one line for each question, none of it code.

use std::collections::{BTreeMap, BTreeSet};

use phieu_report::{Date, Period, Window};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::chance::Chance;
use super::recipe::{Names, compute};
use super::told::Told;
use crate::{DataError, read};

const FILE: &str = "demo-figures.toml";

/// The recipes of all forms.
pub(super) struct Figures(Vec<Recipe>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    form: Vec<Recipe>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Recipe {
    id: String,
    fields: Vec<Line>,
}

/// A path, what stands there, and for which periods or units.
#[derive(Deserialize)]
#[serde(untagged)]
enum Line {
    Always(String, Value),
    When(String, Value, String),
}

/// Who reports, and what is known of it.
#[derive(Clone)]
pub(super) struct Subject {
    pub(super) unit: String,
    /// The day on which it sends; later reports of others are not known to it.
    pub(super) on: Date,
    pub(super) figures: BTreeMap<String, i64>,
    pub(super) texts: BTreeMap<&'static str, String>,
    /// Words that lines ask for with their third part.
    pub(super) tags: BTreeSet<String>,
    /// The units directly below.
    pub(super) below: Vec<String>,
    /// What stands where a text is one of these names in braces.
    pub(super) lists: BTreeMap<&'static str, Value>,
}

impl Figures {
    pub(super) fn read() -> Result<Figures, DataError> {
        read::<File>(FILE, include_str!("../../data/demo-figures.toml")).map(|file| Figures(file.form))
    }

    /// The answers of one report.
    pub(super) fn fill(&self, form: &str, subject: &Subject, period: Period, told: &Told, window: Window) -> Result<Value, DataError> {
        let mut filler = Filler { form, subject, period, told, window, locals: BTreeMap::new() };
        let mut answers = json!({});
        for line in self.0.iter().filter(|recipe| recipe.id == form).flat_map(|recipe| &recipe.fields) {
            let (path, recipe) = match line {
                Line::Always(path, recipe) => (path, recipe),
                Line::When(path, recipe, when) if when == period.kind().name() || subject.tags.contains(when) => (path, recipe),
                Line::When(..) => continue,
            };
            let mut chance = Chance::of(&format!("{form} {} {} {path}", subject.unit, period.end_year()));
            let problem = |message| DataError { file: FILE, message: format!("{form} {path}: {message}") };
            let value = filler.value(recipe, &mut chance).map_err(problem)?;
            let name = path.rsplit('/').next().unwrap_or(path);
            filler.locals.insert(name.to_owned(), value.get("else").unwrap_or(&value).as_i64().unwrap_or_default());
            if !name.starts_with('_') {
                put(&mut answers, path, value);
            }
        }
        Ok(answers)
    }
}

struct Filler<'a> {
    form: &'a str,
    subject: &'a Subject,
    period: Period,
    told: &'a Told,
    window: Window,
    locals: BTreeMap<String, i64>,
}

impl Filler<'_> {
    fn value(&self, recipe: &Value, chance: &mut Chance) -> Result<Value, String> {
        Ok(match recipe {
            Value::String(text) => match text.strip_prefix('=') {
                Some(recipe) => compute(recipe, self, chance)?.into(),
                None => self.text(text),
            },
            Value::Array(rows) => rows.iter().map(|row| self.value(row, chance)).collect::<Result<_, _>>()?,
            Value::Object(members) => match members.get("pick").and_then(Value::as_array) {
                Some(choices) if !choices.is_empty() => {
                    let last = choices.len() as u64 - 1;
                    self.value(&choices[chance.between(0, last) as usize], chance)?
                }
                _ => {
                    let each = members.iter().map(|(name, member)| Ok((name.clone(), self.value(member, chance)?)));
                    Value::Object(each.collect::<Result<Map<_, _>, String>>()?)
                }
            },
            other => other.clone(),
        })
    }

    /// `start+20` and `end-3` are days; `{year}` and what is known of the unit stand in braces.
    fn text(&self, text: &str) -> Value {
        if let Some(list) = self.subject.lists.get(text) {
            return list.clone();
        }
        let day = |word: &str, from: Date| {
            let days = text.strip_prefix(word)?;
            let days = if days.is_empty() { 0 } else { days.parse().ok()? };
            from.plus_days(days)
        };
        if let Some(day) = day("start", self.period.start(self.window)).or_else(|| day("end", self.period.end(self.window))) {
            return day.to_string().into();
        }
        let dated = text.replace("{year}", &self.period.end_year().to_string());
        self.subject.texts.iter().fold(dated, |text, (name, known)| text.replace(&format!("{{{name}}}"), known)).into()
    }
}

impl Names for Filler<'_> {
    fn value(&self, name: &str) -> Option<i64> {
        self.locals.get(name).or_else(|| self.subject.figures.get(name)).copied()
    }

    fn call(&self, function: &str, name: &str) -> Option<i64> {
        let unit = &self.subject.unit;
        if function == "before" {
            return self.told.before(self.form, unit, self.period, name);
        }
        let (form, field) = name.split_once('.')?;
        let latest = |unit: &String| self.told.latest(form, unit, self.period, self.subject.on, field);
        let below = &self.subject.below;
        match function {
            "of" => latest(unit),
            "sum" => Some(below.iter().map(|unit| self.told.sum(form, unit, self.period, field)).sum()),
            "latest" => Some(below.iter().filter_map(latest).sum()),
            _ => {
                let least = function.strip_prefix("count_")?.parse().ok()?;
                i64::try_from(below.iter().filter_map(latest).filter(|value: &i64| *value >= least).count()).ok()
            }
        }
    }

    fn part_of_year(&self, whole: i64) -> i64 {
        whole * i64::from(self.period.months().min(12)) / 12
    }
}

/// Puts a value at a path of answers; a row of a list is its number, from 0.
pub(super) fn put(answers: &mut Value, path: &str, value: Value) {
    let place = path.split('/').fold(answers, |at, name| match name.parse::<usize>() {
        Ok(row) if at.is_array() => &mut at[row],
        _ => &mut at[name],
    });
    *place = value;
}
