//! An answer as it is read. The language's writing is `phieu-message`'s; here the form's appearance has its say.

use phieu_engine::{At, Held, Instance};
use phieu_form::{Node, Type};
use phieu_message::Language;

use crate::reading::dates::{self, Precision};

/// How much of a date a node asks for.
pub fn precision(node: &Node) -> Precision {
    match node.field_type() {
        Some(Type::PartialDate) => Precision::Any,
        _ if node.appears("year") => Precision::Year,
        _ if node.appears("month-year") => Precision::Month,
        _ => Precision::Day,
    }
}

/// What a node holds, for reading; empty for a blank.
pub fn answer(instance: &Instance, at: At, language: Language) -> String {
    let form = instance.form();
    let node = form.node(at.node);
    match (node.field_type(), instance.node(at).held) {
        (Some(Type::Date | Type::PartialDate), Held::Text(text)) => dates::show(text, precision(node)),
        (Some(Type::SelectOne(_) | Type::SelectMultiple(_) | Type::Rank(_)), Held::Text(names)) => {
            let write = |field_type, held: &_| phieu_message::show(form, field_type, held, language);
            let label =
                |name: &str| instance.choice_label(at, name, form.language(language.tag), &write).unwrap_or_else(|| name.to_owned());
            names.split(' ').map(label).collect::<Vec<_>>().join("; ")
        }
        (Some(field_type), held) => phieu_message::show(form, field_type, held, language),
        (None, _) => String::new(),
    }
}
