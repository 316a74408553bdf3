//! What an XForm says of the form as a whole: the settings sheet.

use phieu_form::Row;

use super::{Reading, cell, row};
use crate::xml::Node;

impl<'x> Reading<'x> {
    pub(super) fn settings(&mut self, head: &'x Node, model: &'x Node, body: Option<&'x Node>) {
        let root = self.root;
        let namespace = root.attributes.iter().find(|(name, _)| name == "xmlns").map(|(_, value)| value.as_str());
        let id = root.attribute("id").or(namespace).unwrap_or(&root.name);
        let title = head.element("title").map(Node::text).unwrap_or_default();
        let style = body.and_then(|body| body.attribute("class")).unwrap_or_default();
        let language = self.translations.languages.first().cloned().unwrap_or_default();
        let language = if self.translations.languages.len() > 1 || language != "default" { language } else { String::new() };
        let mut settings = row(
            root.place,
            [
                ("form_id", id),
                ("form_title", title.trim()),
                ("version", root.attribute("version").unwrap_or_default()),
                ("default_language", &language),
                ("style", style),
                ("name", &root.name),
            ],
        );
        self.root_attributes(&mut settings);
        self.other_namespaces(&mut settings);
        if let Some(submission) = model.element("submission") {
            self.submission(submission, &mut settings);
        }
        self.meta(&mut settings);
        self.definition.settings = settings;
    }

    /// What the root of the answers says beyond id and version.
    fn root_attributes(&mut self, settings: &mut Row) {
        let known = [("odk:prefix", "prefix"), ("odk:delimiter", "delimiter"), ("xmlns", "instance_xmlns")];
        for (name, value) in &self.root.attributes {
            match known.iter().find(|(each, _)| each == name) {
                Some((_, column)) => settings.cells.push(cell(self.root.place, column, value)),
                None if matches!(name.as_str(), "id" | "version") || name.starts_with("xmlns:") => {}
                None => settings.cells.push(cell(self.root.place, &format!("attribute::{name}"), value)),
            }
        }
    }

    /// Namespaces that the document declares beside those of every XForm: names in binds may carry their prefixes.
    fn other_namespaces(&mut self, settings: &mut Row) {
        let is_usual = |prefix: &str, address: &str| {
            ["ev", "xsd", "jr", "orx", "odk"].contains(&prefix) || address.ends_with("/xhtml") || address.ends_with("/2002/xforms")
        };
        let declared = self.namespaces.iter().filter_map(|(name, address)| Some((name.strip_prefix("xmlns:")?, address)));
        let others = declared.filter(|(prefix, address)| !is_usual(prefix, address));
        let others: Vec<String> = others.map(|(prefix, address)| format!("{prefix}=\"{address}\"")).collect();
        settings.cells.extend((!others.is_empty()).then(|| cell(self.root.place, "namespaces", &others.join(" "))));
    }

    fn submission(&mut self, submission: &Node, settings: &mut Row) {
        let known = [
            ("action", "submission_url"),
            ("base64RsaPublicKey", "public_key"),
            ("auto-send", "auto_send"),
            ("auto-delete", "auto_delete"),
        ];
        for (attribute, value) in &submission.attributes {
            let name = attribute.rsplit_once(':').map_or(attribute.as_str(), |(_, local)| local);
            match known.iter().find(|(each, _)| *each == name) {
                Some((_, column)) => settings.cells.push(cell(submission.place, column, value)),
                None if name == "method" => {}
                None => self.left_out(submission.place, format!("the attribute `{attribute}` of the submission is left out")),
            }
        }
    }

    /// The envelope: what it holds is given by whoever sends the report, except its name.
    fn meta(&mut self, settings: &mut Row) {
        let Some(meta) = self.root.element("meta") else { return };
        for each in meta.elements() {
            let path = format!("/{}/{}/{}", self.root.name, meta.name, each.name);
            match (each.local(), self.binds.get(&path).and_then(|bind| bind.attribute("calculate"))) {
                ("instanceName", Some(name)) => settings.cells.push(cell(each.place, "instance_name", name)),
                ("entity", _) => {
                    let list = each.attribute("dataset").unwrap_or_default();
                    self.definition.entities.push(row(each.place, [("list_name", list)]));
                }
                ("audit", _) => self.left_out(each.place, "the log of how the form is filled in (`audit`) is not kept".to_owned()),
                _ => {}
            }
        }
    }
}
