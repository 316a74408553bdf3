//! A form in a workbook: Excel (`.xlsx`) and OpenDocument (`.ods`).
//!
//! Cells become the text that a person sees: `1` and not `1.0`, a day as `2026-03-15`. Sheets of `.xlsx` are read cell by
//! cell, because what a file says of its size is not to be believed: one cell in the last column of the last row would
//! otherwise be seventeen thousand million cells. How much a file unpacks to is counted before anything is read.
//! The format of Excel before 2007 (`.xls`) is refused: its reader (calamine 0.38) asks for half a terabyte of memory where one
//! byte of a length is wrong, which ends the process, and nothing can catch that in a browser.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use calamine::{Data, DataRef, ExcelDateTime, Reader, Xlsx, open_workbook_from_rs};
use phieu_form::{Definition, Diagnostic, Level, Place};

use crate::SyntaxError;
use crate::headings;
use crate::ods;
use crate::sheets::{Grid, GridCell, assemble};
use crate::xml::MOST_ATTRIBUTES;

/// The largest workbook, in bytes as it comes.
pub const LARGEST_FILE: usize = 32 << 20;

/// The most bytes that a workbook may unpack to.
pub const LARGEST_UNPACKED: u64 = 256 << 20;

/// The most cells that are not blank, on all sheets of a form together.
pub const MOST_CELLS: usize = 2_000_000;

/// The most formulas without a value that are told.
const MOST_UNCOMPUTED: usize = 1_000;

/// The most bytes of one cell: Excel's hold 32,767 characters.
pub const LONGEST_CELL: usize = 1 << 20;

/// The most bytes of all cells together: a text that a file writes once may stand in a million cells.
pub const MOST_TEXT: usize = 64 << 20;

/// How a workbook is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Workbook {
    /// Excel since 2007.
    Xlsx,
    /// OpenDocument, as LibreOffice writes it.
    Ods,
}

impl Workbook {
    /// The kind of an ending without its dot, whatever its case.
    pub fn of_ending(ending: &str) -> Option<Workbook> {
        Some(match ending.to_ascii_lowercase().as_str() {
            "xlsx" | "xlsm" => Workbook::Xlsx,
            "ods" => Workbook::Ods,
            _ => return None,
        })
    }
}

type Bytes<'a> = Cursor<&'a [u8]>;

/// Reads a definition; `file` is only for messages. What is no workbook, or one that is too large, is an error.
pub fn from_workbook(file: &str, kind: Workbook, bytes: &[u8]) -> Result<(Definition, Vec<Diagnostic>), Vec<SyntaxError>> {
    let failed = |message| vec![SyntaxError { file: file.to_owned(), place: Place::default(), message }];
    let (grids, uncomputed) = grids(kind, bytes).map_err(failed)?;
    let (definition, mut told) = assemble(file, &grids);
    told.extend(uncomputed.into_iter().filter_map(|formula| formula.told(file)));
    Ok((definition, told))
}

/// A formula that no program has computed yet: nothing is known of what its cell says.
#[derive(Debug)]
pub(crate) struct Uncomputed {
    sheet: String,
    place: Place,
}

impl Uncomputed {
    fn told(self, file: &str) -> Option<Diagnostic> {
        let (level, column) = (Level::Error, String::new());
        let message = "the formula of this cell has never been computed, so that nothing stands in it".to_owned();
        let hint = Some("open the workbook in Excel or LibreOffice and save it".to_owned());
        Some(Diagnostic { level, file: file.to_owned(), sheet: headings::sheet(&self.sheet)?, place: self.place, column, message, hint })
    }
}

/// How a file of Excel before 2007 begins, and every one that is protected by a password ([MS-CFB] section 2.2).
const COMPOUND: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/// The sheets of a workbook with every cell that is not blank.
pub(crate) fn grids(kind: Workbook, bytes: &[u8]) -> Result<(Vec<Grid>, Vec<Uncomputed>), String> {
    if bytes.len() > LARGEST_FILE {
        return Err(format!("the workbook has {} bytes, more than the {LARGEST_FILE} that are read", bytes.len()));
    }
    if bytes.starts_with(&COMPOUND) {
        let found = "found a workbook that is protected by a password, or one of Excel before 2007";
        return Err(format!("the workbook cannot be read: {found}: save it as .xlsx without a password"));
    }
    unpack(bytes, LARGEST_UNPACKED)?;
    match kind {
        Workbook::Xlsx => xlsx(open_workbook_from_rs(Cursor::new(bytes)).map_err(unreadable)?),
        Workbook::Ods => ods::grids(&entry(bytes, "content.xml")?).map_err(unreadable).map(|grids| (grids, Vec::new())),
    }
}

