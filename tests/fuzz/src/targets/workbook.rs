//! A workbook: as bytes, or as the sheets inside it, so that a fuzzer need not learn to deflate.

use std::io::{Cursor, Write};

use phieu::xlsform::{Workbook, from_workbook};
use zip::write::SimpleFileOptions;

const TYPES: &str = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#;
const ROOT: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r0" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const BOOK: &str = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="survey" sheetId="1" r:id="r1"/><sheet name="choices" sheetId="2" r:id="r2"/></sheets></workbook>"#;
const LINKS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet2.xml"/><Relationship Id="r3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="r4" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"#;

/// The first byte: an `.xlsx`, an `.ods`, the parts of an `.xlsx` with a zero byte between them, or the content of an `.ods`.
pub fn run(data: &[u8]) {
    let (way, rest) = super::split(data, 4);
    let (kind, bytes) = match way {
        0 => (Workbook::Xlsx, rest.to_vec()),
        1 => (Workbook::Ods, rest.to_vec()),
        2 => (Workbook::Xlsx, excel(rest)),
        _ => (Workbook::Ods, packed(&[("content.xml", rest)])),
    };
    match from_workbook("a", kind, &bytes) {
        Ok((definition, _)) => super::forms::used(&definition),
        Err(errors) => assert!(!errors.is_empty() && errors.iter().all(|error| !error.message.is_empty())),
    }
}

/// Two sheets, shared strings, styles.
fn excel(data: &[u8]) -> Vec<u8> {
    let mut parts = data.split(|byte| *byte == 0);
    let mut part = || parts.next().unwrap_or_default();
    packed(&[
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", ROOT.as_bytes()),
        ("xl/workbook.xml", BOOK.as_bytes()),
        ("xl/_rels/workbook.xml.rels", LINKS.as_bytes()),
        ("xl/worksheets/sheet1.xml", part()),
        ("xl/worksheets/sheet2.xml", part()),
        ("xl/sharedStrings.xml", part()),
        ("xl/styles.xml", part()),
    ])
}

fn packed(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, content) in files {
        writer.start_file(*name, options).and_then(|()| Ok(writer.write_all(content)?)).expect("a file in memory can be packed");
    }
    writer.finish().expect("an archive in memory can be finished").into_inner()
}
