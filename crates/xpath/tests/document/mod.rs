//! A [`World`] over an XML document, for tests: every kind of node of XPath's data model, and the outside as given values.
//!
//! Texts and CDATA sections stay apart and the document type is a node, as in a browser's DOM, because the recorded
//! cases count nodes that way.

#![allow(dead_code)]

use std::borrow::Cow;
use std::cell::Cell;
use std::cmp::Ordering;
use std::collections::BTreeMap;

use phieu_xpath::{Kind, Node, World};
use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};

/// What a node of the browser's DOM is, by its number there.
pub const TEXT: u8 = 3;
const CDATA: u8 = 4;
const INSTRUCTION: u8 = 7;
const COMMENT: u8 = 8;
const DOCTYPE: u8 = 10;

struct Item {
    kind: Kind,
    dom: u8,
    prefix: Option<String>,
    name: String,
    namespace: String,
    text: String,
    parent: Option<usize>,
    children: Vec<usize>,
    attributes: Vec<usize>,
    namespaces: Vec<usize>,
}

/// A document and what is outside of it.
#[derive(Default)]
pub struct Document {
    items: Vec<Item>,
    prefixes: BTreeMap<String, String>,
    /// The root elements of secondary instances.
    pub instances: BTreeMap<String, Node>,
    pub today: Option<String>,
    pub now: Option<String>,
    pub offset: i32,
    pub language: Option<String>,
    pub properties: BTreeMap<String, String>,
    pub version: Option<String>,
    draws: Cell<u32>,
}

impl Document {
    /// Reads a document; whitespace before it does not count.
    pub fn read(xml: &str) -> Result<Document, String> {
        let mut document = Document::default();
        document.add(None, Kind::Document, 9, "");
        document.read_into(0, xml)?;
        Ok(document)
    }

    /// Reads another tree into the same world and gives its root element.
    pub fn add_tree(&mut self, xml: &str) -> Result<Node, String> {
        let root = self.add(None, Kind::Document, 9, "");
        self.read_into(root, xml)?;
        let element = self.items[root].children.iter().find(|child| self.items[**child].kind == Kind::Element);
        element.map(|element| Node(*element as u64)).ok_or_else(|| "no root element".to_owned())
    }

    /// The document node.
    pub fn document(&self) -> Node {
        Node(0)
    }

    /// The node at a path of steps: the n-th child element, `t3:4` the child at place 4, `@name` an attribute.
    pub fn at(&self, steps: &[serde_json::Value]) -> Option<Node> {
        let mut at = 0;
        for step in steps {
            let item = &self.items[at];
            at = match (step.as_u64(), step.as_str()) {
                (Some(index), _) => *self.elements(at).get(index as usize)?,
                (_, Some(text)) => match text.strip_prefix('@') {
                    Some(name) => *item.attributes.iter().find(|index| self.items[**index].name == name)?,
                    None => *item.children.get(text.split_once(':')?.1.parse::<usize>().ok()?)?,
                },
                _ => return None,
            };
        }
        Some(Node(at as u64))
    }

    /// The path of a node, in the same spelling.
    pub fn path_of(&self, node: Node) -> Vec<serde_json::Value> {
        let mut path = Vec::new();
        let mut at = node.0 as usize;
        while let Some(parent) = self.items[at].parent {
            let item = &self.items[at];
            let place = self.items[parent].children.iter().position(|child| *child == at);
            path.push(match (item.kind, place) {
                (Kind::Element, _) => self.elements(parent).iter().position(|child| *child == at).into(),
                (_, Some(place)) => format!("t{}:{place}", item.dom).into(),
                _ => format!("@{}", item.name).into(),
            });
            at = parent;
        }
        path.reverse();
        path
    }

    fn elements(&self, of: usize) -> Vec<usize> {
        let children = self.items[of].children.iter().copied();
        children.filter(|child| self.items[*child].kind == Kind::Element).collect()
    }

