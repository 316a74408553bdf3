//! The groups and repeats of a form as structs.

use phieu::form::{Form, Kind, NodeId, Texts};

use crate::choices::Enums;
use crate::names::Names;
use crate::types::{STRING, always, holds_answers, plain};

/// What stands above every struct.
const STRUCT: &str = "#[derive(Clone, Debug, PartialEq, ::phieu::typed::serde::Serialize, ::phieu::typed::serde::Deserialize)]\n\
                      #[serde(crate = \"::phieu::typed::serde\", deny_unknown_fields)]\n#[allow(non_camel_case_types, non_snake_case)]\n";

/// The same where everything may be missing, so that nothing is counted as 0 in silence.
const WITH_DEFAULT: &str = "#[derive(Clone, Debug, Default, PartialEq, ::phieu::typed::serde::Serialize, ::phieu::typed::serde::Deserialize)]\n\
     #[serde(crate = \"::phieu::typed::serde\", deny_unknown_fields)]\n#[allow(non_camel_case_types, non_snake_case)]\n";

/// One form being written.
struct Writer<'f> {
    form: &'f Form,
    enums: Enums,
    types: Names,
    out: String,
}

/// The whole text.
pub(crate) fn write(form: &Form) -> String {
    let mut types = Names::of_types();
    let enums = Enums::of(form, &mut types);
    let mut writer = Writer { form, enums, types, out: head(form) };
    writer.structure(NodeId(0), "Answers");
    let Writer { enums, mut out, .. } = writer;
    enums.write(form, &mut out);
    out
}

fn head(form: &Form) -> String {
    format!(
        "// Written by phieu-build from the form {id:?}, version {version:?}. Change the form, not this.\n\n\
         /// A report of this form.\npub type Report = ::phieu::typed::Report<Answers>;\n\n\
         impl ::phieu::typed::Answers for Answers {{\n    const FORM: &'static str = {id:?};\n    \
         const VERSION: &'static str = {version:?};\n    const DIGEST: &'static str = {digest:?};\n}}\n",
        id = form.id,
        version = form.version,
        digest = form.digest,
    )
}

impl Writer<'_> {
    /// Writes the struct of a group or of a repeat's row, then those inside it.
    fn structure(&mut self, id: NodeId, name: &str) {
        let form = self.form;
        let mut fields = Names::default();
        let mut inside = Vec::new();
        let mut body = String::new();
        let children: Vec<NodeId> = form.children(id).filter(|&child| holds_answers(form, child)).collect();
        for &child in &children {
            let node_type = match form.node(child).kind {
                Kind::Group | Kind::Repeat => {
                    let name = self.type_name(child);
                    inside.push((child, name.clone()));
                    name
                }
                Kind::Field(_) => self.answer_type(child),
            };
            self.field(child, &fields.field(&form.node(child).name), &node_type, &mut body);
        }
        self.out += "\n";
        let title = if id == NodeId(0) { &form.title } else { &form.node(id).label };
        doc(title, "", &mut self.out);
        self.out += if children.iter().any(|&child| always(form, child)) { STRUCT } else { WITH_DEFAULT };
        self.out += &format!("pub struct {name} {{\n{body}}}\n");
        inside.into_iter().for_each(|(child, name)| self.structure(child, &name));
    }

    /// A group's own name, or with its parent's before it where another group has that name already.
    fn type_name(&mut self, id: NodeId) -> String {
        let node = self.form.node(id);
        let parent = node.parent.map_or("", |parent| self.form.node(parent).name.as_str());
        let name = if self.types.has_room_for(&node.name) { node.name.clone() } else { format!("{parent}_{}", node.name) };
        self.types.camel(&name)
    }

    fn answer_type(&self, id: NodeId) -> String {
        let node = self.form.node(id);
        let known = node.field_type().and_then(|field_type| plain(self.form, id, field_type));
        known.or_else(|| self.enums.of_node(self.form, node)).unwrap_or(STRING).to_owned()
    }

    fn field(&self, id: NodeId, name: &str, node_type: &str, body: &mut String) {
        let node = self.form.node(id);
        let several = node.kind == Kind::Repeat || node.field_type().is_some_and(|field_type| field_type.is_several());
        let mut serde = Vec::new();
        if name.trim_start_matches("r#") != node.name {
            serde.push(format!("rename = {:?}", node.name));
        }
        let written = match (several, always(self.form, id)) {
            (false, true) => node_type.to_owned(),
            (false, false) => {
                serde.push("default, skip_serializing_if = \"::std::option::Option::is_none\"".to_owned());
                format!("::std::option::Option<{node_type}>")
            }
            (true, true) => format!("::std::vec::Vec<{node_type}>"),
            (true, false) => {
                serde.push("default, skip_serializing_if = \"::std::vec::Vec::is_empty\"".to_owned());
                format!("::std::vec::Vec<{node_type}>")
            }
        };
        doc(&node.label, "    ", body);
        if !serde.is_empty() {
            *body += &format!("    #[serde({})]\n", serde.join(", "));
        }
        *body += &format!("    pub {name}: {written},\n");
    }
}

/// A text as a doc comment, in the form's default language; where there is none, one that says so.
pub(crate) fn doc(texts: &Texts, indent: &str, out: &mut String) {
    let text = texts.get(0).map_or("", |template| template.source.trim());
    let text = if text.is_empty() { "Without a label." } else { text };
    // As an attribute a text cannot end the comment or be read as anything else.
    *out += &format!("{indent}#[doc = {text:?}]\n");
}
