//! Texts: inline, or by id where there are languages, media or guidance.

use std::collections::{BTreeMap, BTreeSet};

use phieu_form::{Definition, Row};

use super::tree::{Item, Tree};
use super::{Writer, element};
use crate::xml::{Child, Node};

/// Kinds of media and the folder that an XForm names for them.
const MEDIA: [(&str, &str); 4] = [("image", "images"), ("big-image", "images"), ("audio", "audio"), ("video", "video")];

/// The language of cells whose heading names none.
const DEFAULT: &str = "default";

/// Which texts stand in `itext`, and in which languages.
pub struct Itext {
    languages: Vec<String>,
    default: String,
    /// The choice lists whose labels are translated.
    pub lists: BTreeSet<String>,
}

/// For each language the forms of a text with what stands in them.
type ByLanguage = BTreeMap<String, Vec<(String, Vec<Child>)>>;

/// One translation: the language, the form (`image`, `guidance`; empty for the text), the text.
type Value = (String, String, String);

impl Itext {
    pub fn new(definition: &Definition, tree: &Tree<'_>) -> Itext {
        let default = match definition.settings.text("default_language") {
            "" => DEFAULT.to_owned(),
            language => language.to_owned(),
        };
        let mut itext = Itext { languages: Vec::new(), default, lists: BTreeSet::new() };
        for row in &definition.choices {
            if values(row, "label", &itext.default)
                .iter()
                .any(|(language, form, text)| !form.is_empty() || *language != itext.default || text.contains("${"))
                || values(row, "label", DEFAULT).iter().any(|(language, ..)| language != DEFAULT)
            {
                itext.lists.insert(row.text("list_name").to_owned());
            }
        }
        let mut languages: Vec<String> = Vec::new();
        for row in definition.choices.iter().filter(|row| itext.lists.contains(row.text("list_name"))) {
            languages.extend(values(row, "label", &itext.default).into_iter().map(|(language, ..)| language));
        }
        for (_, item) in tree.all() {
            for part in PARTS {
                let values = itext.values(item, part);
                if itext.is_by_id(item, part, &values) {
                    languages.extend(values.into_iter().map(|(language, ..)| language));
                }
            }
        }
        for row in &definition.texts {
            languages.extend(values(row, "label", &itext.default).into_iter().map(|(language, ..)| language));
        }
        let mut seen = BTreeSet::new();
        itext.languages = languages.into_iter().filter(|language| seen.insert(language.clone())).collect();
        itext
    }

    fn values(&self, item: &Item<'_>, part: Part) -> Vec<Value> {
        if item.is_count || item.is_other {
            return Vec::new();
        }
        match part.column {
            "label" => values(item.row, "label", &self.default),
            "hint" => {
                let guidance = plain(item.row, "guidance_hint", &self.default)
                    .into_iter()
                    .map(|(language, text)| (language, "guidance".to_owned(), text));
                let hint = plain(item.row, "hint", &self.default).into_iter().map(|(language, text)| (language, String::new(), text));
                hint.chain(guidance).collect()
            }
            column => plain(item.row, column, &self.default).into_iter().map(|(language, text)| (language, String::new(), text)).collect(),
        }
    }

    /// A text stands by id where it is in a language, has another form, or is a message that names answers.
    fn is_by_id(&self, item: &Item<'_>, part: Part, values: &[Value]) -> bool {
        let columns = item.row.cells.iter().map(|cell| cell.column.as_str());
        let translated = columns.clone().any(|column| {
            let guidance = part.column == "hint" && column.starts_with("guidance_hint::");
            column.strip_prefix(part.column).is_some_and(|rest| rest.starts_with("::")) || guidance
        });
        let names = part.is_message && values.iter().any(|(_, _, text)| text.contains("${") || text.contains("<output"));
        !values.is_empty() && (translated || names || values.iter().any(|(_, form, _)| !form.is_empty()))
    }

