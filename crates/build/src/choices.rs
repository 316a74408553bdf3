//! A choice list as an enum. A list that depends on other answers, or that is very long, stays text.

use std::collections::BTreeMap;

use phieu::form::{ChoiceList, Form, ListId, Node};

use crate::names::Names;
use crate::structs::doc;

/// The longest list that becomes an enum: beyond it are registers (communes, villages), which change without the program.
const LONGEST: usize = 100;

/// The enums of a form's lists, by list.
pub(crate) struct Enums {
    names: BTreeMap<ListId, String>,
}

impl Enums {
    /// Names an enum for every list that some question uses as it stands.
    pub(crate) fn of(form: &Form, types: &mut Names) -> Enums {
        let mut names = BTreeMap::new();
        for node in &form.nodes {
            let Some(list) = own_list(form, node) else { continue };
            names.entry(list).or_insert_with(|| types.camel(&form.list(list).name));
        }
        Enums { names }
    }

    /// The enum of a select's choices.
    pub(crate) fn of_node(&self, form: &Form, node: &Node) -> Option<&str> {
        self.names.get(&own_list(form, node)?).map(String::as_str)
    }

    /// All of them as Rust.
    pub(crate) fn write(&self, form: &Form, out: &mut String) {
        for (list, name) in &self.names {
            write_enum(form.list(*list), name, out);
        }
    }
}

fn own_list(form: &Form, node: &Node) -> Option<ListId> {
    let id = node.field_type()?.list()?;
    let list = form.lists.get(id.index())?;
    (node.itemset.is_none() && (1..=LONGEST).contains(&list.choices.len())).then_some(id)
}

fn write_enum(list: &ChoiceList, name: &str, out: &mut String) {
    *out += &format!("\n/// A choice of the list `{}`.\n", list.name.escape_debug());
    *out += "#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, ::phieu::typed::serde::Serialize, ::phieu::typed::serde::Deserialize)]\n";
    *out += "#[serde(crate = \"::phieu::typed::serde\")]\n#[allow(non_camel_case_types)]\n";
    *out += &format!("pub enum {name} {{\n");
    let mut variants = Names::default();
    for choice in &list.choices {
        doc(&choice.label, "    ", out);
        let variant = variants.camel(&choice.name);
        *out += &format!("    #[serde(rename = {:?})]\n    {variant},\n", choice.name);
    }
    *out += "}\n";
}
