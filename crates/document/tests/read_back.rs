//! A file is read back: every part is XML, everything that was put in stands in it, in order, and the links lead somewhere.
#![allow(clippy::unwrap_used)]

use std::io::{Cursor, Read};

use phieu_document::{Block, Document, Paragraph, Style, Table};
use quick_xml::Reader;
use quick_xml::events::Event;
use zip::ZipArchive;

fn document() -> Document {
    let cell = |text: &str| vec![Paragraph::new(Style::Cell, text)];
    let table = Table {
        ruled: true,
        name: "Chỉ tiêu".to_owned(),
        widths: vec![60, 40],
        headings: 1,
        rows: vec![vec![cell("Chỉ tiêu"), cell("2026")], vec![cell("Hội viên"), Vec::new()]],
    };
    let blocks = vec![
        Block::Paragraph(Paragraph::new(Style::Kind, "BÁO CÁO").bold()),
        Block::Paragraph(Paragraph::new(Style::Heading, "I. Kết quả <1> & “2”\u{7}").bold()),
        Block::Paragraph(Paragraph::new(Style::Text, "[Cần viết: Bài học]").marked()),
        Block::Table(table),
    ];
    Document { title: "Sơ kết \"58-KL/TW\"".to_owned(), language: "vi".to_owned(), blocks }
}

fn part(file: &[u8], name: &str) -> String {
    let mut archive = ZipArchive::new(Cursor::new(file)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// The texts of a part, and its elements with their attributes.
fn read(xml: &str) -> (String, Vec<String>) {
    let (mut reader, mut text, mut elements) = (Reader::from_str(xml), String::new(), Vec::new());
    loop {
        match reader.read_event().unwrap() {
            Event::Eof => return (text, elements),
            Event::Text(words) => text += &words,
            Event::GeneralRef(name) => text.push(match &*name {
                "lt" => '<',
                "gt" => '>',
                "amp" => '&',
                _ => '"',
            }),
            Event::End(end) if end.name().as_ref() == "w:p" => text.push('\n'),
            Event::Start(start) | Event::Empty(start) => elements.push(start.to_string()),
            _ => {}
        }
    }
}

#[test]
fn what_is_put_in_stands_in_the_file() {
    let file = document().to_docx().unwrap();
    let (text, elements) = read(&part(&file, "word/document.xml"));
    assert_eq!(text, "BÁO CÁO\nI. Kết quả <1> & “2”\n[Cần viết: Bài học]\nChỉ tiêu\n2026\nHội viên\n", "a bell is no sign of XML");
    let count = |beginning: &str| elements.iter().filter(|element| element.starts_with(beginning)).count();
    assert_eq!((count("w:tr"), count("w:tc"), count("w:tblHeader"), count("w:highlight"), count("w:b")), (4, 12, 1, 1, 4));
    assert_eq!(count("w:tblCaption w:val=\"Chỉ tiêu\""), 1);
    assert!(elements.iter().any(|element| element == "w:pStyle w:val=\"Heading1\""));
    let (title, _) = read(&part(&file, "docProps/core.xml"));
    assert_eq!(title, "Sơ kết \"58-KL/TW\"vi");
}

#[test]
fn every_part_is_declared_and_every_style_and_link_is_there() {
    let file = document().to_docx().unwrap();
    let names: Vec<String> = ZipArchive::new(Cursor::new(&file[..])).unwrap().file_names().map(|name| name.unwrap().into_owned()).collect();
    let declared = part(&file, "[Content_Types].xml");
    for name in &names {
        read(&part(&file, name));
        assert!(name.ends_with(".rels") || name.starts_with('[') || declared.contains(&format!("/{name}\"")), "{name}");
    }
    for (links, folder) in [("_rels/.rels", ""), ("word/_rels/document.xml.rels", "word/")] {
        for target in part(&file, links).split("Target=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(names.contains(&format!("{folder}{target}")), "{target}");
        }
    }
    let styles = part(&file, "word/styles.xml");
    for used in part(&file, "word/document.xml").split("w:pStyle w:val=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(styles.contains(&format!("w:styleId=\"{used}\"")), "{used}");
    }
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    assert_eq!(document().to_docx().unwrap(), document().to_docx().unwrap());
}
