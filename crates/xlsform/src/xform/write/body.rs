//! The body: what is asked, in the order of the survey.

use super::tree::{Item, is_node};
use super::{Writer, element};
use crate::xml::Node;

impl Writer<'_> {
    pub(super) fn body(&self) -> Node {
        let mut body = element("h:body", [("class", self.setting("style"))]);
        body = body.with_all(self.inside(0));
        body
    }

    fn inside(&self, item: usize) -> Vec<Node> {
        self.tree.items[item].children.iter().filter_map(|&child| self.control(child)).collect()
    }

    fn control(&self, id: usize) -> Option<Node> {
        let item = &self.tree.items[id];
        match item.base.as_str() {
            "begin_group" => Some(self.group(id, item)),
            "begin_repeat" => Some(self.repeat(id, item)),
            _ => self.question(id, item),
        }
    }

    fn group(&self, id: usize, item: &Item<'_>) -> Node {
        let path = self.tree.path(id);
        let mut group = element("group", [("ref", &path), ("appearance", item.row.text("appearance"))]);
        if item.row.cell("intent").is_some() {
            group.set("intent", &self.expression(item.row.text("intent"), id));
        }
        self.passed(item, &mut group);
        group.with_all(self.text_node(id, "label")).with_all(self.inside(id))
    }

    fn repeat(&self, id: usize, item: &Item<'_>) -> Node {
        let path = self.tree.path(id);
        let count = item.row.text("repeat_count");
        let count = match count {
            "" => String::new(),
            count if is_node(count) => self.expression(count, id),
            _ => format!(" {}_count ", path),
        };
        let mut repeat = element("repeat", [("nodeset", &path), ("jr:count", &count), ("appearance", item.row.text("appearance"))]);
        self.passed(item, &mut repeat);
        repeat = repeat.with_all(self.inside(id)).with_all(self.new_row_actions(id));
        let label = self.text_node(id, "label").unwrap_or_else(|| element("label", []));
        element("group", [("ref", &path)]).with(label).with(repeat)
    }

    /// Dynamic defaults of a new row: of everything in it that stands in no repeat inside.
    fn new_row_actions(&self, repeat: usize) -> Vec<Node> {
        let inside = self.tree.all().filter(|(id, _)| self.tree.repeat_around(*id) == Some(repeat));
        let own = inside.filter_map(|(id, item)| self.dynamic_default(id, item, "odk-new-repeat"));
        own.chain(self.observed(repeat)).collect()
    }

    /// The actions of the sheet that stand in a control.
    fn observed(&self, id: usize) -> Vec<Node> {
        let path = self.tree.path(id);
        let is_here = |row: &&phieu_form::Row| row.cell("observed").is_some_and(|cell| self.expression(cell.text.trim(), 0).trim() == path);
        self.definition.actions.iter().filter(is_here).map(|row| self.action(row)).collect()
    }

    fn question(&self, id: usize, item: &Item<'_>) -> Option<Node> {
        let path = self.tree.path(id);
        let (name, media) = match item.base.as_str() {
            "select_one" | "select_one_from_file" => ("select1", ""),
            "select_multiple" | "select_multiple_from_file" => ("select", ""),
            "rank" => ("odk:rank", ""),
            "acknowledge" => ("trigger", ""),
            "range" => ("range", ""),
            "image" => ("upload", "image/*"),
            "audio" => ("upload", "audio/*"),
            "video" => ("upload", "video/*"),
            "file" => ("upload", "application/*"),
            "osm" => ("upload", "osm/*"),
            "hidden" | "start" | "end" | "today" | "deviceid" | "username" | "email" | "phonenumber" => return None,
            "csv-external" | "xml-external" | "audit" | "background-audio" | "start-geopoint" | "background-geopoint" => return None,
            "calculate" => return None,
            _ => ("input", ""),
        };
        // What is only calculated is not asked for.
        let asks = item.is_other
            || item
                .row
                .cells
                .iter()
                .any(|cell| matches!(cell.column.split("::").next(), Some("label" | "hint" | "guidance_hint" | "media")));
        if !asks && item.row.cell("calculation").is_some() {
            return None;
        }
        let appearance = if item.is_other { "" } else { item.row.text("appearance") };
        let mut control = element(name, [("ref", &path), ("mediatype", media), ("appearance", appearance)]);
        if item.is_other {
            return Some(control.with(element("label", []).with_text("Specify other.")));
        }
        self.passed(item, &mut control);
        self.parameters(item, &mut control);
        if item.base == "select_one_external" {
            let filter = self.predicate(item.row.text("choice_filter"), id);
            control.set("query", &format!("instance('{}')/root/item[{filter}]", item.list));
        }
        let hint = self.text_node(id, "hint").or_else(|| self.guidance(id));
        // A hint never stands without a label.
        let label = self.text_node(id, "label").or_else(|| hint.as_ref().map(|_| element("label", [])));
        control = control.with_all(label).with_all(hint);
        if let Some(list) = item.parameter("tick_labelset") {
            control = control.with(self.itemset_of(&list));
        }
        if item.is_select() {
            control = control.with_all(self.choices(id, item));
        }
        Some(control.with_all(self.triggered(item)).with_all(self.observed(id)))
    }

    fn guidance(&self, id: usize) -> Option<Node> {
        self.itext.reference(self, id, "hint").map(|reference| element("hint", [("ref", &reference)]))
    }

    /// An itemset; a list that is searched on the device stands in the question itself.
    fn choices(&self, id: usize, item: &Item<'_>) -> Vec<Node> {
        if !item.row.text("appearance").contains("search(") {
            return vec![self.itemset(id)];
        }
        let rows = self.definition.choices.iter().filter(|row| row.text("list_name") == item.list);
        rows.map(|row| {
            let label = element("label", []).with_text(row.text("label"));
            element("item", []).with(label).with(element("value", []).with_text(row.text("name")))
        })
        .collect()
    }

    fn parameters(&self, item: &Item<'_>, control: &mut Node) {
        if item.base == "range" {
            for (name, default) in [("start", "1"), ("end", "10"), ("step", "1")] {
                control.set(name, &item.parameter(name).unwrap_or_else(|| default.to_owned()));
            }
            for (parameter, attribute) in [("tick_interval", "odk:tick-interval"), ("placeholder", "odk:placeholder")] {
                if let Some(value) = item.parameter(parameter) {
                    control.set(attribute, &value);
                }
            }
        }
        for (parameter, attribute) in
            [("rows", "rows"), ("capture-accuracy", "accuracyThreshold"), ("warning-accuracy", "unacceptableAccuracyThreshold")]
        {
            if let Some(value) = item.parameter(parameter) {
                control.set(attribute, &value);
            }
        }
    }

    fn passed(&self, item: &Item<'_>, control: &mut Node) {
        for cell in &item.row.cells {
            let name = cell.column.strip_prefix("body::").or_else(|| cell.column.strip_prefix("control::"));
            if let Some(name) = name.or_else(|| (cell.column == "autoplay").then_some("autoplay")) {
                control.set(name, &cell.text);
            }
        }
    }

    /// What is set when this question changes.
    fn triggered(&self, item: &Item<'_>) -> Vec<Node> {
        let (mut values, mut places) = (Vec::new(), Vec::new());
        for (id, target) in self.tree.all() {
            let trigger = target.row.text("trigger");
            let names = trigger.split(',').map(|name| name.trim().trim_start_matches("${").trim_end_matches('}'));
            if target.is_other || target.is_count || !names.into_iter().any(|name| !name.is_empty() && name == item.name) {
                continue;
            }
            let path = self.tree.path(id);
            if target.base == "background-geopoint" {
                places.push(element("odk:setgeopoint", [("ref", &path), ("event", "xforms-value-changed")]));
            } else {
                let value = self.expression(target.row.text("calculation"), id);
                values.push(element("setvalue", [("ref", &path), ("event", "xforms-value-changed"), ("value", value.as_str())]));
            }
        }
        values.into_iter().chain(places).collect()
    }
}
