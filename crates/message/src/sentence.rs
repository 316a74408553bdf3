//! The sentence for an issue.

use std::collections::BTreeMap;

use phieu_engine::{Code, Held, Issue, fact_of_answer, fact_of_output};
use phieu_form::{Form, Part, Template, Texts, gathered, json};
use serde_json::Value as Json;

use crate::{Language, number, show};

/// What is wrong, for a reader: the author's own sentence where there is one, else the language's.
pub fn sentence(form: &Form, issue: &Issue, language: Language) -> String {
    let written = written(form, issue).and_then(|texts| texts.get(form.language(language.tag)));
    match written {
        Some(template) => fill(form, template, &issue.facts, language),
        None if issue.code == Code::Shape => text(language, &key(issue), &named_shapes(&issue.facts, language)),
        None => text(language, &key(issue), &issue.facts),
    }
}

/// The facts of a wrong shape with the shapes in the reader's words.
fn named_shapes(facts: &BTreeMap<String, Json>, language: Language) -> BTreeMap<String, Json> {
    let named = |shape: &Json| {
        let key = format!("shape.{}", shape.as_str().unwrap_or_default().replace(' ', "_"));
        language.get(&key).map_or_else(|| shape.clone(), Json::from)
    };
    gathered(facts.iter().map(|(name, shape)| (name.clone(), named(shape))))
}

/// The sentence of a language under a key, with facts put in; the key itself where there is none.
pub fn text(language: Language, key: &str, facts: &BTreeMap<String, Json>) -> String {
    let Some(sentence) = language.get(key) else { return key.to_owned() };
    let mut text = String::new();
    let mut rest = sentence;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else { break };
        text.push_str(before);
        text.push_str(&facts.get(name).map(|fact| plain(fact, language)).unwrap_or_default());
        rest = after;
    }
    text.push_str(rest);
    text
}

/// The sentence that the form's author wrote for such an issue.
fn written<'f>(form: &'f Form, issue: &Issue) -> Option<&'f Texts> {
    let texts = match (issue.code, issue.rule, issue.at) {
        (Code::Rule, Some((rule, _)), _) => &form.rules.get(rule.index())?.message,
        (Code::Required, _, Some(at)) => &form.nodes.get(at.node.index())?.required_message,
        (Code::Constraint, _, Some(at)) => &form.nodes.get(at.node.index())?.constraint_message,
        _ => return None,
    };
    (!texts.is_empty()).then_some(texts)
}

fn key(issue: &Issue) -> String {
    let expected = issue.facts.get("expected").and_then(Json::as_str);
    match (issue.code, expected) {
        (
            Code::Type,
            Some(name @ ("integer" | "decimal" | "date" | "partial_date" | "select_one" | "geopoint" | "geotrace" | "geoshape")),
        ) => format!("issue.type.{name}"),
        (Code::Type, _) => "issue.type.other".to_owned(),
        (code, _) => format!("issue.{}", code.name()),
    }
}

fn fill(form: &Form, template: &Template, facts: &BTreeMap<String, Json>, language: Language) -> String {
    let parts = template.parts.iter().map(|part| match part {
        Part::Literal(text) => text.clone(),
        Part::Output(formula) => facts.get(&fact_of_output(form, *formula)).map(|fact| plain(fact, language)).unwrap_or_default(),
        Part::Slot { name, slot } => {
            let field_type = form.slots.get(*slot as usize).and_then(|slot| form.node(slot.node).field_type());
            let held = facts.get(&fact_of_answer(name)).map(held).unwrap_or_default();
            field_type.map(|field_type| show(form, field_type, &held, language)).unwrap_or_default()
        }
    });
    parts.collect()
}

/// A fact as what the node held.
fn held(fact: &Json) -> Held {
    match fact {
        Json::Null => Held::Blank,
        Json::Number(value) => value.as_f64().map_or(Held::Blank, Held::Number),
        Json::String(text) => Held::Text(text.as_str().into()),
        Json::Array(items) => Held::Text(items.iter().filter_map(Json::as_str).collect::<Vec<_>>().join(" ").into()),
        other => Held::Text(json::text(other).into()),
    }
}

fn plain(fact: &Json, language: Language) -> String {
    match fact {
        Json::String(text) => text.clone(),
        Json::Number(value) => value.as_f64().map_or_else(|| json::number_text(value), |value| number(value, language)),
        Json::Null => String::new(),
        other => json::text(other),
    }
}
