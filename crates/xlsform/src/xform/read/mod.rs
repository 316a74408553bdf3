//! From XForm XML to a definition.
//!
//! The model says what there is (instance, binds), the body what is asked; both come together in rows of the survey, in the
//! order of the body. Expressions stay as they are written. What a definition has no place for is told.

mod body;
mod instance;
mod lists;
mod namespaces;
mod settings;
mod survey;
mod texts;

use std::collections::{BTreeMap, BTreeSet};

use phieu_form::limits::MOST_NODES;
use phieu_form::{Cell, Data, Definition, Diagnostic, Element, Level, Place, Row, Sheet};

use self::body::Body;
use self::texts::Translations;
use crate::SyntaxError;
use crate::xml::{self, Node};

/// Reads a definition; `file` is only for messages. Wrong XML, or no XForm at all, is an error; what is left out is told beside the definition.
pub fn from_xform(file: &str, text: &str) -> Result<(Definition, Vec<Diagnostic>), Vec<SyntaxError>> {
    let mut root = xml::parse(file, text)?;
    namespaces::usual_prefixes(&mut root);
    let root = root;
    let wrong = |place: Place, message: &str| vec![SyntaxError { file: file.to_owned(), place, message: message.to_owned() }];
    let Some(head) = root.element("head") else { return Err(wrong(root.place, "expected an XForm: `<h:html>` with `<h:head>`")) };
    let Some(model) = head.element("model") else { return Err(wrong(head.place, "expected a `<model>` in the head, found none")) };
    let instances: Vec<&Node> = model.elements().filter(|each| each.local() == "instance").collect();
    let primary = instances.iter().find(|each| each.attribute("src").is_none()).and_then(|each| each.elements().next());
    let Some(primary) = primary else {
        return Err(wrong(model.place, "expected an `<instance>` with the answers' root element, found none"));
    };

    if count(primary) > MOST_NODES {
        return Err(wrong(primary.place, &format!("the instance has more than the {MOST_NODES} elements that are read")));
    }
    if model.elements().filter(|each| each.local() == "bind").count() > MOST_NODES {
        return Err(wrong(model.place, &format!("the model has more than the {MOST_NODES} binds that are read")));
    }
    let mut reading = Reading {
        definition: Definition { file: file.to_owned(), ..Definition::default() },
        told: Vec::new(),
        translations: Translations::read(model),
        binds: binds(model, primary),
        body: Body::default(),
        root: primary,
        namespaces: root.attributes.clone(),
        lists: BTreeMap::new(),
    };
    if let Some(body) = root.element("body") {
        reading.body = Body::read(body, primary, &reading.binds, &mut reading.told, file);
    }
    reading.model(model);
    for place in std::mem::take(&mut reading.translations.twice) {
        reading.left_out(place, "a text is written a second time here, which is left out".to_owned());
    }
    reading.settings(head, model, root.element("body"));
    reading.data(&instances, primary);
    reading.survey();
    reading.actions(model, root.element("body"));
    reading.texts();
    Ok((reading.definition, reading.told))
}

/// An element and all in it. The reader of XML bounds how deep that is.
fn count(node: &Node) -> usize {
    1 + node.elements().map(count).sum::<usize>()
}

/// Everything known while one XForm is read.
struct Reading<'x> {
    definition: Definition,
    told: Vec<Diagnostic>,
    translations: Translations,
    /// By the absolute path of their nodeset.
    binds: BTreeMap<String, &'x Node>,
    body: Body<'x>,
    root: &'x Node,
    /// The namespaces that the document's root declares.
    namespaces: Vec<(String, String)>,
    /// Names of choice lists made so far, with the rows' text, so that equal lists are one.
    lists: BTreeMap<String, Vec<Row>>,
}

impl<'x> Reading<'x> {
    /// Tells that something was left out.
    fn left_out(&mut self, place: Place, message: String) {
        tell(&mut self.told, &self.definition.file, place, message);
    }

    /// Tells what the model has beyond what is read, and texts of which one form is not kept.
    fn model(&mut self, model: &'x Node) {
        const KNOWN: [&str; 6] = ["instance", "itext", "bind", "submission", "setvalue", "setgeopoint"];
        for each in model.elements().filter(|each| !KNOWN.contains(&each.local())) {
            self.left_out(each.place, format!("`<{}>` in the model is not known and left out", each.name));
        }
        for place in self.translations.doubled.clone() {
            self.left_out(place, "of a text with a long and a short form the long one is kept".to_owned());
        }
    }

