//! Secondary instances: choice lists, files, and the last answers.

use std::collections::BTreeSet;

use super::left_out::is_choice_column;
use super::{Writer, element, from_element};
use crate::xml::Node;

impl Writer<'_> {
    pub(super) fn secondary_instances(&self) -> Vec<Node> {
        let mut nodes = Vec::new();
        let mut done: BTreeSet<String> = BTreeSet::new();
        if self.mentions("${last-saved#") {
            nodes.push(element("instance", [("id", "__last-saved"), ("src", "jr://instance/last-saved")]));
        }
        for (id, source) in self.files() {
            if done.insert(id.clone()) {
                nodes.push(element("instance", [("id", &id), ("src", &source)]));
            }
        }
        for row in &self.definition.choices {
            let list = row.text("list_name");
            if !list.is_empty() && done.insert(list.to_owned()) {
                nodes.push(self.choice_list(list));
            }
        }
        for data in self.definition.data.iter().filter(|data| done.insert(data.id.clone())) {
            nodes.push(element("instance", [("id", &data.id), ("src", &data.source)]).with_all(data.root.iter().map(from_element)));
        }
        nodes
    }

    fn mentions(&self, text: &str) -> bool {
        self.definition.survey.iter().flat_map(|row| &row.cells).any(|cell| cell.text.contains(text))
    }

    /// Files that are named, each with the address that ODK gives it.
    fn files(&self) -> Vec<(String, String)> {
        let mut files = Vec::new();
        for (_, item) in self.tree.all() {
            match item.base.as_str() {
                "csv-external" => files.push((item.name.clone(), format!("jr://file-csv/{}.csv", item.name))),
                "xml-external" => files.push((item.name.clone(), format!("jr://file/{}.xml", item.name))),
                "select_one_from_file" | "select_multiple_from_file" => {
                    let (stem, ending) = item.list.rsplit_once('.').unwrap_or((&item.list, ""));
                    let folder = if ending == "csv" { "file-csv" } else { "file" };
                    files.push((stem.to_owned(), format!("jr://{folder}/{}", item.list)));
                }
                _ => {}
            }
        }
        for cell in self.definition.survey.iter().flat_map(|row| &row.cells) {
            for (_, after) in cell.text.match_indices("pulldata(").map(|(index, found)| (found, &cell.text[index + found.len()..])) {
                let argument = after.split([',', ')']).next().unwrap_or_default().trim();
                let name = argument.trim_matches(['\'', '"']);
                if name.len() + 2 == argument.len() {
                    files.push((name.to_owned(), format!("jr://file-csv/{name}.csv")));
                }
            }
        }
        files
    }

    fn choice_list(&self, list: &str) -> Node {
        let by_id = self.itext.lists.contains(list);
        let mut root = element("root", []);
        let rows: Vec<_> = self.definition.choices.iter().filter(|row| row.text("list_name") == list).collect();
        for (number, row) in rows.iter().enumerate() {
            let mut item = element("item", []);
            if by_id {
                item = item.with(element("itextId", []).with_text(&format!("{list}-{number}")));
            }
            // The name and the label first, then the author's own columns.
            let place = |column: &str| ["name", "label"].iter().position(|own| *own == column).unwrap_or(2);
            let mut cells: Vec<_> = row.cells.iter().collect();
            cells.sort_by_key(|cell| place(&cell.column));
            for cell in cells {
                let own =
                    matches!(cell.column.as_str(), "list_name") || cell.column.starts_with("media::") || cell.column.starts_with("label::");
                if own || (by_id && cell.column == "label") || cell.text.trim().is_empty() || !is_choice_column(&cell.column) {
                    continue;
                }
                item = item.with(element(&cell.column, []).with_text(cell.text.trim()));
            }
            root = root.with(item);
        }
        if self.tree.all().any(|(_, item)| item.or_other && item.list == list) && !rows.iter().any(|row| row.text("name") == "other") {
            let name = element("name", []).with_text("other");
            let parts = if by_id {
                [element("itextId", []).with_text(&format!("{list}-{}", rows.len())), name]
            } else {
                [name, element("label", []).with_text("Other")]
            };
            root = root.with(element("item", []).with_all(parts));
        }
        element("instance", [("id", list)]).with(root)
    }

    /// A whole list.
    pub(super) fn itemset_of(&self, list: &str) -> Node {
        let label = if self.itext.lists.contains(list) { "jr:itext(itextId)" } else { "label" };
        let nodeset = format!("instance('{list}')/root/item");
        element("itemset", [("nodeset", &nodeset)]).with(element("value", [("ref", "name")])).with(element("label", [("ref", label)]))
    }

    /// Where a select's choices come from: the nodes, the value's and the label's way from there.
    pub(super) fn itemset(&self, item: usize) -> Node {
        let each = &self.tree.items[item];
        let filter = each.row.text("choice_filter");
        let geo = each.list.ends_with(".geojson");
        let mut value = each.parameter("value").unwrap_or_else(|| if geo { "id" } else { "name" }.to_owned());
        let mut label = each.parameter("label").unwrap_or_else(|| if geo { "title" } else { "label" }.to_owned());
        let mut of_rows = None;
        let mut nodeset = if each.row.cell("itemset").is_some() {
            self.expression(each.row.text("itemset"), item)
        } else if let Some(name) = each.list.strip_prefix("${").and_then(|rest| rest.strip_suffix('}')) {
            let target = self.tree.named(name).unwrap_or_default();
            let repeat = self.tree.repeat_around(target).unwrap_or_default();
            let way: Vec<String> = self
                .tree
                .way(target)
                .into_iter()
                .skip_while(|id| *id != repeat)
                .skip(1)
                .map(|id| self.tree.items[id].name.clone())
                .collect();
            (value, label) = (way.join("/"), way.join("/"));
            of_rows = Some(repeat);
            self.repeat_path(repeat, item)
        } else {
            let stem = if each.base.ends_with("from_file") {
                each.list.rsplit_once('.').map_or(each.list.as_str(), |(stem, _)| stem)
            } else {
                &each.list
            };
            if self.itext.lists.contains(stem) && each.parameter("label").is_none() {
                label = "jr:itext(itextId)".to_owned();
            }
            format!("instance('{stem}')/root/item")
        };
        if let (false, Some(repeat)) = (filter.is_empty(), of_rows) {
            nodeset = format!("{nodeset}[{}]", self.row_predicate(filter, item, repeat));
        } else if !filter.is_empty() {
            nodeset = format!("{nodeset}[{}]", self.predicate(filter, item));
        } else if each.list.starts_with("${") {
            nodeset = format!("{nodeset}[./{value} != '']");
        }
        if each.parameter("randomize").is_some_and(|value| value.eq_ignore_ascii_case("true")) {
            let seed = each.parameter("seed").map_or_else(String::new, |seed| format!(", {}", self.expression(&seed, item).trim()));
            nodeset = format!("randomize({nodeset}{seed})");
        }
        element("itemset", [("nodeset", &nodeset)]).with(element("value", [("ref", &value)])).with(element("label", [("ref", &label)]))
    }

    /// The rows of a repeat, seen from a question that may stand in it.
    fn repeat_path(&self, repeat: usize, item: usize) -> String {
        let (to, from) = (self.tree.way(repeat), self.tree.way(item));
        if !from.contains(&repeat) {
            // Of the same row of a repeat around both.
            return self.relative(repeat, item).unwrap_or_else(|| self.tree.path(repeat));
        }
        "../".repeat(from.len() - to.len() + 1) + &self.tree.items[repeat].name
    }
}
