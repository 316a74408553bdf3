//! Answers as an ODK client sends them: the instance of an XForm, filled in (OpenRosa form submission 1.0, ODK XForms section on submissions).
//!
//! Values are given in the form's own spelling and nothing is mended: what is no number stays a text, for the form's check to name it. What
//! the form computes itself is left out; an element that the form does not know stays under its name, for the check to name it as well.
//! Only the order in which several choices were ticked says nothing: they come in the form's order ([`order_choices`]).

use std::collections::BTreeMap;

use phieu_form::{Form, Kind, NodeId, Type};
use serde_json::{Map, Value as Json, json};

use crate::SyntaxError;
use crate::xml::{Node, parse};

/// What clients add to the answers.
const NOT_ANSWERS: [&str; 3] = ["meta", "formhub", "__version__"];

/// A submission whose form is not looked at yet.
#[derive(Clone, Debug)]
pub struct Submission {
    /// The id of the form that was filled in.
    pub form: String,
    /// Its version; empty where none is said.
    pub version: String,
    /// The id that the client gave what was filled in: `uuid:…`. It is the same however often it is sent.
    pub instance: Option<String>,
    root: Node,
}

impl Submission {
    /// Reads the XML; `file` is its name in messages.
    pub fn read(file: &str, text: &str) -> Result<Submission, Vec<SyntaxError>> {
        let root = parse(file, text)?;
        let said = |name: &str| root.attribute(name).unwrap_or_default().to_owned();
        let instance = root.element("meta").and_then(|meta| meta.element("instanceID")).map(|id| id.text().trim().to_owned());
        Ok(Submission { form: said("id"), version: said("version"), instance: instance.filter(|id| !id.is_empty()), root })
    }

    /// Takes a text directly under the root out, such as one that was added to the form's questions.
    pub fn take(&mut self, name: &str) -> Option<String> {
        let text = self.root.element(name).map(|node| node.text().trim().to_owned());
        self.root.children.retain(|child| !matches!(child, crate::xml::Child::Node(node) if node.local() == name));
        text.filter(|text| !text.is_empty())
    }

    /// The answers as a report of the form has them: nested by group, a repeat an array.
    pub fn answers(&self, form: &Form) -> Json {
        let mut answers = group(form, NodeId(0), &self.root);
        order_choices(form, &mut answers);
        answers
    }
}

/// Puts what was chosen of several into the order of the form's choices, so that the same choices are the same answer; what the form does not
/// list comes last, by name. A ranking keeps its order, which is the answer.
pub fn order_choices(form: &Form, answers: &mut Json) {
    order_within(form, NodeId(0), answers);
}

fn order_within(form: &Form, at: NodeId, answers: &mut Json) {
    for child in form.children(at) {
        let node = form.node(child);
        match (node.kind, answers.get_mut(&node.name)) {
            (Kind::Group, Some(inside)) => order_within(form, child, inside),
            (Kind::Repeat, Some(Json::Array(rows))) => rows.iter_mut().for_each(|row| order_within(form, child, row)),
            (Kind::Field(Type::SelectMultiple(list)), Some(Json::Array(names))) => {
                let choices = form.lists.get(list.index()).into_iter().flat_map(|list| &list.choices);
                let places: BTreeMap<&str, usize> = choices.enumerate().map(|(place, choice)| (choice.name.as_str(), place)).collect();
                names.sort_by_cached_key(|name| {
                    let name = name.as_str().unwrap_or_default();
                    (places.get(name).copied().unwrap_or(usize::MAX), name.to_owned())
                });
            }
            _ => {}
        }
    }
}

fn group(form: &Form, at: NodeId, element: &Node) -> Json {
    let mut answers = Map::new();
    for each in element.elements().filter(|each| !NOT_ANSWERS.contains(&each.local()) && each.attribute("template").is_none()) {
        let name = each.local();
        match form.children(at).find(|child| form.node(*child).name == name) {
            Some(child) => put(form, child, each, &mut answers),
            None if is_count_of_rows(form, at, name) => {}
            None => {
                keep(&mut answers, name, json!(each.text()));
            }
        }
    }
    Json::Object(answers)
}

fn put(form: &Form, at: NodeId, element: &Node, answers: &mut Map<String, Json>) {
    let node = form.node(at);
    match node.kind {
        Kind::Group => {
            let inside = group(form, at, element);
            // Clients keep the elements of what was not answered.
            if inside.as_object().is_some_and(|inside| !inside.is_empty()) {
                keep(answers, &node.name, inside);
            }
        }
        Kind::Repeat => {
            let rows = answers.entry(node.name.clone()).or_insert_with(|| json!([]));
            if let Json::Array(rows) = rows {
                rows.push(group(form, at, element));
            }
        }
        Kind::Field(Type::Note) => {}
        Kind::Field(_) if node.calculate.is_some() => {}
        Kind::Field(field_type) => {
            let text = element.text();
            if !text.trim().is_empty() {
                keep(answers, &node.name, answer(field_type, &text));
            }
        }
    }
}

/// Keeps an answer. Where one may be and two are, both stand there as a list: no answer is lost, and the form's check refuses the list.
fn keep(answers: &mut Map<String, Json>, name: &str, answer: Json) {
    let both = match answers.remove(name) {
        Some(first) => json!([first, answer]),
        None => answer,
    };
    answers.insert(name.to_owned(), both);
}

/// How many rows the repeat after it has is computed beside it, in a node of its own.
fn is_count_of_rows(form: &Form, at: NodeId, name: &str) -> bool {
    let repeat = name.strip_suffix("_count");
    repeat.is_some_and(|repeat| form.children(at).any(|child| form.node(child).name == repeat && form.node(child).kind == Kind::Repeat))
}

fn answer(field_type: Type, text: &str) -> Json {
    let number = match field_type {
        Type::Integer => whole(text.trim()).map(|number| json!(number)),
        Type::Decimal | Type::Range => text.trim().parse::<f64>().ok().filter(|number| number.is_finite()).map(|number| json!(number)),
        Type::SelectMultiple(_) | Type::Rank(_) => Some(text.split_whitespace().collect()),
        Type::SelectOne(_) | Type::Date | Type::PartialDate => Some(json!(text.trim())),
        _ => None,
    };
    number.unwrap_or_else(|| json!(text))
}

/// A whole number. Clients that ask for a long one as a decimal write it as `9.2E9`.
fn whole(text: &str) -> Option<i64> {
    let decimal = || text.parse::<f64>().ok().filter(|number| number.fract() == 0.0 && number.abs() <= LARGEST).map(|number| number as i64);
    text.parse().ok().or_else(decimal)
}

/// 2^53: up to it every whole number has its own decimal.
const LARGEST: f64 = 9_007_199_254_740_992.0;

#[cfg(test)]
mod tests {
    use super::whole;

    #[test]
    fn a_whole_number_is_read_in_a_clients_spelling_and_nothing_else_is() {
        for (text, number) in [("12", 12), ("-3", -3), ("9.2E9", 9_200_000_000), ("12.0", 12), ("9007199254740993", 9_007_199_254_740_993)]
        {
            assert_eq!(whole(text), Some(number), "{text}");
        }
        for text in ["", "12,7", "12.7", "1e300", "NaN", "inf", "1 2", "9.007199254740994E15"] {
            assert_eq!(whole(text), None, "{text}");
        }
    }
}
