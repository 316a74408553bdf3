//! Nodes of the instance, with their binds and controls, as rows of the survey.

use phieu_form::Row;

use super::instance::{Found, Inside, children};
use super::{Reading, cell, quoted, row};
use crate::xml::Node;

/// Attributes of a bind and the columns they stand in.
const BIND: [(&str, &str); 5] = [
    ("relevant", "relevant"),
    ("required", "required"),
    ("constraint", "constraint"),
    ("readonly", "read_only"),
    ("calculate", "calculation"),
];

/// Types that say by themselves what the node holds from the start.
const PRELOADED: [&str; 7] = ["start", "end", "today", "deviceid", "username", "email", "phonenumber"];

impl<'x> Reading<'x> {
    pub(super) fn survey(&mut self) {
        let path = format!("/{}", self.root.name);
        if let Some(bind) = self.binds.get(&path).copied() {
            self.left_out(bind.place, "a bind of the root element is left out".to_owned());
        }
        let binds: Vec<(String, &Node)> = self.binds.iter().map(|(path, bind)| (path.clone(), *bind)).collect();
        let roots = [Inside { node: self.root, in_template: false }];
        self.inside(&path, &roots);
        for (path, bind) in binds.iter().filter(|(path, _)| !exists(self.root, path)) {
            self.left_out(bind.place, format!("there is no node `{path}` for this bind, which is left out"));
        }
    }

