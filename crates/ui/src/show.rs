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
        (Some(field_type), held) => phieu_message::show(form, field_type, held, language),
        (None, _) => String::new(),
    }
}
