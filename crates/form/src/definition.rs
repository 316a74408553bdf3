//! A form as written: the rows of the XLSForm sheets, each cell with its place.
//!
//! Excel, TOML and XForm XML are spellings of this one thing. It keeps every cell, known or not, so that a conversion loses nothing.

use std::fmt;

use serde::de::{MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The sheets of an XLSForm that phieu reads, and its own: `rules`, `actions`, `texts`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sheet {
    /// Questions, groups and repeats.
    Survey,
    /// Choice lists.
    Choices,
    /// One row: the form's id, version, title and reporting settings.
    Settings,
    /// Rules over several fields.
    Rules,
    /// Choice lists of `select_one_external`, kept apart from the others.
    ExternalChoices,
    /// What is set when something happens, beyond what `default` and `trigger` can say.
    Actions,
    /// Translations that expressions ask for by id: `jr:itext`.
    Texts,
    /// Registers of entities, which phieu refuses by name.
    Entities,
}

impl Sheet {
    /// The sheet's name in a workbook.
    pub fn name(self) -> &'static str {
        match self {
            Sheet::Survey => "survey",
            Sheet::Choices => "choices",
            Sheet::Settings => "settings",
            Sheet::Rules => "rules",
            Sheet::ExternalChoices => "external_choices",
            Sheet::Actions => "actions",
            Sheet::Texts => "texts",
            Sheet::Entities => "entities",
        }
    }
}

/// Where something is written: for Excel the sheet's row and column, for text the line and column of the file. 1-based; 0 is unknown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Row of the sheet, or line of the text.
    pub row: u32,
    /// Column of the sheet, or column of the text in characters.
    pub column: u32,
}

impl Place {
    /// The column as a spreadsheet names it: 1 is `A`, 27 is `AA`; blank where it is unknown.
    pub fn letters(self) -> String {
        let mut letters = Vec::new();
        let mut column = self.column;
        while column > 0 {
            column -= 1;
            letters.push(char::from(b'A' + (column % 26) as u8));
            column /= 26;
        }
        letters.iter().rev().collect()
    }
}

/// One cell: the column's heading, and the text as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// The heading as in XLSForm: `label::vi`, `constraint`.
    pub column: String,
    /// The text, not trimmed.
    pub text: String,
    /// Where it stands.
    pub place: Place,
}

/// One row of a sheet. Empty cells are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Where the row begins.
    pub place: Place,
    /// Its cells, in the order they were written.
    pub cells: Vec<Cell>,
}

impl Row {
    /// The cell under a heading, if it is there and not blank.
    pub fn cell(&self, column: &str) -> Option<&Cell> {
        self.cells.iter().find(|cell| cell.column == column && !cell.text.trim().is_empty())
    }

    /// The trimmed text under a heading; `""` where there is none.
    pub fn text(&self, column: &str) -> &str {
        self.cell(column).map_or("", |cell| cell.text.trim())
    }

    /// The cells of a translatable column: `label` itself as language `""`, and `label::vi` as `"vi"`.
    pub fn translations<'a>(&'a self, column: &'a str) -> impl Iterator<Item = (&'a str, &'a Cell)> {
        self.cells.iter().filter_map(move |cell| {
            let rest = cell.column.strip_prefix(column)?;
            let language = if rest.is_empty() { "" } else { rest.strip_prefix("::")?.trim() };
            (!cell.text.trim().is_empty()).then_some((language, cell))
        })
    }
}

/// A form as written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Definition {
    /// The file's name, for messages to its author.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub file: String,
    /// The one row of the settings sheet.
    #[serde(default)]
    pub settings: Row,
    /// The survey sheet.
    #[serde(default)]
    pub survey: Vec<Row>,
    /// The choices sheet.
    #[serde(default)]
    pub choices: Vec<Row>,
    /// The rules sheet.
    #[serde(default)]
    pub rules: Vec<Row>,
    /// The sheet of external choices.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub external_choices: Vec<Row>,
    /// The actions sheet.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<Row>,
    /// The sheet of translations by id.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub texts: Vec<Row>,
    /// The entities sheet.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entities: Vec<Row>,
    /// Data that came with the form: secondary instances from files, or as an XForm has them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub data: Vec<Data>,
    /// The primary instance as an XForm writes it, where it says more than the column `default` can: rows that are there
    /// from the start, each with its own values. The root element is the form's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub initial: Option<Element>,
}

impl Definition {
    /// Every sheet that has many rows, with its rows.
    pub fn sheets(&self) -> [(Sheet, &[Row]); 7] {
        [
            (Sheet::Survey, &self.survey),
            (Sheet::Choices, &self.choices),
            (Sheet::Rules, &self.rules),
            (Sheet::ExternalChoices, &self.external_choices),
            (Sheet::Actions, &self.actions),
            (Sheet::Texts, &self.texts),
            (Sheet::Entities, &self.entities),
        ]
    }
}

/// A secondary instance: what `instance('id')` gives.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Data {
    /// Its id.
    pub id: String,
    /// The file it comes from, as the form names it (`villages.csv`, `jr://file/x.xml`); empty where it stands in the form itself.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source: String,
    /// Its root element, as ODK builds it: of CSV and GeoJSON `<root>` with an `<item>` per row. None: the file was not at hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub root: Option<Element>,
}

/// An XML element of a form's data. Namespaces are left to prefixes; mixed content is not modelled.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Element {
    /// The name as written, with its prefix.
    pub name: String,
    /// Attributes in the order they were written.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attributes: Vec<(String, String)>,
    /// The text, where it has no children.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// Elements inside, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub children: Vec<Element>,
}

/// As JSON a row is an object of heading and text; places are not written.
impl Serialize for Row {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.cells.len()))?;
        for cell in &self.cells {
            map.serialize_entry(&cell.column, &cell.text)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Row {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(RowVisitor)
    }
}

struct RowVisitor;

impl<'de> Visitor<'de> for RowVisitor {
    type Value = Row;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("an object of column headings and texts")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Row, A::Error> {
        let mut row = Row::default();
        while let Some((column, text)) = map.next_entry()? {
            row.cells.push(Cell { column, text, place: Place::default() });
        }
        Ok(row)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_named_as_a_spreadsheet_names_them() {
        let cases = [(0, ""), (1, "A"), (26, "Z"), (27, "AA"), (52, "AZ"), (53, "BA"), (256, "IV"), (703, "AAA")];
        for (column, name) in cases {
            assert_eq!(Place { row: 1, column }.letters(), name);
        }
    }
}
