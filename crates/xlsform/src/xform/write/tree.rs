//! The rows of the survey as a tree.

use std::collections::BTreeMap;

use phieu_form::{Definition, Row};

/// Every node of the form; the root is 0.
pub struct Tree<'d> {
    pub items: Vec<Item<'d>>,
    by_name: BTreeMap<String, Vec<usize>>,
}

/// A node.
pub struct Item<'d> {
    pub row: &'d Row,
    /// The type's first word: `select_one`.
    pub base: String,
    /// The type's second word: a list, a file.
    pub list: String,
    pub or_other: bool,
    pub name: String,
    pub parent: usize,
    pub children: Vec<usize>,
    /// Computes how many rows the repeat after it has.
    pub is_count: bool,
    /// The text beside a select that has `or_other`.
    pub is_other: bool,
}

impl Item<'_> {
    pub fn is_repeat(&self) -> bool {
        matches!(self.base.as_str(), "begin_repeat")
    }

    pub fn is_container(&self) -> bool {
        self.is_repeat() || matches!(self.base.as_str(), "begin_group" | "root")
    }

    /// Rows that declare something but hold nothing.
    pub fn has_no_node(&self) -> bool {
        matches!(self.base.as_str(), "csv-external" | "xml-external" | "audit" | "osm_tag")
    }

    pub fn is_select(&self) -> bool {
        matches!(self.base.as_str(), "select_one" | "select_multiple" | "rank" | "select_one_from_file" | "select_multiple_from_file")
    }

    /// A parameter's value.
    pub fn parameter(&self, name: &str) -> Option<String> {
        // Spaces around `=` are no mistake.
        let text = self.row.text("parameters").split('=').map(str::trim).collect::<Vec<_>>().join("=");
        let pairs = text.split([' ', ',', ';', '\n', '\t']).filter_map(|pair| pair.split_once('='));
        let mut found = pairs.filter(|(each, _)| each.trim().eq_ignore_ascii_case(name));
        found.next().map(|(_, value)| value.trim().to_owned())
    }
}

impl<'d> Tree<'d> {
    pub fn new(definition: &'d Definition) -> Tree<'d> {
        let name = match definition.settings.text("name") {
            "" => "data",
            name => name,
        };
        let mut tree = Tree { items: Vec::new(), by_name: BTreeMap::new() };
        tree.add(&definition.settings, "root", name, 0);
        let mut open = vec![0];
        for row in definition.survey.iter().filter(|row| !row.text("disabled").eq_ignore_ascii_case("yes")) {
            let normal = crate::types::row_type(row.text("type"));
            let mut words = normal.split_whitespace();
            let base = words.next().unwrap_or_default();
            let inside = *open.last().unwrap_or(&0);
            match base {
                "" => {}
                "end_group" | "end_repeat" | "end_loop" => drop(open.pop().filter(|_| open.len() > 1)),
                "begin_group" | "begin_repeat" | "begin_loop" => {
                    if base == "begin_repeat" && row.cell("repeat_count").is_some_and(|cell| !is_node(&cell.text)) {
                        let count = tree.add(row, "calculate", &format!("{}_count", row.text("name")), inside);
                        tree.items[count].is_count = true;
                    }
                    open.push(tree.add(row, base, row.text("name"), inside));
                }
                _ => {
                    let item = tree.add(row, base, row.text("name"), inside);
                    tree.items[item].list = words.next().unwrap_or_default().to_owned();
                    if words.next() == Some("or_other") {
                        tree.items[item].or_other = true;
                        let other = tree.add(row, "text", &format!("{}_other", row.text("name")), inside);
                        tree.items[other].is_other = true;
                    }
                }
            }
        }
        tree
    }

    fn add(&mut self, row: &'d Row, base: &str, name: &str, parent: usize) -> usize {
        let id = self.items.len();
        let (base, name) = (base.to_owned(), name.to_owned());
        self.by_name.entry(name.clone()).or_default().push(id);
        let (list, children) = (String::new(), Vec::new());
        self.items.push(Item { row, base, list, or_other: false, name, parent, children, is_count: false, is_other: false });
        if id > 0 {
            self.items[parent].children.push(id);
        }
        id
    }

    /// The node of a name; of several the first.
    pub fn named(&self, name: &str) -> Option<usize> {
        self.by_name.get(name).and_then(|ids| ids.first()).copied()
    }

    /// From the root to the item, both included.
    pub fn way(&self, item: usize) -> Vec<usize> {
        let mut way = vec![item];
        while let Some(&first) = way.first().filter(|first| **first != 0) {
            way.insert(0, self.items[first].parent);
        }
        way
    }

    /// `/data/group/name`.
    pub fn path(&self, item: usize) -> String {
        self.way(item).iter().map(|id| format!("/{}", self.items[*id].name)).collect()
    }

    /// Every item below the root, in the order of the survey.
    pub fn all(&self) -> impl Iterator<Item = (usize, &Item<'d>)> {
        self.items.iter().enumerate().skip(1)
    }

    /// The innermost repeat around an item, or the item itself.
    pub fn repeat_around(&self, item: usize) -> Option<usize> {
        self.way(item).into_iter().rev().find(|id| self.items[*id].is_repeat())
    }
}

/// A node by its name or a path of names, as the count of a repeat: an absolute one, or one that goes up first.
pub fn is_node(text: &str) -> bool {
    let text = text.trim();
    is_reference(text) || (text.starts_with("../") && is_reference(text.trim_start_matches("..")))
}

/// `${name}` or an absolute path, and nothing else.
pub fn is_reference(text: &str) -> bool {
    let text = text.trim();
    let is_path = text.starts_with('/') && text.chars().all(|each| each.is_alphanumeric() || "/_-.:".contains(each));
    is_path || text.starts_with("${") && text.find('}') == Some(text.len() - 1)
}