    /// The element with every translation, where there are any.
    pub fn node(&self, writer: &Writer<'_>) -> Option<Node> {
        if self.languages.is_empty() {
            return None;
        }
        let mut texts: Vec<(String, ByLanguage)> = Vec::new();
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for row in &writer.definition.choices {
            let list = row.text("list_name");
            let number = counts.entry(list).or_default();
            if self.lists.contains(list) {
                texts.push((format!("{list}-{number}"), self.by_language(writer, values(row, "label", &self.default), 0)));
            }
            *number += 1;
        }
        let mut others: Vec<&str> = writer.tree.all().filter(|(_, item)| item.or_other).map(|(_, item)| item.list.as_str()).collect();
        others.sort_unstable();
        others.dedup();
        let has_other =
            |list: &str| writer.definition.choices.iter().any(|row| row.text("list_name") == list && row.text("name") == "other");
        for list in others.into_iter().filter(|list| self.lists.contains(*list) && !has_other(list)) {
            let number = counts.get(list).copied().unwrap_or_default();
            let other = |language: &String| (language.clone(), vec![(String::new(), vec![Child::Text("Other".to_owned())])]);
            texts.push((format!("{list}-{number}"), self.languages.iter().map(other).collect()));
        }
        for (id, item) in writer.tree.all() {
            for part in PARTS {
                let values = self.values(item, part);
                if self.is_by_id(item, part, &values) {
                    texts.push((format!("{}:{}", writer.tree.path(id), part.id), self.by_language(writer, values, id)));
                }
            }
        }
        let named: BTreeSet<String> = texts.iter().map(|(id, _)| id.clone()).collect();
        for row in writer.definition.texts.iter().filter(|row| !named.contains(row.text("id"))) {
            texts.push((row.text("id").to_owned(), self.by_language(writer, values(row, "label", &self.default), 0)));
        }
        let translation = |language: &String| {
            let default = if *language == self.default { "true()" } else { "" };
            let here = texts.iter().filter_map(|(id, by_language)| Some((id, by_language.get(language)?)));
            let (missing, there): (Vec<_>, Vec<_>) = here.partition(|(_, values)| values.iter().all(|(_, content)| is_missing(content)));
            element("translation", [("lang", language), ("default", default)]).with_all(there.into_iter().chain(missing).map(
                |(id, values)| {
                    let value =
                        |(form, content): &(String, Vec<Child>)| Node { children: content.clone(), ..element("value", [("form", form)]) };
                    element("text", [("id", id)]).with_all(values.iter().map(value))
                },
            ))
        };
        Some(element("itext", []).with_all(self.languages.iter().map(translation)))
    }

    /// The values of each language; a text that one language lacks is `-` there, as in the field's own converter, which
    /// writes it after the others.
    fn by_language(&self, writer: &Writer<'_>, values: Vec<Value>, item: usize) -> ByLanguage {
        let mut by_language: ByLanguage = BTreeMap::new();
        let forms: BTreeSet<String> = values.iter().map(|(_, form, _)| form.clone()).collect();
        for (language, form, text) in &values {
            let content = match MEDIA.iter().find(|(kind, _)| kind == form) {
                Some((_, folder)) => writer.content(&format!("jr://{folder}/{text}"), item),
                None => writer.content(text, item),
            };
            by_language.entry(language.clone()).or_default().push((form.clone(), content));
        }
        for language in &self.languages {
            let there = by_language.entry(language.clone()).or_default();
            for form in forms.iter().rev().filter(|form| form.is_empty() || *form == "guidance") {
                if !there.iter().any(|(each, _)| each == form) {
                    there.push((form.clone(), vec![Child::Text(MISSING.to_owned())]));
                }
            }
        }
        by_language.retain(|_, values| !values.is_empty());
        by_language
    }

    /// `jr:itext('…')` of a part of an item, where it stands by id.
    pub fn reference(&self, writer: &Writer<'_>, item: usize, column: &str) -> Option<String> {
        let part = PARTS.into_iter().find(|part| part.column == column)?;
        let values = self.values(&writer.tree.items[item], part);
        let by_id = self.is_by_id(&writer.tree.items[item], part, &values);
        by_id.then(|| format!("jr:itext('{}:{}')", writer.tree.path(item), part.id))
    }
}

/// What stands for a text that a language lacks.
const MISSING: &str = "-";

fn is_missing(content: &[Child]) -> bool {
    matches!(content, [Child::Text(text)] if text == MISSING)
}

/// A kind of text of a node.
#[derive(Clone, Copy)]
struct Part {
    column: &'static str,
    /// The end of its id.
    id: &'static str,
    /// Messages stand in attributes, which cannot have outputs.
    is_message: bool,
}

const PARTS: [Part; 5] = [
    Part { column: "constraint_message", id: "jr:constraintMsg", is_message: true },
    Part { column: "required_message", id: "jr:requiredMsg", is_message: true },
    Part { column: "bind::jr:noAppErrorString", id: "jr:noAppErrorString", is_message: true },
    Part { column: "label", id: "label", is_message: false },
    Part { column: "hint", id: "hint", is_message: false },
];

