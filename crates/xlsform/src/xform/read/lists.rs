//! Choices: written in the question, or taken from a set of nodes.

use phieu_form::Row;

use super::{Reading, cell, row};
use crate::xml::Node;

impl<'x> Reading<'x> {
    /// The list of a select, after its type: the name of a list made of its items, or nothing where they come from nodes.
    pub(super) fn list(&mut self, control: &'x Node, name: &str, cells: &mut Row) -> String {
        let Some(itemset) = control.element("itemset") else { return self.items(control, name) };
        let part = |name: &str| itemset.element(name).and_then(|each| each.attribute("ref")).unwrap_or_default().trim().to_owned();
        let (value, label) = (part("value"), part("label"));
        cells.cells.push(cell(itemset.place, "itemset", itemset.attribute("nodeset").unwrap_or_default().trim()));
        cells.cells.push(cell(itemset.place, "parameters", &format!("value={value} label={}", label.replace(' ', ""))));
        String::new()
    }

    fn items(&mut self, control: &'x Node, name: &str) -> String {
        let mut rows = Vec::new();
        for item in control.elements().filter(|each| each.local() == "item") {
            let value = item.element("value").map(Node::text).unwrap_or_default();
            let mut each = row(item.place, [("name", value.trim())]);
            if let Some(label) = item.element("label") {
                let texts = self.translations.cells("label", label).into_iter();
                each.cells.extend(texts.map(|(column, text)| cell(label.place, &column, &text)));
            }
            rows.push(each);
        }
        self.named(name, rows)
    }

    /// The name of a list with these rows: one that is there already, or a new one.
    fn named(&mut self, wanted: &str, rows: Vec<Row>) -> String {
        let content = |rows: &[Row]| {
            rows.iter().map(|row| row.cells.iter().map(|cell| (cell.column.clone(), cell.text.clone())).collect()).collect::<Vec<Vec<_>>>()
        };
        let texts = content(&rows);
        if let Some((name, _)) = self.lists.iter().find(|(_, known)| content(known) == texts) {
            return name.clone();
        }
        let taken = |name: &str| self.lists.contains_key(name) || self.definition.data.iter().any(|data| data.id == name);
        let mut numbered = (2..).map(|number| format!("{wanted}_{number}"));
        let name = if taken(wanted) { numbered.find(|name| !taken(name)).unwrap_or_default() } else { wanted.to_owned() };
        for each in &rows {
            let mut each = each.clone();
            each.cells.insert(0, cell(each.place, "list_name", &name));
            self.definition.choices.push(each);
        }
        self.lists.insert(name.clone(), rows);
        name
    }
}