    fn add(&mut self, parent: Option<usize>, kind: Kind, dom: u8, text: &str) -> usize {
        let index = self.items.len();
        self.items.push(Item {
            kind,
            dom,
            prefix: None,
            name: String::new(),
            namespace: String::new(),
            text: text.to_owned(),
            parent,
            children: Vec::new(),
            attributes: Vec::new(),
            namespaces: Vec::new(),
        });
        index
    }

    fn add_child(&mut self, parent: usize, kind: Kind, dom: u8, text: &str) -> usize {
        let index = self.add(Some(parent), kind, dom, text);
        self.items[parent].children.push(index);
        index
    }

    /// Text that directly follows text is the same node.
    fn add_text(&mut self, parent: usize, text: &str) {
        let last = self.items[parent].children.last().copied();
        match last.filter(|last| self.items[*last].dom == TEXT) {
            Some(last) => self.items[last].text.push_str(text),
            None if self.items[parent].kind == Kind::Document => {}
            None => {
                self.add_child(parent, Kind::Text, TEXT, text);
            }
        }
    }

    fn read_into(&mut self, root: usize, xml: &str) -> Result<(), String> {
        let mut reader = Reader::from_str(xml.trim());
        let mut open = vec![root];
        let mut scopes = vec![vec![(String::new(), String::new())]];
        loop {
            let parent = *open.last().ok_or("unbalanced")?;
            match reader.read_event().map_err(|error| error.to_string())? {
                Event::Start(tag) => {
                    let scope = self.declared(&scopes, &tag)?;
                    open.push(self.element(parent, &tag, &scope)?);
                    scopes.push(scope);
                }
                Event::Empty(tag) => {
                    let scope = self.declared(&scopes, &tag)?;
                    self.element(parent, &tag, &scope)?;
                }
                Event::End(_) => {
                    open.pop();
                    scopes.pop();
                }
                Event::Text(text) => self.add_text(parent, &text),
                Event::GeneralRef(reference) => self.add_text(parent, &resolve(&reference)?),
                Event::CData(text) => {
                    self.add_child(parent, Kind::Text, CDATA, &text);
                }
                Event::Comment(text) => {
                    self.add_child(parent, Kind::Comment, COMMENT, &text);
                }
                Event::PI(instruction) => {
                    let content = instruction.content();
                    let index = self.add_child(parent, Kind::ProcessingInstruction, INSTRUCTION, content.trim());
                    self.items[index].name = instruction.target().to_owned();
                }
                // Of a kind that only `node()` accepts.
                Event::DocType(_) => {
                    self.add_child(parent, Kind::Document, DOCTYPE, "");
                }
                Event::Decl(_) => {}
                Event::Eof => return Ok(()),
            }
        }
    }

    /// The namespaces in scope of a tag, the default one first.
    fn declared(&mut self, scopes: &[Vec<(String, String)>], tag: &BytesStart<'_>) -> Result<Vec<(String, String)>, String> {
        let mut scope = scopes.last().cloned().unwrap_or_default();
        for attribute in tag.attributes() {
            let attribute = attribute.map_err(|error| error.to_string())?;
            let key = attribute.key.as_ref();
            let prefix = match key.split_once(':') {
                Some(("xmlns", prefix)) => prefix.to_owned(),
                None if key == "xmlns" => String::new(),
                _ => continue,
            };
            let uri = unescape(&attribute.value)?;
            scope.retain(|(known, _)| *known != prefix);
            match prefix.is_empty() {
                true => scope.insert(0, (prefix, uri)),
                false => {
                    self.prefixes.entry(prefix.clone()).or_insert_with(|| uri.clone());
                    scope.push((prefix, uri));
                }
            }
        }
        Ok(scope)
    }

