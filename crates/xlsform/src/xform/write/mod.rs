//! From a definition to XForm XML, as ODK Collect, Enketo and Kobo read it.
//!
//! The shape is the one that the field's own converter makes: absolute paths, except between nodes of the same row of a repeat;
//! choices as secondary instances; texts in several languages as `itext`. What an XForm has no place for (rules over several
//! fields, units, aggregation) is told once per column, never dropped in silence.

mod binds;
mod body;
mod left_out;
mod lists;
mod paths;
mod texts;
mod tree;

use phieu_form::{Definition, Diagnostic, Element};

use crate::xml::{Child, Node, print};
use texts::Itext;
use tree::Tree;

/// Writes an XForm. Beside it stands what it has no place for.
pub fn to_xform(definition: &Definition) -> (String, Vec<Diagnostic>) {
    let tree = Tree::new(definition);
    let writer = Writer { definition, itext: Itext::new(definition, &tree), tree };
    let html = writer.html();
    (format!("<?xml version=\"1.0\"?>\n{}", print(&html)), writer.left_out())
}

/// Everything that is known while one form is written.
struct Writer<'d> {
    definition: &'d Definition,
    tree: Tree<'d>,
    itext: Itext,
}

/// What of a repeat is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rows {
    /// Its template, then its first rows.
    All,
    /// Inside a template.
    Templates,
    /// Inside a row.
    Real,
}

/// An element with attributes; those without a value are left out.
fn element<const N: usize>(name: &str, attributes: [(&str, &str); N]) -> Node {
    let attributes = attributes.into_iter().filter(|(_, value)| !value.is_empty());
    Node {
        name: name.to_owned(),
        attributes: attributes.map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
        ..Node::default()
    }
}

impl Node {
    fn with(mut self, child: Node) -> Node {
        self.children.push(Child::Node(child));
        self
    }

    fn with_all(mut self, children: impl IntoIterator<Item = Node>) -> Node {
        self.children.extend(children.into_iter().map(Child::Node));
        self
    }

    fn with_text(mut self, text: &str) -> Node {
        self.children.push(Child::Text(text.to_owned()));
        self
    }

    fn set(&mut self, name: &str, value: &str) {
        self.attributes.retain(|(each, _)| each != name);
        self.attributes.push((name.to_owned(), value.to_owned()));
    }
}

