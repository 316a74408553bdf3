//! An office's document: paragraphs and tables that a page draws (as JSON), and the same as a file of Word.
//!
//! The file is Office Open XML as ECMA-376 has it: true styles, a heading that Word lists in its navigation, page numbers at the top from
//! the second page on. Why our own: the crates that write it bring pictures, charts and a second `zip`; a review needs paragraphs and
//! tables. It knows no form and no law of layout: what stands where is decided by who makes the blocks.

mod file;
mod styles;
mod xml;

use serde::Serialize;

pub use file::WriteError;

/// A document on A4.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// What it is called, in the file's properties.
    pub title: String,
    /// The language of its words, as a tag: `vi`.
    pub language: String,
    /// What stands in it, from the top.
    pub blocks: Vec<Block>,
}

/// A paragraph or a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Block {
    /// A paragraph.
    Paragraph(Paragraph),
    /// A table.
    Table(Table),
}

/// A paragraph.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Paragraph {
    /// How it looks.
    pub style: Style,
    /// Its words.
    pub runs: Vec<Run>,
}

/// How a paragraph looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Style {
    /// Words in full lines, the first one indented.
    Text,
    /// A line at the head: issuer, number, nation, place and day.
    Head,
    /// What kind of document it is.
    Kind,
    /// What it is about.
    About,
    /// The heading of a section.
    Heading,
    /// A line of recipients.
    Recipient,
    /// A line of who signs.
    Signer,
    /// Words in a cell.
    Cell,
    /// A figure in a cell.
    Number,
    /// What is said of a figure, small.
    Note,
}

/// Words that look alike.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Run {
    /// The words.
    pub text: String,
    /// Whether they are bold.
    pub bold: bool,
    /// Whether they are in italics.
    pub italic: bool,
    /// Whether a line stands under them.
    pub underlined: bool,
    /// Whether they are marked as something still to be done.
    pub marked: bool,
}

/// A table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Table {
    /// Whether lines are drawn around its cells.
    pub ruled: bool,
    /// Its name for who cannot see it; empty where it only places words beside each other.
    pub name: String,
    /// How wide its columns are, in hundredths of the text's width, 100 together.
    pub widths: Vec<u16>,
    /// How many rows are headings, repeated on each page.
    pub headings: usize,
    /// Its rows: cells of paragraphs, as many as columns.
    pub rows: Vec<Vec<Vec<Paragraph>>>,
}

impl Paragraph {
    /// A paragraph of plain words.
    pub fn new(style: Style, text: impl Into<String>) -> Paragraph {
        Paragraph { style, runs: vec![Run { text: text.into(), ..Run::default() }] }
    }

    /// The same in bold.
    pub fn bold(mut self) -> Paragraph {
        self.runs.iter_mut().for_each(|run| run.bold = true);
        self
    }

    /// The same in italics.
    pub fn italic(mut self) -> Paragraph {
        self.runs.iter_mut().for_each(|run| run.italic = true);
        self
    }

    /// The same with a line under it.
    pub fn underlined(mut self) -> Paragraph {
        self.runs.iter_mut().for_each(|run| run.underlined = true);
        self
    }

    /// The same marked as something still to be done.
    pub fn marked(mut self) -> Paragraph {
        self.runs.iter_mut().for_each(|run| run.marked = true);
        self
    }
}

impl Document {
    /// The document as the bytes of a `.docx`. The same document gives the same bytes.
    pub fn to_docx(&self) -> Result<Vec<u8>, WriteError> {
        file::write(self)
    }
}
