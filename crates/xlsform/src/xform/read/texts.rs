//! Texts of an XForm: written where they stand, or by id in several languages (`itext`).

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use phieu_form::{Place, Row};

use super::cell;
use crate::xml::{Child, Node, escape};

/// Every translation, by id.
#[derive(Default)]
pub struct Translations {
    /// As written in `lang`, the default language first.
    pub languages: Vec<String>,
    texts: BTreeMap<String, Vec<Text>>,
    /// Where a text has more than one form that is read as the text itself.
    pub doubled: Vec<Place>,
    /// Texts that are written twice, in one language and one form: the first counts.
    pub twice: Vec<Place>,
    /// The ids that questions and choices have taken over.
    used: RefCell<BTreeSet<String>>,
}

struct Text {
    language: usize,
    /// `image`, `audio`, `guidance`…; empty for the text itself.
    form: String,
    value: String,
    place: Place,
}

impl Text {
    /// How good a form is as the text itself; none for pictures and the like.
    fn rank(&self) -> Option<usize> {
        ["", "long", "short"].into_iter().position(|form| form == self.form)
    }
}

impl Translations {
    pub fn read(model: &Node) -> Translations {
        let mut translations = Translations::default();
        let Some(itext) = model.element("itext") else { return translations };
        let mut found: Vec<&Node> = itext.elements().filter(|each| each.local() == "translation").collect();
        found.sort_by_key(|each| each.attribute("default").is_none_or(|value| value.starts_with("false")));
        for (language, translation) in found.into_iter().enumerate() {
            translations.languages.push(translation.attribute("lang").unwrap_or_default().to_owned());
            for text in translation.elements() {
                let id = text.attribute("id").unwrap_or_default().to_owned();
                let values = text.elements().map(|value| Text {
                    language,
                    form: value.attribute("form").unwrap_or_default().to_owned(),
                    value: content(value),
                    place: value.place,
                });
                let values: Vec<Text> = values.collect();
                let plain = values.iter().filter(|value| value.rank().is_some());
                let best = plain.clone().filter_map(Text::rank).min();
                if plain.count() > 1 {
                    translations.doubled.push(text.place);
                }
                let texts = translations.texts.entry(id).or_default();
                for value in values.into_iter().filter(|value| value.rank().is_none() || value.rank() == best) {
                    let is_there = texts.iter().any(|each| each.language == language && column("", &each.form) == column("", &value.form));
                    if is_there { translations.twice.push(value.place) } else { texts.push(value) }
                }
            }
        }
        translations
    }

    /// The cells of a text element (`label`, `hint`, `value`…): its heading is `column`, or `media::…` for the other forms.
    pub fn cells(&self, column: &str, node: &Node) -> Vec<(String, String)> {
        match node.attribute("ref") {
            Some(reference) => match itext_id(reference) {
                Some(id) => self.of(column, id),
                None => vec![(column.to_owned(), format!("<output value=\"{}\"/>", escape(reference)))],
            },
            None => vec![(column.to_owned(), content(node))],
        }
    }

    /// The cells of a message: a text, or `jr:itext('id')`.
    pub fn message(&self, column: &str, written: &str) -> Vec<(String, String)> {
        itext_id(written).map_or_else(|| vec![(column.to_owned(), written.to_owned())], |id| self.of(column, id))
    }

    /// The cells of an id.
    pub fn of(&self, column: &str, id: &str) -> Vec<(String, String)> {
        let texts = self.texts.get(id).map(Vec::as_slice).unwrap_or_default();
        self.used.borrow_mut().insert(id.to_owned());
        texts.iter().map(|text| (self.heading(column, text), file_name(&text.form, &text.value))).collect()
    }

    fn heading(&self, column: &str, text: &Text) -> String {
        let head = self::column(column, &text.form);
        match self.languages[text.language].as_str() {
            "" | "default" if self.languages.len() == 1 => head,
            language => format!("{head}::{language}"),
        }
    }

    /// Rows of the sheet `texts`: those that may be asked for by their id, and those that nothing else has taken over.
    pub fn rows(&self, asked: impl Fn(&str) -> bool) -> Vec<Row> {
        let used = self.used.borrow().clone();
        let mut rows = Vec::new();
        for (id, texts) in self.texts.iter().filter(|(id, _)| asked(id) || !used.contains(*id)) {
            let place = texts.first().map_or(Place::default(), |text| text.place);
            let mut row = Row { place, cells: vec![cell(place, "id", id)] };
            row.cells.extend(self.of("label", id).into_iter().map(|(column, text)| cell(place, &column, &text)));
            rows.push(row);
        }
        rows
    }
}

/// The column of a form of a text.
fn column(column: &str, form: &str) -> String {
    match form {
        "" | "long" | "short" => column.to_owned(),
        "guidance" => "guidance_hint".to_owned(),
        form => format!("media::{form}"),
    }
}

/// `jr://images/a.png` is `a.png` in a sheet.
fn file_name(form: &str, value: &str) -> String {
    let media = !matches!(form, "" | "long" | "short" | "guidance");
    let name = value.strip_prefix("jr://").filter(|_| media).and_then(|rest| rest.split_once('/')).map(|(_, name)| name);
    name.unwrap_or(value).to_owned()
}

/// The id in `jr:itext('id')`.
pub fn itext_id(written: &str) -> Option<&str> {
    let inside = written.trim().strip_prefix("jr:itext(")?.strip_suffix(')')?.trim();
    let unquoted = inside.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\''));
    unquoted.or_else(|| inside.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')))
}

/// A text with its outputs, as a cell has it.
pub fn content(node: &Node) -> String {
    let mut text = String::new();
    for child in &node.children {
        match child {
            Child::Text(part) => text.push_str(part),
            Child::Node(output) if output.local() == "output" => {
                let value = output.attribute("value").or_else(|| output.attribute("ref")).unwrap_or_default();
                text.push_str(&format!("<output value=\"{}\"/>", escape(value.trim())));
            }
            Child::Node(other) => text.push_str(&content(other)),
        }
    }
    text.trim().to_owned()
}