/// A text of the archive, which was unpacked once already.
fn entry(bytes: &[u8], name: &str) -> Result<String, String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(unreadable)?;
    let mut text = String::new();
    archive.by_name(name).map_err(unreadable)?.read_to_string(&mut text).map_err(unreadable)?;
    Ok(text)
}

fn unreadable(error: impl std::fmt::Display) -> String {
    format!("the workbook cannot be read: {error}")
}

/// Unpacks everything once, only to measure it, up to a limit. Nothing that an archive holds is itself unpacked.
fn unpack(bytes: &[u8], most: u64) -> Result<(), String> {
    let packed = |error| unreadable(format!("it is none, or not all of it is here ({error})"));
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(packed)?;
    let mut left = most;
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(unreadable)?;
        let mut tags = Tags::default();
        let size = std::io::copy(&mut entry.take(left + 1), &mut tags).map_err(unreadable)?;
        if tags.most > MOST_ATTRIBUTES {
            return Err(format!("the workbook has an element of more than {MOST_ATTRIBUTES} attributes"));
        }
        if tags.is_beyond {
            return Err("the workbook names a cell that no sheet can have".to_owned());
        }
        let Some(rest) = left.checked_sub(size) else {
            return Err(format!("the workbook unpacks to more than the {most} bytes that are read"));
        };
        left = rest;
    }
    Ok(())
}

/// Counts the attributes of the elements in XML that comes in pieces, roughly: as equal signs outside quotes. What reads
/// workbooks compares each attribute with all before it, and a packed file may hold millions of them. Asked of every file, as
/// a sheet may have any name; in pictures there is nothing of this shape.
#[derive(Default)]
struct Tags {
    /// The most of one element.
    most: usize,
    /// Those of the element that is open; none outside.
    open: Option<usize>,
    quote: Option<u8>,
    /// The name of the attribute that is read, as far as it could be one that names cells.
    name: Vec<u8>,
    /// Letters, or digits, one after the other in an attribute that names cells.
    letters: u32,
    digits: u32,
    /// Whether a cell was named that no sheet can have.
    is_beyond: bool,
}

impl Tags {
    fn byte(&mut self, byte: u8) {
        match (self.open, self.quote, byte) {
            (Some(_), Some(quote), byte) if quote == byte => self.quote = None,
            (Some(_), None, b'"' | b'\'') => (self.quote, self.letters, self.digits) = (Some(byte), 0, 0),
            (Some(_), Some(_), byte) if self.name == b"r" || self.name == b"ref" => self.cell(byte),
            (Some(_), Some(_), _) => {}
            (Some(_), None, b'>') => self.open = None,
            (Some(count), None, b'=') => {
                self.open = Some(count + 1);
                self.most = self.most.max(count + 1);
            }
            (Some(_), None, byte) if byte.is_ascii_whitespace() => self.name.clear(),
            (Some(_), None, byte) if self.name.len() < 4 => self.name.push(byte),
            (None, _, b'<') => (self.open, self.quote, self.name) = (Some(0), None, Vec::new()),
            _ => {}
        }
    }

    /// `XFD1048576` is the last cell there is. What reads workbooks counts on without a bound, until its number overflows.
    fn cell(&mut self, byte: u8) {
        (self.letters, self.digits) = match byte {
            b'0'..=b'9' => (0, self.digits + 1),
            b'a'..=b'z' | b'A'..=b'Z' => (self.letters + 1, 0),
            _ => (0, 0),
        };
        self.is_beyond |= self.letters > 6 || self.digits > 9;
    }
}

impl std::io::Write for Tags {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        bytes.iter().for_each(|byte| self.byte(*byte));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Cells of one sheet by row, and how many there are of all sheets.
#[derive(Default)]
pub(crate) struct Cells {
    rows: BTreeMap<u32, Vec<GridCell>>,
    count: usize,
    bytes: usize,
}

impl Cells {
    /// Keeps a cell; row and column from 0. Where a file writes a cell twice, the first one stays.
    pub(crate) fn keep(&mut self, row: u32, column: u32, text: String) -> Result<(), String> {
        if text.trim().is_empty() {
            return Ok(());
        }
        self.count += 1;
        if self.count > MOST_CELLS {
            return Err(format!("the workbook has more than the {MOST_CELLS} cells that are read"));
        }
        if text.len() > LONGEST_CELL {
            return Err(format!("a cell has more than the {LONGEST_CELL} bytes that are read"));
        }
        self.bytes += text.len();
        if self.bytes > MOST_TEXT {
            return Err(format!("the cells have more than the {MOST_TEXT} bytes that are read"));
        }
        let place = Place { row: row.saturating_add(1), column: column.saturating_add(1) };
        self.rows.entry(row).or_default().push(GridCell { text, place });
        Ok(())
    }

