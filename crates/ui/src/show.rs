//! An answer as it is read. The language's writing is `phieu-message`'s; here the form's appearance has its say.

use phieu_engine::{At, Held, Instance, Named};
use phieu_form::{Form, Node, Personal, Type};
use phieu_message::Language;

use crate::reading::dates::{self, Precision};
use crate::reading::marks;

/// How much of a date a node asks for.
pub fn precision(node: &Node) -> Precision {
    match node.field_type() {
        Some(Type::PartialDate) => Precision::Any,
        _ if node.appears("year") => Precision::Year,
        _ if node.appears("month-year") => Precision::Month,
        _ => Precision::Day,
    }
}

/// Choices' labels are the author's and may have marks; every other answer is shown as it is.
pub fn labels(field_type: Type, shown: String) -> String {
    if field_type.list().is_some() { marks::plain(&shown) } else { shown }
}

/// What a text names, written so that none of it is read as a mark.
pub fn named(form: &Form, named: Named, language: Language) -> String {
    marks::escape(&match named {
        Named::Answer(field_type, held) => labels(field_type, phieu_message::show(form, field_type, held, language)),
        Named::Value(text) => text,
    })
}

/// What a node holds, for reading; empty for a blank.
pub fn answer(instance: &Instance, at: At, language: Language) -> String {
    let form = instance.form();
    let node = form.node(at.node);
    match (node.field_type(), instance.node(at).held) {
        (Some(Type::Date | Type::PartialDate), Held::Text(text)) => dates::show(text, precision(node)),
        (_, Held::Number(_) | Held::Text(_)) if node.appears("masked") || node.appears("hidden-answer") => HIDDEN.to_string(),
        (_, Held::Text(number)) if node.personal == Personal::Sensitive && is_number(number) => last_three(number),
        (Some(Type::SelectOne(_) | Type::SelectMultiple(_) | Type::Rank(_)), Held::Text(names)) => chosen(instance, at, names, language),
        (Some(field_type), held) => phieu_message::show(form, field_type, held, language),
        (None, _) => String::new(),
    }
}

/// Whether a text is the number of a paper: six digits or more.
pub fn is_number(text: &str) -> bool {
    text.len() >= 6 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// What is shown of the number of a person's paper: a dot for each digit, and the last three.
pub fn last_three(number: &str) -> String {
    let at = number.len().saturating_sub(3);
    ["•".repeat(at), number.get(at..).unwrap_or_default().to_string()].concat()
}

/// What is shown of an answer that nobody looking on is to read.
const HIDDEN: &str = "••••••";

/// The labels of what is chosen. Those of choices that are nodes have no marks.
fn chosen(instance: &Instance, at: At, names: &str, language: Language) -> String {
    let form = instance.form();
    let is_node = form.node(at.node).itemset.is_some();
    let write = |each: Named| named(form, each, language);
    let label = |name: &str| match instance.choice_label(at, name, form.language(language.tag), &write) {
        Some(label) if is_node => label,
        Some(label) => marks::plain(&label),
        None => name.to_owned(),
    };
    names.split(' ').map(label).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_papers_number_the_last_digits_are_shown() {
        assert!(is_number("068057001234") && !is_number("12345") && !is_number("06805700123a") && !is_number(""));
        assert_eq!(last_three("068057001234"), "•••••••••234");
    }
}
