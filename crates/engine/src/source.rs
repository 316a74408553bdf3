//! Secondary instances: small trees that expressions read and nobody changes.

use phieu_form::{ChoiceList, Element, Template, json};
use phieu_xpath::Value;
use serde_json::Value as Json;

/// A tree: node 0 is the document, node 1 its element `root`.
#[derive(Debug)]
pub(crate) struct Source {
    pub nodes: Vec<SourceNode>,
}

/// One element, or the document.
#[derive(Debug)]
pub(crate) struct SourceNode {
    pub name: String,
    pub parent: Option<u32>,
    pub children: Vec<u32>,
    pub attributes: Vec<u32>,
    pub is_attribute: bool,
    /// What a leaf holds.
    pub value: Value,
}

impl Source {
    fn new() -> Source {
        let mut source = Source { nodes: Vec::new() };
        source.add("", None, Value::Text(String::new()));
        source.add("root", Some(0), Value::Text(String::new()));
        source
    }

    fn add(&mut self, name: &str, parent: Option<u32>, value: Value) -> u32 {
        let id = self.nodes.len() as u32;
        if let Some(parent) = parent {
            self.nodes[parent as usize].children.push(id);
        }
        self.nodes.push(leaf_node(name, parent, value));
        id
    }

    /// From data that came with the form; its root element stands for `root`.
    pub fn from_element(root: &Element) -> Source {
        let mut source = Source { nodes: vec![leaf_node("", None, Value::Text(String::new()))] };
        source.element(0, root);
        source
    }

    fn element(&mut self, parent: u32, element: &Element) {
        let name = element.name.rsplit_once(':').map_or(element.name.as_str(), |(_, local)| local);
        let id = self.add(name, Some(parent), Value::Text(element.text.clone()));
        for (name, value) in &element.attributes {
            let attribute = self.nodes.len() as u32;
            let leaf = leaf_node(name, Some(id), Value::Text(value.clone()));
            self.nodes.push(SourceNode { is_attribute: true, ..leaf });
            self.nodes[id as usize].attributes.push(attribute);
        }
        element.children.iter().for_each(|child| self.element(id, child));
    }

    /// From answers: objects are groups, arrays of objects repeats.
    pub fn from_json(json: &Json) -> Source {
        let mut source = Source::new();
        source.fill(1, json, 0);
        source
    }

    fn fill(&mut self, parent: u32, json: &Json, depth: usize) {
        let Json::Object(map) = json else { return };
        for (name, value) in map {
            match value {
                Json::Array(items) if items.iter().any(Json::is_object) => {
                    for item in items {
                        self.child(parent, name, item, depth);
                    }
                }
                _ => self.child(parent, name, value, depth),
            }
        }
    }

    fn child(&mut self, parent: u32, name: &str, json: &Json, depth: usize) {
        // As deep as a form can be; what lies deeper is no answer of a form.
        const DEEPEST: usize = 64;
        let id = self.add(name, Some(parent), leaf(json));
        if depth < DEEPEST {
            self.fill(id, json, depth + 1);
        }
    }

    /// From a choice list: `root/item`, each with `name`, `label` and the list's other columns.
    pub fn from_choices(list: &ChoiceList, language: usize) -> Source {
        let mut source = Source::new();
        for choice in &list.choices {
            let item = source.add("item", Some(1), Value::Text(String::new()));
            source.add("name", Some(item), Value::Text(choice.name.clone()));
            let label = choice.label.get(language).map_or_else(String::new, Template::plain);
            source.add("label", Some(item), Value::Text(label));
            for (column, text) in list.columns.iter().zip(&choice.cells) {
                source.add(column, Some(item), Value::Text(text.clone()));
            }
        }
        source
    }

    /// Text of a node and everything in it. Returns how many nodes that are.
    pub fn text(&self, id: u32, out: &mut String) -> usize {
        let node = &self.nodes[id as usize];
        match &node.value {
            Value::Text(text) => out.push_str(text),
            Value::Number(number) => out.push_str(&phieu_xpath::number_to_text(*number)),
            Value::Boolean(truth) => out.push_str(if *truth { "true" } else { "false" }),
            Value::Nodes(_) => {}
        }
        1 + node.children.iter().map(|child| self.text(*child, out)).sum::<usize>()
    }
}

fn leaf_node(name: &str, parent: Option<u32>, value: Value) -> SourceNode {
    SourceNode { name: name.to_owned(), parent, children: Vec::new(), attributes: Vec::new(), is_attribute: false, value }
}

fn leaf(json: &Json) -> Value {
    Value::Text(match json {
        Json::Number(number) => return number.as_f64().map_or(Value::Text(json::number_text(number)), Value::Number),
        Json::String(text) => text.clone(),
        Json::Bool(truth) => truth.to_string(),
        Json::Array(items) => items.iter().filter_map(Json::as_str).collect::<Vec<_>>().join(" "),
        Json::Null | Json::Object(_) => String::new(),
    })
}
