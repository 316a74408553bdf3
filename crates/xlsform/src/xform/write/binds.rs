//! Binds and actions of the model.

use super::tree::{Item, is_reference};
use super::{Writer, element};
use crate::xml::Node;

/// Columns and the attributes they become.
const BIND: [(&str, &str); 5] = [
    ("relevant", "relevant"),
    ("required", "required"),
    ("constraint", "constraint"),
    ("read_only", "readonly"),
    ("calculation", "calculate"),
];

impl Writer<'_> {
    /// A bind for every node that has anything to say, each followed by what sets it when a report is begun.
    pub(super) fn binds(&self) -> Vec<Node> {
        let mut nodes = Vec::new();
        for (id, item) in self.tree.all() {
            nodes.extend(self.bind(id, item));
            nodes.extend(self.default_action(id, item));
        }
        let root = &self.tree.items[0].name;
        if self.definition.survey.iter().any(|row| row.text("type") == "audit") {
            nodes.push(element("bind", [("nodeset", &format!("/{root}/meta/audit")), ("type", "binary")]));
        }
        if !self.setting("omit_instanceID").starts_with(['y', 't', 'Y', 'T']) {
            let path = format!("/{root}/meta/instanceID");
            nodes.push(element("bind", [("nodeset", &path), ("type", "string"), ("readonly", "true()"), ("jr:preload", "uid")]));
        }
        if !self.setting("instance_name").is_empty() {
            let (path, name) = (format!("/{root}/meta/instanceName"), self.expression(self.setting("instance_name"), 0));
            nodes.push(element("bind", [("nodeset", &path), ("type", "string"), ("calculate", &name)]));
        }
        nodes
    }

    fn bind(&self, id: usize, item: &Item<'_>) -> Option<Node> {
        if item.has_no_node() {
            return None;
        }
        let path = self.tree.path(id);
        if item.is_count {
            let count = self.expression(item.row.text("repeat_count"), id);
            return Some(element("bind", [("nodeset", &path), ("type", "string"), ("readonly", "true()"), ("calculate", &count)]));
        }
        if item.is_other {
            let select = &item.name[..item.name.len() - "_other".len()];
            let relevant = format!("selected(../{select}, 'other')");
            return Some(element("bind", [("nodeset", &path), ("type", "string"), ("relevant", &relevant)]));
        }
        let mut bind = element("bind", [("nodeset", &path), ("type", &self.datatype(item))]);
        for (name, value) in preload(&item.base) {
            bind.set(name, value);
        }
        if item.base == "note" {
            bind.set("readonly", "true()");
        }
        for (column, attribute) in BIND {
            let Some(cell) = item.row.cell(column).or_else(|| (column == "read_only").then(|| item.row.cell("readonly")).flatten()) else {
                continue;
            };
            // What is calculated only when something changes is an action.
            if !(column == "calculation" && item.row.cell("trigger").is_some()) {
                bind.set(attribute, &self.expression(truth(&cell.text), id));
            }
        }
        for (column, attribute) in [
            ("constraint_message", "jr:constraintMsg"),
            ("required_message", "jr:requiredMsg"),
            ("bind::jr:noAppErrorString", "jr:noAppErrorString"),
        ] {
            match self.itext.reference(self, id, column) {
                Some(reference) => bind.set(attribute, &reference),
                None if item.row.cell(column).is_some() => bind.set(attribute, item.row.text(column)),
                None => {}
            }
        }
        for (parameter, attribute) in
            [("max-pixels", "orx:max-pixels"), ("quality", "odk:quality"), ("allow-mock-accuracy", "odk:allow-mock-accuracy")]
        {
            if let Some(value) = item.parameter(parameter).filter(|_| item.base != "background-audio") {
                bind.set(attribute, &value);
            }
        }
        for cell in &item.row.cells {
            if let Some(attribute) = cell.column.strip_prefix("bind::").filter(|name| !name.starts_with("jr:noAppErrorString")) {
                bind.set(attribute, &self.expression(truth(&cell.text), id));
            }
        }
        (bind.attributes.len() > 1).then_some(bind)
    }

    /// The datatype (ODK XForms, section "Data types").
    fn datatype(&self, item: &Item<'_>) -> String {
        let fraction = || ["start", "end", "step"].iter().any(|name| item.parameter(name).is_some_and(|value| value.contains('.')));
        match item.base.as_str() {
            "begin_group" | "begin_repeat" => "",
            "integer" => "int",
            "range" if !fraction() => "int",
            "decimal" | "range" => "decimal",
            "date" | "today" => "date",
            "time" => "time",
            "datetime" | "start" | "end" => "dateTime",
            "geopoint" | "start-geopoint" | "background-geopoint" => "geopoint",
            "geotrace" => "geotrace",
            "geoshape" => "geoshape",
            "image" | "audio" | "video" | "file" | "background-audio" | "osm" => "binary",
            "barcode" => "barcode",
            "rank" => "odk:rank",
            _ => "string",
        }
        .to_owned()
    }

    /// A default that is written out; pictures stand in the form's folder.
    pub(super) fn static_default(&self, item: &Item<'_>) -> Option<String> {
        let text = item.row.text("default");
        let plain = !text.is_empty() && !item.is_other && !is_dynamic(text, &item.base);
        let text = literal(text).unwrap_or_else(|| text.to_owned());
        plain.then(|| if item.base == "image" && !text.contains("://") { format!("jr://images/{text}") } else { text })
    }

    fn default_action(&self, id: usize, item: &Item<'_>) -> Option<Node> {
        let path = self.tree.path(id);
        if item.base == "start-geopoint" {
            return Some(element("odk:setgeopoint", [("ref", &path), ("event", "odk-instance-first-load")]));
        }
        if item.base == "background-audio" {
            let quality = item.parameter("quality").unwrap_or_default();
            return Some(element(
                "odk:recordaudio",
                [("ref", path.as_str()), ("event", "odk-instance-load"), ("odk:quality", quality.as_str())],
            ));
        }
        self.dynamic_default(id, item, "odk-instance-first-load")
    }

    /// What sets a node that begins with the value of an expression.
    pub(super) fn dynamic_default(&self, id: usize, item: &Item<'_>, event: &str) -> Option<Node> {
        let text = item.row.text("default");
        if item.is_other || item.is_count || item.is_container() || !is_dynamic(text, &item.base) {
            return None;
        }
        let (path, value) = (self.tree.path(id), self.expression(text, id));
        Some(element("setvalue", [("ref", &path), ("event", event), ("value", &value)]))
    }

    /// The actions of the sheet that belong to no question.
    pub(super) fn model_actions(&self) -> Vec<Node> {
        let rows = self.definition.actions.iter().filter(|row| row.cell("observed").is_none());
        rows.map(|row| self.action(row)).collect()
    }

    pub(super) fn action(&self, row: &phieu_form::Row) -> Node {
        let name = if row.text("action") == "setgeopoint" { "odk:setgeopoint" } else { "setvalue" };
        let target = self.expression(row.text("target"), 0).trim().to_owned();
        let seen_from = self.tree.named(row.text("target").trim_start_matches("${").trim_end_matches('}')).unwrap_or_default();
        let value = self.expression(row.text("value"), seen_from);
        element(name, [("ref", &target), ("event", row.text("event")), ("value", value.trim())])
    }
}

