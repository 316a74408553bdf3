//! Choices that are nodes: of a file, of a repeat, or of the column `itemset`, with `value` and `label` among the parameters.

use phieu_xpath::{Expr, ExprKind};

use super::builder::Builder;
use super::names::Names;
use crate::form::{Itemset, Node, NodeId, Owner, Property};
use crate::{Cell, Element, Row, Sheet};

/// Where choices come from, as expressions.
pub(super) struct From {
    nodes: String,
    value: String,
    label: String,
}

/// The id of a file's data: its name without the ending.
pub(super) fn stem(file: &str) -> &str {
    file.rsplit_once('.').map_or(file, |(stem, _)| stem)
}

/// Rows as data: `root/item`, an element for each cell.
pub(super) fn items(rows: &[&Row]) -> Element {
    let leaf = |cell: &Cell| Element { name: cell.column.clone(), text: cell.text.trim().to_owned(), ..Element::default() };
    let item = |row: &&Row| Element { name: "item".into(), children: row.cells.iter().map(leaf).collect(), ..Element::default() };
    Element { name: "root".into(), children: rows.iter().map(item).collect(), ..Element::default() }
}

impl Builder<'_> {
    /// Reads where a select's choices come from, if they are nodes.
    pub(super) fn itemset(&mut self, row: &Row, id: NodeId, node: &mut Node) {
        let (Some(from), Some(cell)) = (self.itemset_source(row), row.cell("itemset").or_else(|| row.cell("type"))) else { return };
        let cell = Cell { text: from.nodes, ..cell.clone() };
        let nodes = self.formula(Owner::Node(id), Property::Itemset, node.scope, Sheet::Survey, &cell);
        let [value, label] = [from.value, from.label].map(|source| self.item_expression(&cell, &source));
        node.itemset = Some(Itemset { nodes, value, label });
    }

    /// Where the choices of a row are nodes: written out, of a file, or of a repeat.
    pub(super) fn itemset_source(&self, row: &Row) -> Option<From> {
        let is_select = row.text("type").starts_with("select") || row.text("type").starts_with("rank");
        if !is_select && row.cell("itemset").is_none() {
            return None;
        }
        let parameters = super::survey::parameters(row.text("parameters"));
        let part = |name: &str, usual: &str| parameters.get(name).map_or(usual, String::as_str).to_owned();
        let words: Vec<&str> = row.text("type").split_whitespace().collect();
        let (base, named) = (*words.first()?, words.get(1).copied().unwrap_or_default());
        let is_geo = named.ends_with(".geojson");
        let filter = row.text("choice_filter");
        let filtered = |nodes: String, usual: String| match (filter, usual.as_str()) {
            ("", "") => nodes,
            ("", usual) => format!("{nodes}[{usual}]"),
            (filter, _) => format!("{nodes}[{filter}]"),
        };
        let from = if row.cell("itemset").is_some() {
            From {
                nodes: filtered(row.text("itemset").to_owned(), String::new()),
                value: part("value", "name"),
                label: part("label", "label"),
            }
        } else if base.ends_with("_from_file") || base.ends_with("_external") {
            let nodes = format!("instance('{}')/root/item", stem(named));
            let usual = if is_geo { ["id", "title"] } else { ["name", "label"] };
            From { nodes: filtered(nodes, String::new()), value: part("value", usual[0]), label: part("label", usual[1]) }
        } else if let (true, Some(name)) = (base.starts_with("select_"), named.strip_prefix("${").and_then(|rest| rest.strip_suffix('}'))) {
            let (rows, way) = self.rows_of(name)?;
            From { nodes: filtered(rows, format!("{way} != ''")), value: way.clone(), label: way }
        } else {
            return None;
        };
        Some(if parameters.get("randomize").is_some_and(|randomize| randomize == "true") {
            let seed = parameters.get("seed").map_or_else(String::new, |seed| format!(", {seed}"));
            From { nodes: format!("randomize({}{seed})", from.nodes), ..from }
        } else {
            from
        })
    }

    /// The rows of the repeat that a question stands in, and the way from there to it.
    fn rows_of(&self, name: &str) -> Option<(String, String)> {
        // A question further down is not known yet, so the rows are asked.
        let mut open: Vec<(&str, bool)> = Vec::new();
        for row in &self.definition.survey {
            let word = row.text("type").replace(' ', "_");
            match word.as_str() {
                "begin_repeat" => open.push((row.text("name"), true)),
                "begin_group" => open.push((row.text("name"), false)),
                "end_repeat" | "end_group" => drop(open.pop()),
                _ if row.text("name") == name => {
                    let repeat = open.iter().rposition(|(_, is_repeat)| *is_repeat)?;
                    let names = |part: &[(&str, bool)]| part.iter().map(|(name, _)| *name).collect::<Vec<_>>().join("/");
                    let inside = names(&open[repeat + 1..]);
                    let way = if inside.is_empty() { name.to_owned() } else { format!("{inside}/{name}") };
                    return Some((format!("/{}/{}", self.form.root_name, names(&open[..=repeat])), way));
                }
                _ => {}
            }
        }
        None
    }

    /// An expression seen from a choice's node.
    fn item_expression(&mut self, cell: &Cell, source: &str) -> Expr {
        let blank = Expr { kind: ExprKind::Text("".into()), span: Default::default() };
        let mut expr = match phieu_xpath::parse(source) {
            Ok(expr) => expr,
            Err(error) => {
                self.error(Sheet::Survey, cell, format!("{} (in `{source}`)", error.message), error.hint);
                return blank;
            }
        };
        let mut names = Names::new(self, NodeId(0), crate::form::ScopeId(0), Some(Property::ChoiceFilter));
        for error in expr.resolve(&mut names) {
            self.error(Sheet::Survey, cell, error.message, error.hint);
        }
        expr
    }
}