    fn element(&mut self, parent: usize, tag: &BytesStart<'_>, scope: &[(String, String)]) -> Result<usize, String> {
        let index = self.add_child(parent, Kind::Element, 1, "");
        self.set_name(index, tag.name().as_ref(), scope, true);
        for (prefix, uri) in scope.iter().filter(|(_, uri)| !uri.is_empty()) {
            let namespace = self.add(Some(index), Kind::Namespace, 13, uri);
            self.items[namespace].name.clone_from(prefix);
            self.items[index].namespaces.push(namespace);
        }
        for attribute in tag.attributes() {
            let attribute = attribute.map_err(|error| error.to_string())?;
            let key = attribute.key.as_ref();
            if key == "xmlns" || key.starts_with("xmlns:") {
                continue;
            }
            let value = unescape(&attribute.value)?;
            let added = self.add(Some(index), Kind::Attribute, 2, &value);
            self.set_name(added, key, scope, false);
            self.items[index].attributes.push(added);
        }
        Ok(index)
    }

    fn set_name(&mut self, index: usize, written: &str, scope: &[(String, String)], with_default: bool) {
        let (prefix, local) = written.split_once(':').map_or(("", written), |(prefix, local)| (prefix, local));
        let declared = scope.iter().find(|(known, _)| known == prefix).map_or("", |(_, uri)| uri);
        let item = &mut self.items[index];
        item.name = local.to_owned();
        item.prefix = (!prefix.is_empty()).then(|| prefix.to_owned());
        item.namespace = match prefix {
            "xml" => "http://www.w3.org/XML/1998/namespace".to_owned(),
            "" if !with_default => String::new(),
            _ => declared.to_owned(),
        };
    }

    fn item(&self, node: Node) -> &Item {
        &self.items[node.0 as usize]
    }

    fn attribute(&self, index: usize, name: &str) -> Option<&str> {
        let attributes = self.items[index].attributes.iter();
        attributes.map(|attribute| &self.items[*attribute]).find(|item| item.name == name).map(|item| item.text.as_str())
    }

    fn append_text(&self, index: usize, out: &mut String) {
        for child in &self.items[index].children {
            match self.items[*child].kind {
                Kind::Text => out.push_str(&self.items[*child].text),
                Kind::Element => self.append_text(*child, out),
                _ => {}
            }
        }
    }

    fn children_named<'d>(&'d self, of: usize, name: &'d str) -> impl Iterator<Item = usize> + 'd {
        self.elements(of).into_iter().filter(move |index| self.items[*index].name == name)
    }
}

fn resolve(reference: &BytesRef<'_>) -> Result<String, String> {
    if let Some(c) = reference.resolve_char_ref().map_err(|error| error.to_string())? {
        return Ok(c.to_string());
    }
    let name: &str = reference;
    resolve_predefined_entity(name).map(str::to_owned).ok_or(format!("unknown entity {name}"))
}

fn unescape(text: &str) -> Result<String, String> {
    quick_xml::escape::unescape(text).map(Cow::into_owned).map_err(|error| error.to_string())
}

fn extend(out: &mut Vec<Node>, indices: &[usize]) {
    out.extend(indices.iter().map(|index| Node(*index as u64)));
}