fn preload(base: &str) -> Vec<(&'static str, &'static str)> {
    let (kind, parameter) = match base {
        "start" => ("timestamp", "start"),
        "end" => ("timestamp", "end"),
        "today" => ("date", "today"),
        "deviceid" => ("property", "deviceid"),
        "username" => ("property", "username"),
        "email" => ("property", "email"),
        "phonenumber" => ("property", "phonenumber"),
        _ => return Vec::new(),
    };
    vec![("jr:preload", kind), ("jr:preloadParams", parameter)]
}

/// XLSForm's yes and no, as expressions.
fn truth(text: &str) -> &str {
    match text.trim() {
        "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" => "true()",
        "no" | "No" | "NO" | "false" | "False" | "FALSE" => "false()",
        other => other,
    }
}

/// What a text between quotes says, where it is one and nothing else. With both kinds of quotes in it, it is a `concat`, as
/// the reader of XForms writes it.
fn literal(text: &str) -> Option<String> {
    const QUOTE: &str = "', \"'\", '";
    if let Some(inside) = text.strip_prefix("concat('").and_then(|rest| rest.strip_suffix("')")) {
        return (!inside.replace(QUOTE, "").contains('\'')).then(|| inside.replace(QUOTE, "'")).filter(|said| said.contains('\''));
    }
    let quote = text.chars().next().filter(|first| matches!(first, '\'' | '"'))?;
    let inside = text.strip_prefix(quote)?.strip_suffix(quote)?;
    (!inside.contains(quote)).then(|| inside.to_owned())
}

/// Whether a default is computed: it names an answer, calls a function, or does a sum. A hyphen is part of a text.
fn is_dynamic(text: &str, base: &str) -> bool {
    if text.is_empty() || literal(text).is_some() || matches!(base, "image" | "audio" | "video" | "file") {
        return false;
    }
    let calls = text.match_indices('(').any(|(index, _)| text[..index].ends_with(|last: char| last.is_ascii_alphanumeric() || last == '-'));
    let words: Vec<&str> = text.split_whitespace().collect();
    let sums = words.len() > 2
        && words
            .iter()
            .skip(1)
            .step_by(2)
            .all(|word| ["+", "*", "div", "mod", "|"].contains(word) || (*word == "-" && is_number(words[0])));
    is_reference(text) || text.contains("${") || calls || (sums && words.len() % 2 == 1)
}

fn is_number(text: &str) -> bool {
    text.parse::<f64>().is_ok()
}
