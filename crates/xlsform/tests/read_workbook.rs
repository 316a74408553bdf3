//! Workbooks as other programs write them: the same form in two formats, its mistakes at their cells, and what is no workbook.

use phieu_form::{Definition, Level, Place, compile};
use phieu_xlsform::{Workbook, from_workbook};

const XLSX: &[u8] = include_bytes!("workbooks/visit.xlsx");
const ODS: &[u8] = include_bytes!("workbooks/visit.ods");
const MISTAKES: &[u8] = include_bytes!("workbooks/mistakes.xlsx");

fn read(kind: Workbook, bytes: &[u8]) -> Definition {
    let (definition, told) = from_workbook("visit", kind, bytes).expect("a workbook");
    assert!(told.is_empty(), "{told:?}");
    definition
}

#[test]
fn the_formats_are_one_form() {
    let excel = read(Workbook::Xlsx, XLSX);
    assert_eq!(excel, read(Workbook::Ods, ODS), "OpenDocument");
    let (form, told) = compile(&excel);
    assert!(form.is_some(), "{told:?}");
}

#[test]
fn cells_are_read_as_a_person_sees_them() {
    let form = read(Workbook::Xlsx, XLSX);
    let years: Vec<&str> = form.choices.iter().filter(|row| row.text("list_name") == "years").map(|row| row.text("name")).collect();
    assert_eq!(years, ["2026", "2026-03-15", "1.5", "TRUE"]);
    assert_eq!(form.settings.text("version"), "1");
    assert_eq!(form.survey[1].text("type"), "select_one yes_no");
    assert_eq!(form.survey[2].place, Place { row: 5, column: 1 }, "after an empty row");
}

#[test]
fn mistakes_stand_at_their_cells() {
    let (_, told) = compile(&read(Workbook::Xlsx, MISTAKES));
    let places: Vec<(Place, &str)> =
        told.iter().filter(|each| each.level == Level::Error).map(|each| (each.place, each.column.as_str())).collect();
    assert_eq!(places, [(Place { row: 3, column: 1 }, "type"), (Place { row: 3, column: 5 }, "relevant")], "{told:?}");
}

#[test]
fn what_is_no_workbook_is_an_error() {
    for (kind, whole) in [(Workbook::Xlsx, XLSX), (Workbook::Ods, ODS)] {
        for bytes in [&b""[..], b"type,name", &whole[..whole.len() / 2], &[0; 4096]] {
            let errors = from_workbook("visit", kind, bytes).expect_err("no workbook");
            assert!(errors[0].message.starts_with("the workbook cannot be read"), "{kind:?}: {errors:?}");
        }
    }
}

/// Files that were damaged on their way: every byte in turn. What can still be read is read; nothing panics.
#[test]
fn a_damaged_workbook_is_read_or_refused() {
    for (kind, whole) in [(Workbook::Xlsx, XLSX), (Workbook::Ods, ODS)] {
        for at in (0..whole.len()).step_by(7) {
            let mut bytes = whole.to_vec();
            bytes[at] ^= 0xff;
            let read = from_workbook("visit", kind, &bytes);
            assert!(read.is_ok() || read.is_err_and(|errors| !errors.is_empty()), "{kind:?} {at}");
        }
    }
}