impl World for Document {
    fn kind(&self, node: Node) -> Kind {
        self.item(node).kind
    }
    fn name(&self, node: Node) -> &str {
        &self.item(node).name
    }
    /// A form's own namespace counts as none: its paths are written without a prefix.
    fn namespace(&self, node: Node) -> &str {
        match self.item(node).namespace.as_str() {
            "http://www.w3.org/2002/xforms" => "",
            namespace => namespace,
        }
    }
    fn prefix_of(&self, node: Node) -> Option<&str> {
        self.item(node).prefix.as_deref()
    }
    fn parent(&self, node: Node) -> Option<Node> {
        self.item(node).parent.map(|index| Node(index as u64))
    }
    fn children(&self, node: Node, out: &mut Vec<Node>) {
        extend(out, &self.item(node).children);
    }
    fn attributes(&self, node: Node, out: &mut Vec<Node>) {
        extend(out, &self.item(node).attributes);
    }
    fn namespaces(&self, node: Node, out: &mut Vec<Node>) {
        extend(out, &self.item(node).namespaces);
    }
    fn text(&self, node: Node) -> Cow<'_, str> {
        match self.item(node).kind {
            Kind::Element | Kind::Document => {
                let mut text = String::new();
                self.append_text(node.0 as usize, &mut text);
                Cow::Owned(text)
            }
            _ => Cow::Borrowed(&self.item(node).text),
        }
    }
    fn compare(&self, a: Node, b: Node) -> Ordering {
        a.cmp(&b)
    }
    /// Inside a form, each instance is a document of its own.
    fn root(&self, node: Node) -> Node {
        let mut at = node;
        while self.name(at) != "instance"
            && let Some(parent) = self.parent(at)
        {
            at = parent;
        }
        at
    }
    fn element_by_id(&self, _within: Node, id: &str) -> Option<Node> {
        let found = (0..self.items.len()).find(|index| self.attribute(*index, "id") == Some(id));
        found.map(|index| Node(index as u64))
    }
    fn prefix(&self, prefix: &str) -> Option<&str> {
        match prefix {
            "xhtml" => Some("http://www.w3.org/1999/xhtml"),
            "jr" => Some("http://openrosa.org/javarosa"),
            _ => self.prefixes.get(prefix).map(String::as_str),
        }
    }
    fn instance(&self, id: &str) -> Option<Node> {
        self.instances.get(id).copied()
    }
    fn today(&self) -> Option<&str> {
        self.today.as_deref()
    }
    fn now(&self) -> Option<&str> {
        self.now.as_deref()
    }
    fn utc_offset_minutes(&self, _days: i64, _milliseconds: i64) -> i32 {
        self.offset
    }
    fn random(&self) -> Option<f64> {
        let next = self.draws.get().wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        self.draws.set(next);
        Some(f64::from(next) / 4_294_967_296.0)
    }
    fn uuid(&self) -> Option<String> {
        let draw = (self.random()? * 4_294_967_296.0) as u32;
        Some(format!("{draw:08x}-0000-4000-8000-000000000000"))
    }
    fn itext(&self, id: &str) -> Option<String> {
        let itext = (0..self.items.len()).find(|index| self.items[*index].name == "itext")?;
        let translations: Vec<usize> = self.children_named(itext, "translation").collect();
        let in_language = |index: &&usize| self.attribute(**index, "lang") == self.language.as_deref();
        let by_default = |index: &&usize| self.attribute(**index, "default").is_some();
        let translation = *translations.iter().find(in_language).or_else(|| translations.iter().find(by_default))?;
        let text = self.children_named(translation, "text").find(|index| self.attribute(*index, "id") == Some(id))?;
        let value = self.children_named(text, "value").find(|index| self.attribute(*index, "form").is_none())?;
        Some(self.text(Node(value as u64)).into_owned())
    }
    fn language(&self) -> Option<&str> {
        self.language.as_deref()
    }
    /// The item of the instance named like the question's last part.
    fn choice_name(&self, value: &str, path: &str, _current: Node) -> Option<String> {
        let document = self.instances.get(path.rsplit('/').next()?)?.0 as usize;
        let root = *self.elements(document).first()?;
        let cell = |row: &usize, name: &str| {
            let cell = self.children_named(*row, name).next()?;
            Some(self.text(Node(cell as u64)).into_owned())
        };
        let row = self.elements(root).into_iter().find(|row| cell(row, "name").as_deref() == Some(value))?;
        cell(&row, "label")
    }
    fn property(&self, name: &str) -> Option<String> {
        self.properties.get(name).cloned()
    }
    fn version(&self) -> Option<&str> {
        self.version.as_deref()
    }
}