impl Writer<'_> {
    fn setting(&self, column: &str) -> &str {
        self.definition.settings.text(column)
    }

    fn form_id(&self) -> &str {
        match (self.setting("form_id"), self.setting("id_string")) {
            ("", "") => "data",
            ("", id) | (id, _) => id,
        }
    }

    /// The title in the default language, or in the first that has one; else the form's id.
    fn title(&self) -> &str {
        let translated = format!("form_title::{}", self.setting("default_language"));
        let mut all = self.definition.settings.translations("form_title").map(|(_, cell)| cell.text.trim());
        match (self.setting("form_title"), self.setting(&translated)) {
            ("", "") => all.next().unwrap_or_else(|| self.form_id()),
            ("", title) | (title, _) => title,
        }
    }

    fn html(&self) -> Node {
        let title = self.title();
        let mut html = element(
            "h:html",
            [
                ("xmlns", "http://www.w3.org/2002/xforms"),
                ("xmlns:h", "http://www.w3.org/1999/xhtml"),
                ("xmlns:ev", "http://www.w3.org/2001/xml-events"),
                ("xmlns:xsd", "http://www.w3.org/2001/XMLSchema"),
                ("xmlns:jr", "http://openrosa.org/javarosa"),
                ("xmlns:orx", "http://openrosa.org/xforms"),
                ("xmlns:odk", "http://www.opendatakit.org/xforms"),
            ],
        );
        for declared in self.setting("namespaces").split_whitespace() {
            if let Some((prefix, address)) = declared.split_once('=') {
                html.set(&format!("xmlns:{prefix}"), address.trim_matches('"'));
            }
        }
        let head = element("h:head", []).with(element("h:title", []).with_text(title)).with(self.model());
        html.with(head).with(self.body())
    }

    fn model(&self) -> Node {
        let mut model = element("model", [("odk:xforms-version", "1.0.0")]);
        model = model.with_all(self.submission()).with_all(self.itext.node(self));
        model = model.with(element("instance", []).with(self.root()));
        model = model.with_all(self.secondary_instances()).with_all(self.binds());
        model.with_all(self.model_actions())
    }

    fn submission(&self) -> Option<Node> {
        let (url, key) = (self.setting("submission_url"), self.setting("public_key"));
        let (send, delete) = (self.setting("auto_send"), self.setting("auto_delete"));
        if [url, key, send, delete].iter().all(|each| each.is_empty()) {
            return None;
        }
        let method = if url.is_empty() { "" } else { "post" };
        let attributes =
            [("action", url), ("method", method), ("base64RsaPublicKey", key), ("orx:auto-send", send), ("orx:auto-delete", delete)];
        Some(element("submission", attributes))
    }

    /// The root element of the answers.
    fn root(&self) -> Node {
        let mut root = element(&self.tree.items[0].name, [("id", self.form_id()), ("version", self.setting("version"))]);
        for (column, name) in [("prefix", "odk:prefix"), ("delimiter", "odk:delimiter"), ("instance_xmlns", "xmlns")] {
            if !self.setting(column).is_empty() {
                root.set(name, self.setting(column));
            }
        }
        for cell in &self.definition.settings.cells {
            if let Some(name) = cell.column.strip_prefix("attribute::") {
                root.set(name, &cell.text);
            }
        }
        if let Some(initial) = &self.definition.initial {
            return root.with_all(initial.children.iter().map(from_element));
        }
        root.with_all(self.instance_of(0, Rows::All)).with(self.meta())
    }

    fn meta(&self) -> Node {
        let mut meta = element("meta", []);
        if self.definition.survey.iter().any(|row| row.text("type") == "audit") {
            meta = meta.with(element("audit", []));
        }
        if !self.setting("omit_instanceID").starts_with(['y', 't', 'Y', 'T']) {
            meta = meta.with(element("instanceID", []));
        }
        if !self.setting("instance_name").is_empty() {
            meta = meta.with(element("instanceName", []));
        }
        meta
    }

    /// The nodes in an item: a repeat is there as a template and, unless it begins with none, as a first row.
    /// Repeats inside a template are there as templates only, those inside a row as rows only.
    fn instance_of(&self, item: usize, rows: Rows) -> Vec<Node> {
        let mut nodes = Vec::new();
        for &child in &self.tree.items[item].children {
            let each = &self.tree.items[child];
            if each.is_count {
                nodes.push(element(&each.name, []));
                continue;
            }
            if each.has_no_node() {
                continue;
            }
            let mut node = element(&each.name, []);
            for cell in &each.row.cells {
                if let Some(name) = cell.column.strip_prefix("instance::") {
                    node.set(name, &cell.text);
                }
                if cell.column == "compact_tag" {
                    node.set("odk:tag", &cell.text);
                }
            }
            if each.is_repeat() {
                nodes.extend(self.rows_of(child, node, rows));
            } else if each.is_container() {
                nodes.push(node.with_all(self.instance_of(child, rows)));
            } else {
                if let Some(default) = self.static_default(each) {
                    node = node.with_text(&default);
                }
                nodes.push(node);
            }
        }
        nodes
    }

    /// A repeat's template and its first rows, as far as they are wanted.
    fn rows_of(&self, repeat: usize, node: Node, rows: Rows) -> Vec<Node> {
        let first = self.tree.items[repeat].row.cell("initial_rows").map_or(1, |cell| cell.text.trim().parse::<usize>().unwrap_or(1));
        let mut template = node.clone();
        template.set("jr:template", "");
        let template = (rows != Rows::Real).then(|| template.with_all(self.instance_of(repeat, Rows::Templates)));
        let real = (rows != Rows::Templates).then(|| node.with_all(self.instance_of(repeat, Rows::Real)));
        template.into_iter().chain(real.into_iter().flat_map(|row| std::iter::repeat_n(row, first))).collect()
    }
}

/// Data of a form as XML again.
fn from_element(data: &Element) -> Node {
    let mut node = Node { name: data.name.clone(), attributes: data.attributes.clone(), ..Node::default() };
    if !data.text.is_empty() {
        node = node.with_text(&data.text);
    }
    node.with_all(data.children.iter().map(from_element))
}