    /// The rows so far as a sheet; the count goes on.
    pub(crate) fn take(&mut self, name: String) -> Grid {
        let mut rows: Vec<Vec<GridCell>> = std::mem::take(&mut self.rows).into_values().collect();
        for row in &mut rows {
            row.sort_by_key(|cell| cell.place);
            row.dedup_by_key(|cell| cell.place);
        }
        Grid { name, rows }
    }
}

fn xlsx(mut workbook: Xlsx<Bytes>) -> Result<(Vec<Grid>, Vec<Uncomputed>), String> {
    let mut cells = Cells::default();
    let (mut grids, mut uncomputed) = (Vec::new(), Vec::new());
    for name in workbook.sheet_names() {
        // A sheet of another kind, such as a chart, has no cells.
        let Ok(mut reader) = workbook.worksheet_cells_reader(&name) else { continue };
        while let Some(cell) = reader.next_cell_with_formula_metadata().map_err(unreadable)? {
            let (row, column) = cell.pos;
            if cell.formula.is_some() && cell.value == DataRef::Empty && uncomputed.len() < MOST_UNCOMPUTED {
                let place = Place { row: row.saturating_add(1), column: column.saturating_add(1) };
                uncomputed.push(Uncomputed { sheet: name.clone(), place });
            }
            cells.keep(row, column, shown(&Data::from(cell.value)))?;
        }
        grids.push(cells.take(name));
    }
    Ok((grids, uncomputed))
}

/// A cell's text as a person sees it.
fn shown(data: &Data) -> String {
    match data {
        Data::Empty => String::new(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Int(number) => number.to_string(),
        Data::Float(number) => digits(*number),
        Data::Bool(truth) => if *truth { "TRUE" } else { "FALSE" }.to_owned(),
        Data::DateTime(moment) => date(moment),
        Data::Error(error) => error.to_string(),
    }
}

/// A number with the fifteen digits that a spreadsheet keeps: the rest is noise of its sums (`0.30000000000000004`).
pub(crate) fn digits(number: f64) -> String {
    let rounded = format!("{number:.14e}").parse().unwrap_or(number);
    // No minus before nothing.
    (rounded + 0.0).to_string()
}

fn date(moment: &ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    let time = format!("{hour:02}:{minute:02}:{second:02}");
    match (moment.as_f64() < 1.0, moment.as_f64().fract() == 0.0) {
        (true, _) => time,
        (_, true) => format!("{year:04}-{month:02}-{day:02}"),
        _ => format!("{year:04}-{month:02}-{day:02}T{time}"),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use std::io::Write;
    use zip::write::SimpleFileOptions;

    fn packed(files: &[(&str, &str)]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in files {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(content.as_bytes()).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn workbook(sheet: &str) -> Vec<u8> {
        workbook_with(sheet, "<sst/>")
    }

    fn workbook_with(sheet: &str, strings: &str) -> Vec<u8> {
        let types = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#;
        let root = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r0" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
        let book = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="survey" sheetId="1" r:id="r1"/></sheets></workbook>"#;
        let links = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#;
        let sheet = format!("<worksheet><sheetData>{sheet}</sheetData></worksheet>");
        packed(&[
            ("[Content_Types].xml", types),
            ("_rels/.rels", root),
            ("xl/workbook.xml", book),
            ("xl/_rels/workbook.xml.rels", links),
            ("xl/worksheets/sheet1.xml", &sheet),
            ("xl/sharedStrings.xml", strings),
        ])
    }

    #[test]
    fn a_cell_in_the_last_corner_is_one_cell() {
        let sheet = r#"<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2.50</v></c></row>"#;
        let (grids, _) = grids(Workbook::Xlsx, &workbook(sheet)).unwrap();
        let cells: Vec<(u32, u32, &str)> =
            grids[0].rows.iter().flatten().map(|cell| (cell.place.row, cell.place.column, cell.text.as_str())).collect();
        assert_eq!(cells, [(1, 1, "1"), (1_048_576, 16_384, "2.5")]);
    }

    #[test]
    fn cells_that_programs_compute() {
        let sheet = r#"<row r="1"><c r="A1" t="str"><f>B1</f><v>type</v></c><c r="B1"><f>C1</f></c><c r="C1" t="str"><f>""</f><v></v></c></row>
            <row r="2"><c r="A2"><f>0.1+0.2</f><v>0.30000000000000004</v></c><c r="B2" t="e"><f>A9</f><v>#REF!</v></c><c r="C2"><v>-0</v></c></row>"#;
        let (grids, uncomputed) = grids(Workbook::Xlsx, &workbook(sheet)).unwrap();
        let texts: Vec<&str> = grids[0].rows.iter().flatten().map(|cell| cell.text.as_str()).collect();
        assert_eq!(texts, ["type", "0.3", "#REF!", "0"]);
        assert_eq!(uncomputed.iter().map(|each| each.place).collect::<Vec<_>>(), [Place { row: 1, column: 2 }]);
        let (_, told) = from_workbook("a.xlsx", Workbook::Xlsx, &workbook(sheet)).unwrap();
        assert!(told.iter().any(|each| each.level == Level::Error && each.message.contains("never been computed")), "{told:?}");
    }

    #[test]
    fn a_protected_workbook_is_said_to_be_one() {
        let bytes = [&COMPOUND[..], &[0; 512]].concat();
        assert!(grids(Workbook::Xlsx, &bytes).unwrap_err().contains("protected by a password"));
    }

    #[test]
    fn a_text_that_is_written_once_does_not_stand_in_a_million_cells() {
        let long = "x".repeat(100_000);
        let sheet: String = (1..=1_000).map(|row| format!("<row><c r=\"A{row}\" t=\"s\"><v>0</v></c></row>")).collect();
        let strings = format!("<sst><si><t>{long}</t></si></sst>");
        let error = grids(Workbook::Xlsx, &workbook_with(&sheet, &strings)).unwrap_err();
        assert_eq!(error, "the cells have more than the 67108864 bytes that are read");
        let strings = format!("<sst><si><t>{}</t></si></sst>", long.repeat(11));
        let error = grids(Workbook::Xlsx, &workbook_with(&sheet, &strings)).unwrap_err();
        assert_eq!(error, "a cell has more than the 1048576 bytes that are read");
    }

    #[test]
    fn attributes_without_number_are_refused_before_they_are_compared() {
        let attributes: String = (0..1_000_000).map(|n| format!("a{n}='' ")).collect();
        let error = grids(Workbook::Xlsx, &workbook(&format!("<row {attributes}/>"))).unwrap_err();
        assert_eq!(error, "the workbook has an element of more than 100 attributes");
    }

    #[test]
    fn a_cell_that_no_sheet_can_have_is_refused_before_it_is_counted() {
        for name in ["XFDyears-19", "AAAAAAA1", "A4294967296"] {
            let error = grids(Workbook::Xlsx, &workbook(&format!("<row r='1'><c r=\"{name}\"><v>1</v></c></row>"))).unwrap_err();
            assert_eq!(error, "the workbook names a cell that no sheet can have", "{name}");
        }
        assert!(grids(Workbook::Xlsx, &workbook("<row r='1'><c r='XFD1' t='str'><v>years-1900000000000</v></c></row>")).is_ok());
    }

    #[test]
    fn a_workbook_in_a_workbook_is_no_sheet() {
        let inner = packed(&[("content.xml", &" ".repeat(1_000_000))]);
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for name in ["a.zip", "xl/b.xlsx"] {
            writer.start_file(name, SimpleFileOptions::default()).unwrap();
            writer.write_all(&inner).unwrap();
        }
        let outer = writer.finish().unwrap().into_inner();
        assert!(unpack(&outer, 3 * inner.len() as u64).is_ok());
        assert!(grids(Workbook::Xlsx, &outer).is_err());
    }

    #[test]
    fn entities_in_a_sheet_do_not_grow() {
        let laughs = "<!DOCTYPE a [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'>]>";
        let sheet = r#"<row r="1"><c r="A1" t="str"><v>x&b;y</v></c></row>"#;
        let read = grids(Workbook::Xlsx, &workbook(&format!("{laughs}{sheet}")));
        let texts: Vec<String> =
            read.iter().flat_map(|(grids, _)| grids).flat_map(|grid| grid.rows.iter().flatten()).map(|cell| cell.text.clone()).collect();
        assert!(texts.iter().all(|text| !text.contains("haha")), "{texts:?}");
        assert!(ods::grids(&format!("{laughs}<a>&b;</a>")).is_err());
    }

    #[test]
    fn a_workbook_that_is_too_large_is_refused_before_it_is_unpacked() {
        let error = grids(Workbook::Xlsx, &vec![0; LARGEST_FILE + 1]).unwrap_err();
        assert_eq!(error, "the workbook has 33554433 bytes, more than the 33554432 that are read");
    }

    #[test]
    fn what_unpacks_to_too_much_is_refused_before_it_is_read() {
        let bomb = packed(&[("a", &" ".repeat(100_000)), ("b", &" ".repeat(100_000))]);
        assert!(bomb.len() < 1_000);
        assert!(unpack(&bomb, 200_000).is_ok());
        assert_eq!(unpack(&bomb, 199_999), Err("the workbook unpacks to more than the 199999 bytes that are read".to_owned()));
    }
}