/// Where a path into another instance stands in a text (`instance('x')/root/item[…]/label`): its beginning and length.
fn instance_path(text: &str) -> Option<(usize, usize)> {
    let start = text.match_indices("instance(").map(|(index, _)| index).find(|index| {
        let quoted = text[*index + "instance(".len()..].starts_with(['\'', '"']);
        let own_word = !text[..*index].ends_with(|last: char| last.is_alphanumeric() || last == '-');
        quoted && own_word
    })?;
    let (mut depth, mut quote, mut length) = (0i32, None, 0);
    for (index, character) in text[start..].char_indices() {
        match (quote, character) {
            (Some(open), _) if open == character => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"') => quote = Some(character),
            (None, '(' | '[' | '{') => depth += 1,
            (None, ')' | ']' | '}') if depth > 0 => depth -= 1,
            (None, _) if depth == 0 && !(character.is_alphanumeric() || "/_-.:@*$".contains(character)) => break,
            _ => {}
        }
        length = index + character.len_utf8();
    }
    // Without a path behind it, it is a word of the text.
    text[start..start + length].contains(")/").then_some((start, length))
}

/// A column in every language.
fn plain(row: &Row, column: &str, default: &str) -> Vec<(String, String)> {
    // A cell that names the default language counts before one that names none.
    let said = row.translations(column).any(|(language, _)| language == default);
    let cells = row.translations(column).filter(|(language, _)| !(said && language.is_empty()));
    cells.map(|(language, cell)| (if language.is_empty() { default } else { language }.to_owned(), cell.text.trim().to_owned())).collect()
}

/// A label with its media.
fn values(row: &Row, column: &str, default: &str) -> Vec<Value> {
    let mut values: Vec<Value> = plain(row, column, default).into_iter().map(|(language, text)| (language, String::new(), text)).collect();
    // In the order of their columns.
    let named = row.cells.iter().filter_map(|cell| cell.column.strip_prefix("media::")?.split("::").next());
    let mut kinds: Vec<&str> = Vec::new();
    for kind in named.filter(|kind| MEDIA.iter().any(|(known, _)| known == kind)) {
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    for kind in kinds {
        let media = plain(row, &format!("media::{kind}"), default);
        values.extend(media.into_iter().map(|(language, text)| (language, kind.to_owned(), text)));
    }
    values
}

impl Writer<'_> {
    /// A text with its names as outputs.
    pub(super) fn content(&self, text: &str, item: usize) -> Vec<Child> {
        let mut children = Vec::new();
        let mut rest = text;
        let next = |rest: &str| {
            rest.find("${").into_iter().chain(rest.find("<output value=\"")).chain(instance_path(rest).map(|found| found.0)).min()
        };
        while let Some(start) = next(rest) {
            let (before, from) = rest.split_at(start);
            if let Some((0, length)) = instance_path(from) {
                if !before.is_empty() {
                    children.push(Child::Text(before.to_owned()));
                }
                let value = self.expression(&from[..length], item);
                children.push(Child::Node(element("output", [("value", value.as_str())])));
                rest = &from[length..];
                continue;
            }
            if !before.is_empty() {
                children.push(Child::Text(before.to_owned()));
            }
            let output = from.strip_prefix("<output value=\"").and_then(|from| from.split_once("\"/>"));
            let (value, after) = match (output, from.strip_prefix("${").and_then(|from| from.split_once('}'))) {
                (Some((value, after)), _) => (crate::xml::unescaped(value), after),
                (None, Some((name, after))) => (format!(" {} ", self.reference(name.trim(), item, false, false)), after),
                _ => break,
            };
            children.push(Child::Node(element("output", [("value", value.as_str())])));
            rest = after;
        }
        if !rest.is_empty() {
            children.push(Child::Text(rest.to_owned()));
        }
        children
    }

    /// A label or hint element.
    pub(super) fn text_node(&self, item: usize, column: &str) -> Option<Node> {
        let row = self.tree.items[item].row;
        if let Some(reference) = self.itext.reference(self, item, column) {
            return Some(element(column, [("ref", &reference)]));
        }
        let text = row.text(column);
        (!text.is_empty()).then(|| Node { children: self.content(text, item), ..element(column, []) })
    }
}
