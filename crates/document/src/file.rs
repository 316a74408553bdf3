//! The file: its parts, and the blocks as WordprocessingML.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::styles::{look, part};
use crate::xml::Xml;
use crate::{Block, Document, Paragraph, Run, Table};

pub(crate) const WORDS: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const LINKS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const KIND: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";

/// A4 in twentieths of a point, and the room around the text: 20 mm above and below, 30 mm at the left, 15 mm at the right.
const PAGE: (u32, u32) = (11_906, 16_838);
const AROUND: (u32, u32, u32) = (1_134, 1_701, 850);

/// The file could not be put together.
#[derive(Debug, thiserror::Error)]
#[error("the document could not be packed: {0}")]
pub struct WriteError(#[from] zip::result::ZipError);

impl From<std::io::Error> for WriteError {
    fn from(error: std::io::Error) -> Self {
        WriteError(error.into())
    }
}

pub(crate) fn write(document: &Document) -> Result<Vec<u8>, WriteError> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    // No clock: the same document gives the same bytes.
    let options = SimpleFileOptions::default().last_modified_time(zip::DateTime::default());
    for (name, content) in [
        ("[Content_Types].xml", kinds()),
        ("_rels/.rels", links(&[("officeDocument", "word/document.xml"), ("metadata/core-properties", "docProps/core.xml")])),
        ("docProps/core.xml", properties(document)),
        ("word/document.xml", body(document)),
        ("word/styles.xml", part(&document.language)),
        ("word/header.xml", header()),
        ("word/_rels/document.xml.rels", links(&[("styles", "styles.xml"), ("header", "header.xml")])),
    ] {
        zip.start_file(name, options)?;
        zip.write_all(content.as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}

fn kinds() -> String {
    let mut xml = Xml::new();
    xml.open("Types", &[("xmlns", &format!("{PACKAGE}/content-types"))]);
    xml.empty("Default", &[("Extension", "rels"), ("ContentType", "application/vnd.openxmlformats-package.relationships+xml")]);
    xml.empty("Default", &[("Extension", "xml"), ("ContentType", "application/xml")]);
    for (name, kind) in [("document", "document.main"), ("styles", "styles"), ("header", "header")] {
        xml.empty("Override", &[("PartName", &format!("/word/{name}.xml")), ("ContentType", &format!("{KIND}.{kind}+xml"))]);
    }
    let core = "application/vnd.openxmlformats-package.core-properties+xml";
    xml.empty("Override", &[("PartName", "/docProps/core.xml"), ("ContentType", core)]).close("Types");
    xml.finish()
}

/// Links are numbered from `r1` in the order in which they are given.
fn links(all: &[(&str, &str)]) -> String {
    let mut xml = Xml::new();
    xml.open("Relationships", &[("xmlns", &format!("{PACKAGE}/relationships"))]);
    for (number, (kind, target)) in (1..).zip(all) {
        let base = if kind.starts_with("metadata") { PACKAGE.to_owned() + "/relationships" } else { LINKS.to_owned() };
        xml.empty("Relationship", &[("Id", &format!("r{number}")), ("Type", &format!("{base}/{kind}")), ("Target", target)]);
    }
    xml.close("Relationships");
    xml.finish()
}

fn properties(document: &Document) -> String {
    let mut xml = Xml::new();
    let names = [("xmlns:cp", &*format!("{PACKAGE}/metadata/core-properties")), ("xmlns:dc", "http://purl.org/dc/elements/1.1/")];
    xml.open("cp:coreProperties", &names);
    xml.open("dc:title", &[]).text(&document.title).close("dc:title");
    xml.open("dc:language", &[]).text(&document.language).close("dc:language");
    xml.close("cp:coreProperties");
    xml.finish()
}

/// The number of the page in the middle of the upper margin; the first page has none.
fn header() -> String {
    let mut xml = Xml::new();
    xml.open("w:hdr", &[("xmlns:w", WORDS)]).open("w:p", &[]).open("w:pPr", &[]);
    xml.empty("w:jc", &[("w:val", "center")]).close("w:pPr");
    xml.open("w:fldSimple", &[("w:instr", "PAGE")]).open("w:r", &[]).open("w:t", &[]).text("2").close("w:t").close("w:r");
    xml.close("w:fldSimple").close("w:p").close("w:hdr");
    xml.finish()
}

fn body(document: &Document) -> String {
    let mut xml = Xml::new();
    xml.open("w:document", &[("xmlns:w", WORDS), ("xmlns:r", LINKS)]).open("w:body", &[]);
    for block in &document.blocks {
        match block {
            Block::Paragraph(each) => paragraph(&mut xml, each),
            Block::Table(each) => table(&mut xml, each),
        }
    }
    xml.open("w:sectPr", &[]).empty("w:headerReference", &[("w:type", "default"), ("r:id", "r2")]);
    let ((wide, high), (above, left, right)) = (PAGE, AROUND);
    xml.empty("w:pgSz", &[("w:w", &wide.to_string()), ("w:h", &high.to_string())]);
    let above = above.to_string();
    let around = [("w:top", &*above), ("w:right", &right.to_string()), ("w:bottom", &*above), ("w:left", &left.to_string())];
    xml.empty("w:pgMar", &[&around[..], &[("w:header", "567"), ("w:footer", "567"), ("w:gutter", "0")]].concat());
    xml.empty("w:titlePg", &[]).close("w:sectPr").close("w:body").close("w:document");
    xml.finish()
}

fn paragraph(xml: &mut Xml, paragraph: &Paragraph) {
    xml.open("w:p", &[]).open("w:pPr", &[]);
    xml.empty("w:pStyle", &[("w:val", look(paragraph.style).id)]).close("w:pPr");
    paragraph.runs.iter().for_each(|each| run(xml, each));
    xml.close("w:p");
}

fn run(xml: &mut Xml, run: &Run) {
    xml.open("w:r", &[]).open("w:rPr", &[]);
    for (is, name) in [(run.bold, "w:b"), (run.italic, "w:i")] {
        if is {
            xml.empty(name, &[]);
        }
    }
    if run.marked {
        xml.empty("w:highlight", &[("w:val", "yellow")]);
    }
    if run.underlined {
        xml.empty("w:u", &[("w:val", "single")]);
    }
    xml.close("w:rPr").open("w:t", &[("xml:space", "preserve")]).text(&run.text).close("w:t").close("w:r");
}

fn table(xml: &mut Xml, table: &Table) {
    let width = PAGE.0 - AROUND.1 - AROUND.2;
    let widths: Vec<String> = table.widths.iter().map(|part| (width * u32::from(*part) / 100).to_string()).collect();
    xml.open("w:tbl", &[]).open("w:tblPr", &[]);
    xml.empty("w:tblW", &[("w:w", &width.to_string()), ("w:type", "dxa")]);
    if table.ruled {
        xml.open("w:tblBorders", &[]);
        for side in ["w:top", "w:left", "w:bottom", "w:right", "w:insideH", "w:insideV"] {
            xml.empty(side, &[("w:val", "single"), ("w:sz", "4"), ("w:space", "0"), ("w:color", "000000")]);
        }
        xml.close("w:tblBorders");
    }
    xml.empty("w:tblLayout", &[("w:type", "fixed")]);
    // A millimetre between words and lines, so that many columns fit.
    xml.open("w:tblCellMar", &[]).empty("w:left", &[("w:w", "57"), ("w:type", "dxa")]);
    xml.empty("w:right", &[("w:w", "57"), ("w:type", "dxa")]).close("w:tblCellMar");
    if !table.name.is_empty() {
        xml.empty("w:tblCaption", &[("w:val", &table.name)]);
    }
    xml.close("w:tblPr").open("w:tblGrid", &[]);
    for width in &widths {
        xml.empty("w:gridCol", &[("w:w", width)]);
    }
    xml.close("w:tblGrid");
    for (at, row) in table.rows.iter().enumerate() {
        xml.open("w:tr", &[]).open("w:trPr", &[]).empty("w:cantSplit", &[]);
        if at < table.headings {
            xml.empty("w:tblHeader", &[]);
        }
        xml.close("w:trPr");
        for (cell, width) in row.iter().zip(&widths) {
            xml.open("w:tc", &[]).open("w:tcPr", &[]).empty("w:tcW", &[("w:w", width), ("w:type", "dxa")]).close("w:tcPr");
            cell.iter().for_each(|each| paragraph(xml, each));
            // A cell without a paragraph is none to Word.
            if cell.is_empty() {
                xml.empty("w:p", &[]);
            }
            xml.close("w:tc");
        }
        xml.close("w:tr");
    }
    xml.close("w:tbl");
}
