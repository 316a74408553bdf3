//! The body: which control asks for which node, and in what order.

use std::collections::BTreeMap;

use phieu_form::Diagnostic;

use super::tell;
use crate::xml::Node;

/// The controls of the body by the absolute path of their node.
#[derive(Default)]
pub struct Body<'x> {
    pub controls: BTreeMap<String, Control<'x>>,
}

/// What the body says of a node.
#[derive(Default)]
pub struct Control<'x> {
    /// Questions, and groups that have a ref.
    pub node: Option<&'x Node>,
    /// The repeat over the node.
    pub repeat: Option<&'x Node>,
    /// Its place in the body.
    pub order: usize,
}

impl<'x> Body<'x> {
    pub fn read(body: &'x Node, root: &Node, binds: &BTreeMap<String, &'x Node>, told: &mut Vec<Diagnostic>, file: &str) -> Body<'x> {
        let mut found = Body::default();
        let mut walk = Walk { binds, told, file, root: format!("/{}", root.name), order: 0 };
        walk.inside(&mut found, body, "", None);
        found
    }

    /// The absolute path a control, action or group is about.
    pub fn path_of(&self, node: &Node, around: &str, binds: &BTreeMap<String, &'x Node>) -> Option<String> {
        path_of(node, around, binds)
    }
}

struct Walk<'w, 'x> {
    binds: &'w BTreeMap<String, &'x Node>,
    told: &'w mut Vec<Diagnostic>,
    file: &'w str,
    root: String,
    order: usize,
}

impl<'x> Walk<'_, 'x> {
    /// `labelled`: a group without a node of its own, whose label a repeat directly inside it takes over.
    fn inside(&mut self, found: &mut Body<'x>, node: &'x Node, around: &str, labelled: Option<&'x Node>) {
        for each in node.elements() {
            match each.local() {
                "group" => self.group(found, each, around),
                "repeat" => self.repeat(found, each, around, labelled),
                "label" | "hint" | "help" | "alert" | "setvalue" | "setgeopoint" => {}
                "input" | "select" | "select1" | "rank" | "upload" | "range" | "trigger" | "secret" => self.question(found, each, around),
                name => tell(self.told, self.file, each.place, format!("`<{name}>` in the body is not known and left out")),
            }
        }
    }

    fn group(&mut self, found: &mut Body<'x>, node: &'x Node, around: &str) {
        let Some(path) = path_of(node, around, self.binds) else {
            let has_repeat = node.element("repeat").is_some();
            if let Some(label) = node.element("label").filter(|_| !has_repeat) {
                tell(self.told, self.file, label.place, "a group without `ref` has no node, so its label is left out".to_owned());
            }
            if node.attribute("appearance").is_some() {
                tell(self.told, self.file, node.place, "a group without `ref` has no node, so its appearance is left out".to_owned());
            }
            return self.inside(found, node, around, Some(node));
        };
        self.order += 1;
        let order = self.order;
        let control = found.controls.entry(path.clone()).or_default();
        (control.node, control.order) = (Some(node), order);
        self.inside(found, node, &path, None);
    }

    fn repeat(&mut self, found: &mut Body<'x>, node: &'x Node, around: &str, labelled: Option<&'x Node>) {
        let Some(path) = path_of(node, around, self.binds) else {
            return tell(self.told, self.file, node.place, "a repeat without `nodeset` is left out".to_owned());
        };
        self.order += 1;
        let order = self.order;
        let control = found.controls.entry(path.clone()).or_default();
        control.repeat = Some(node);
        if control.node.is_none() {
            (control.node, control.order) = (labelled, order);
        }
        self.inside(found, node, &path, None);
    }

    fn question(&mut self, found: &mut Body<'x>, node: &'x Node, around: &str) {
        let Some(path) = path_of(node, around, self.binds) else {
            return tell(self.told, self.file, node.place, format!("`<{}>` without `ref` is left out", node.local()));
        };
        if path == self.root {
            return tell(self.told, self.file, node.place, "a question about the root element is left out".to_owned());
        }
        self.strangers(node);
        self.order += 1;
        let order = self.order;
        let control = found.controls.entry(path).or_default();
        if control.node.is_some() {
            let message = "a second question about the same node is left out".to_owned();
            return tell(self.told, self.file, node.place, message);
        }
        (control.node, control.order) = (Some(node), order);
    }
}

impl Walk<'_, '_> {
    /// Tells what stands in a question and is not read.
    fn strangers(&mut self, node: &Node) {
        let has_choices = matches!(node.local(), "select" | "select1" | "rank");
        for each in node.elements() {
            let known = match each.local() {
                "label" | "hint" | "setvalue" | "setgeopoint" => true,
                "item" | "itemset" => has_choices,
                _ => false,
            };
            if !known {
                tell(self.told, self.file, each.place, format!("`<{}>` in `<{}>` is left out", each.name, node.name));
            }
        }
        if node.local() == "secret" {
            tell(self.told, self.file, node.place, "`<secret>` is read as a text that is seen while it is typed".to_owned());
        }
    }
}

fn path_of(node: &Node, around: &str, binds: &BTreeMap<String, &Node>) -> Option<String> {
    if let Some(id) = node.attributes.iter().find(|(name, _)| name == "bind").map(|(_, id)| id) {
        return binds.iter().find(|(_, bind)| bind.attribute("id") == Some(id)).map(|(path, _)| path.clone());
    }
    let written = node.attribute("ref").or_else(|| node.attribute("nodeset"))?;
    Some(absolute(written, around))
}

/// A path without predicates, seen from another: `../b` from `/data/a` is `/data/b`.
pub fn absolute(written: &str, around: &str) -> String {
    let written = written.trim();
    let mut parts: Vec<&str> = Vec::new();
    let from = if written.starts_with('/') { "" } else { around };
    for part in from.split('/').chain(written.split('/')).filter(|part| !part.is_empty()) {
        match part {
            "." | "current()" => {}
            ".." => drop(parts.pop()),
            name => parts.push(name.split('[').next().unwrap_or(name)),
        }
    }
    format!("/{}", parts.join("/"))
}