    /// The nodes in one node, in the order of the body.
    fn inside(&mut self, path: &str, parents: &[Inside<'x>]) {
        let mut found = children(parents);
        if path == format!("/{}", self.root.name) {
            found.retain(|each| each.name.rsplit(':').next() != Some("meta"));
        }
        let mut before = 0;
        let mut ordered: Vec<(usize, Found<'x>)> = Vec::new();
        for each in found {
            before = self.order(&format!("{path}/{}", each.name)).unwrap_or(before);
            ordered.push((before, each));
        }
        ordered.sort_by_key(|(order, _)| *order);
        for (_, each) in ordered {
            self.node(&format!("{path}/{}", each.name), &each);
        }
    }

    /// Where the body first asks for a node or something in it.
    fn order(&self, path: &str) -> Option<usize> {
        let inside = format!("{path}/");
        let own = self.body.controls.get(path).map(|control| control.order);
        let below = self.body.controls.range(inside.clone()..).take_while(|(each, _)| each.starts_with(&inside));
        own.into_iter().chain(below.map(|(_, control)| control.order)).min()
    }

    fn node(&mut self, path: &str, found: &Found<'x>) {
        let Some(model) = found.model() else { return };
        let control = self.body.controls.get(path);
        let (question, repeat) = control.map_or((None, None), |control| (control.node, control.repeat));
        let is_group = model.elements().next().is_some() || question.is_some_and(|node| node.local() == "group") || repeat.is_some();
        if !is_group {
            return self.field(path, model, question);
        }
        let mut begin = row(model.place, [("type", if repeat.is_some() { "begin_repeat" } else { "begin_group" }), ("name", &model.name)]);
        self.bind_cells(path, &mut begin);
        self.control_cells(question, &mut begin);
        attributes(model, &mut begin);
        if let Some(repeat) = repeat {
            self.repeat_cells(repeat, found, &mut begin);
            self.keep_initial(found);
        }
        self.definition.survey.push(begin);
        let instances: Vec<Inside<'x>> = found.instances.iter().flatten().copied().collect();
        self.inside(path, &instances);
        let end = if repeat.is_some() { "end_repeat" } else { "end_group" };
        self.definition.survey.push(row(model.place, [("type", end), ("name", &model.name)]));
    }

    fn repeat_cells(&mut self, repeat: &'x Node, found: &Found<'x>, row: &mut Row) {
        let count = repeat.attribute("count");
        row.cells.extend(count.map(|count| cell(repeat.place, "repeat_count", count)));
        let rows = found.rows().next().unwrap_or_default();
        // Rows that nobody can add are there from the start.
        let fixed = rows == 0 && count.is_none() && repeat.attribute("noAddRemove").is_some_and(|fixed| fixed.starts_with("true"));
        if rows != 1 && !fixed {
            row.cells.push(cell(repeat.place, "initial_rows", &rows.to_string()));
        }
        if let Some(fixed) = repeat.attribute("noAddRemove") {
            row.cells.push(cell(repeat.place, "body::jr:noAddRemove", fixed));
        }
        if let Some(appearance) = repeat.attribute("appearance").filter(|_| row.cell("appearance").is_none()) {
            row.cells.push(cell(repeat.place, "appearance", appearance));
        }
    }

    fn field(&mut self, path: &str, model: &'x Node, control: Option<&'x Node>) {
        let bind = self.binds.get(path).copied();
        let mut cells = row(model.place, [("type", "text"), ("name", &model.name)]);
        let bound = bind.and_then(|bind| bind.attribute("type")).map(|each| each.rsplit(':').next().unwrap_or(each));
        let row_type = self.row_type(model, control, bind, bound.unwrap_or("string"), &mut cells);
        let says_more = |datatype: &&str| match row_type.as_str() {
            "calculate" | "hidden" | "range" => true,
            "text" => *datatype != "string",
            _ => false,
        };
        if let Some(datatype) = bound.filter(says_more) {
            cells.cells.push(cell(model.place, "bind::type", datatype));
        }
        cells.cells[0].text = row_type;
        self.bind_cells(path, &mut cells);
        self.control_cells(control, &mut cells);
        let text = model.text();
        if !text.trim().is_empty() {
            let plain = text.chars().all(|each| each.is_alphanumeric() || "-_.:/, ".contains(each)) && text.trim() == text;
            cells.cells.push(cell(model.place, "default", &if plain { text } else { quoted(&text) }));
        }
        attributes(model, &mut cells);
        self.definition.survey.push(cells);
    }

    /// The type: what the control asks for, or what a node without one holds.
    fn row_type(&mut self, model: &Node, control: Option<&'x Node>, bind: Option<&Node>, bound: &str, cells: &mut Row) -> String {
        let name = model.local();
        let Some(control) = control else { return model_only(bind) };
        match control.local() {
            "select1" => format!("select_one {}", self.list(control, name, cells)).trim().to_owned(),
            "select" => format!("select_multiple {}", self.list(control, name, cells)).trim().to_owned(),
            "rank" => format!("rank {}", self.list(control, name, cells)).trim().to_owned(),
            "trigger" => "acknowledge".to_owned(),
            "upload" => match control.attribute("mediatype").unwrap_or_default().split('/').next() {
                Some("image") => "image".to_owned(),
                Some("audio") => "audio".to_owned(),
                Some("video") => "video".to_owned(),
                _ => "file".to_owned(),
            },
            "range" => {
                let part = |name: &str| control.attribute(name).map(|value| format!("{name}={value}"));
                let parts: Vec<String> = ["start", "end", "step"].into_iter().filter_map(part).collect();
                cells.cells.push(cell(control.place, "parameters", &parts.join(" ")));
                "range".to_owned()
            }
            _ => match bound {
                "int" | "integer" | "long" | "short" => "integer",
                "decimal" | "double" | "float" => "decimal",
                "date" => "date",
                "time" => "time",
                "dateTime" => "datetime",
                "geopoint" => "geopoint",
                "geotrace" => "geotrace",
                "geoshape" => "geoshape",
                "barcode" => "barcode",
                _ => "text",
            }
            .to_owned(),
        }
    }

    fn bind_cells(&mut self, path: &str, row: &mut Row) {
        let Some(bind) = self.binds.get(path).copied() else { return };
        for (attribute, value) in &bind.attributes {
            let name = attribute.rsplit_once(':').map_or(attribute.as_str(), |(_, local)| local);
            if let Some((_, column)) = BIND.iter().find(|(each, _)| *each == name) {
                row.cells.push(cell(bind.place, column, value));
                continue;
            }
            match name {
                "nodeset" | "type" | "id" => {}
                "constraintMsg" => self.message("constraint_message", bind, value, row),
                "requiredMsg" => self.message("required_message", bind, value, row),
                "preload" | "preloadParams" if PRELOADED.contains(&row.text("type")) => {}
                _ => row.cells.push(cell(bind.place, &format!("bind::{attribute}"), value)),
            }
        }
    }

    fn message(&mut self, column: &str, bind: &Node, value: &str, row: &mut Row) {
        let texts = self.translations.message(column, value);
        row.cells.extend(texts.into_iter().map(|(column, text)| cell(bind.place, &column, &text)));
    }

    /// Label, hint, appearance, and whatever else the control says.
    fn control_cells(&mut self, control: Option<&'x Node>, row: &mut Row) {
        let Some(control) = control else { return };
        for (name, column) in [("label", "label"), ("hint", "hint")] {
            let Some(text) = control.element(name) else { continue };
            let texts = self.translations.cells(column, text);
            row.cells.extend(texts.into_iter().filter(|(_, text)| !text.is_empty()).map(|(column, each)| cell(text.place, &column, &each)));
        }
        for (attribute, value) in &control.attributes {
            match attribute.as_str() {
                "ref" | "nodeset" | "bind" | "mediatype" | "start" | "end" | "step" => {}
                "appearance" => row.cells.push(cell(control.place, "appearance", value)),
                _ => row.cells.push(cell(control.place, &format!("body::{attribute}"), value)),
            }
        }
    }
}

/// The attributes of a node; that it is a template is no attribute of the answers.
fn attributes(model: &Node, row: &mut Row) {
    let own = model.attributes.iter().filter(|(name, _)| !name.starts_with("xmlns") && !name.ends_with(":template"));
    row.cells.extend(own.map(|(name, value)| cell(model.place, &format!("instance::{name}"), value)));
}

/// A node that nobody is asked for.
fn model_only(bind: Option<&Node>) -> String {
    let attribute = |name: &str| bind.and_then(|bind| bind.attribute(name)).unwrap_or_default();
    let preload = match (attribute("preload"), attribute("preloadParams")) {
        ("timestamp", "start") => Some("start"),
        ("timestamp", "end") => Some("end"),
        ("date", "today") => Some("today"),
        ("property", name @ ("deviceid" | "username" | "email" | "phonenumber")) => Some(name),
        _ => None,
    };
    let calculated = !attribute("calculate").is_empty();
    preload.unwrap_or(if calculated { "calculate" } else { "hidden" }).to_owned()
}

/// Whether the instance has a node of this absolute path, the envelope's and attributes included.
fn exists(root: &Node, path: &str) -> bool {
    let mut nodes = vec![root];
    for part in path.split('/').skip(2).filter(|part| !part.starts_with('@')) {
        nodes = nodes.iter().flat_map(|node| node.elements()).filter(|each| each.name == part).collect();
    }
    !nodes.is_empty() && path.split('/').nth(1) == Some(&root.name)
}