    /// Secondary instances, except those that become choice lists.
    fn data(&mut self, instances: &[&'x Node], primary: &Node) {
        for instance in instances {
            let Some(id) = instance.attribute("id") else { continue };
            if instance.elements().next().is_some_and(|root| std::ptr::eq(root, primary)) {
                continue;
            }
            let source = instance.attribute("src").unwrap_or_default().to_owned();
            let root = instance.elements().next().map(Node::to_element);
            self.definition.data.push(Data { id: id.to_owned(), source, root });
        }
    }

    /// `setvalue` and `setgeopoint`, wherever they stand.
    fn actions(&mut self, model: &'x Node, body: Option<&'x Node>) {
        let mut rows = Vec::new();
        self.actions_in(model, "", "", &mut rows);
        if let Some(body) = body {
            self.actions_in(body, "", "", &mut rows);
        }
        self.definition.actions = rows;
    }

    fn actions_in(&mut self, node: &'x Node, around: &str, observed: &str, rows: &mut Vec<Row>) {
        for each in node.elements() {
            let path = self.body.path_of(each, around, &self.binds);
            match each.local() {
                "instance" | "itext" => {}
                "setgeopoint" if !self.is_odk(each) => {
                    let message = format!("`<{}>` is not in ODK's namespace, and is left out", each.name);
                    self.left_out(each.place, message);
                }
                name @ ("setvalue" | "setgeopoint") => rows.push(self.action(name, each, around, observed)),
                _ => {
                    let (around, observed) = path.as_deref().map_or((around, observed), |path| (path, path));
                    self.actions_in(each, around, observed, rows);
                }
            }
        }
    }

    /// Whether an element's prefix is declared, on the document's root, as ODK's.
    fn is_odk(&self, node: &Node) -> bool {
        let prefix = node.name.split_once(':').map_or("xmlns".to_owned(), |(prefix, _)| format!("xmlns:{prefix}"));
        self.namespaces.iter().any(|(name, value)| *name == prefix && value == namespaces::ODK)
    }

    fn action(&mut self, name: &str, node: &Node, around: &str, observed: &str) -> Row {
        let target = self.body.path_of(node, around, &self.binds).unwrap_or_default();
        let value = node.attribute("value").map(str::to_owned).unwrap_or_else(|| match node.text() {
            text if text.is_empty() => String::new(),
            text => quoted(&text),
        });
        let event = node.attribute("event").unwrap_or_default();
        row(node.place, [("action", name), ("event", event), ("target", &target), ("value", &value), ("observed", observed)])
    }

    /// Translations that are not texts of a question or choice, for `jr:itext` in expressions.
    fn texts(&mut self) {
        let mut cells = self.definition.survey.iter().flat_map(|row| &row.cells);
        // The labels of choices name texts that stand in the data.
        let asked = cells.any(|cell| cell.column != "parameters" && cell.text.contains("jr:itext("));
        let mut named = BTreeSet::new();
        self.definition.data.iter().filter_map(|data| data.root.as_ref()).for_each(|root| leaves(root, &mut named));
        self.definition.texts = self.translations.rows(|id| asked || named.contains(id));
    }
}

/// The texts in the data of a form; how deep it is, the parser bounds.
fn leaves<'d>(element: &'d Element, found: &mut BTreeSet<&'d str>) {
    if element.children.is_empty() {
        found.insert(element.text.trim());
    }
    element.children.iter().for_each(|child| leaves(child, found));
}

fn tell(told: &mut Vec<Diagnostic>, file: &str, place: Place, message: String) {
    let (column, sheet) = (String::new(), Sheet::Survey);
    told.push(Diagnostic { level: Level::Warning, file: file.to_owned(), sheet, place, column, message, hint: None });
}

/// Binds by the absolute path of what they are about.
fn binds<'x>(model: &'x Node, root: &Node) -> BTreeMap<String, &'x Node> {
    let binds = model.elements().filter(|each| each.local() == "bind");
    binds.filter_map(|bind| Some((body::absolute(bind.attribute("nodeset")?, &format!("/{}", root.name)), bind))).collect()
}

/// A row of the cells that are not empty, all of one place.
fn row<const N: usize>(place: Place, cells: [(&str, &str); N]) -> Row {
    let cells = cells.into_iter().filter(|(_, text)| !text.is_empty());
    Row { place, cells: cells.map(|(column, text)| cell(place, column, text)).collect() }
}

fn cell(place: Place, column: &str, text: &str) -> Cell {
    Cell { column: column.to_owned(), text: text.to_owned(), place }
}

/// A text as an XPath literal; XPath 1.0 has no way to write both quotes in one.
fn quoted(text: &str) -> String {
    match (text.contains('\''), text.contains('"')) {
        (false, _) => format!("'{text}'"),
        (true, false) => format!("\"{text}\""),
        (true, true) => format!("concat('{}')", text.replace('\'', "', \"'\", '")),
    }
}
