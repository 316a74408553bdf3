//! `phieu answers` on tables and submissions as people have them, and `phieu export`, as processes.

use std::path::PathBuf;
use std::process::Command;

use serde_json::{Value, json};

const FORM: &str = r#"
[settings]
form_id = "visit"
version = "1"
[[survey]]
type = "begin_group"
name = "home"
label.vi = "Nhà"
[[survey]]
type = "integer"
name = "people"
label.vi = "Số người"
required = "yes"
constraint = ". < 100"
constraint_message.vi = "Không quá 99 người."
[[survey]]
type = "date"
name = "seen"
label.vi = "Ngày thăm"
[[survey]]
type = "end_group"
[[survey]]
type = "select_one kinds"
name = "kind"
label.vi = "Loại"
[[choices]]
list_name = "kinds"
name = "poor"
label.vi = "Hộ nghèo"
[[choices]]
list_name = "kinds"
name = "other"
label.vi = "Hộ khác"
"#;

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let folder = Folder(std::env::temp_dir().join(format!("phieu-answers-{name}-{}", std::process::id())));
        std::fs::create_dir_all(&folder.0).expect("a folder");
        folder.put("visit.toml", FORM);
        folder
    }

    fn put(&self, name: &str, text: &str) {
        std::fs::write(self.0.join(name), text).expect("written");
    }

    /// The exit code, what is printed, what is told.
    fn phieu(&self, arguments: &[&str]) -> (i32, String, String) {
        let output = Command::new(env!("CARGO_BIN_EXE_phieu")).args(arguments).current_dir(&self.0).output().expect("phieu runs");
        let text = |bytes| String::from_utf8(bytes).expect("text");
        (output.status.code().expect("a code"), text(output.stdout), text(output.stderr))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn answers(printed: &str) -> Vec<Value> {
    let reports: Value = serde_json::from_str(printed).expect("JSON");
    reports.as_array().expect("reports").iter().map(|report| report["answers"].clone()).collect()
}

#[test]
fn a_table_becomes_reports_by_its_headings() {
    let folder = Folder::new("headings");
    folder.put("a.csv", "Mã đơn vị;Kỳ;Số người;Ngày thăm;Loại\n24848-C01;2026-10;1.234;5/10/2026;Hộ nghèo\n24848-C02;2026-09;3;;khác lạ\n");
    let (code, printed, told) = folder.phieu(&["answers", "visit.toml", "a.csv"]);
    assert_eq!(
        answers(&printed),
        [
            json!({ "home": { "people": 1234, "seen": "2026-10-05" }, "kind": "poor" }),
            json!({ "home": { "people": 3 }, "kind": "khác lạ" })
        ]
    );
    let reports: Value = serde_json::from_str(&printed).expect("JSON");
    assert_eq!(
        (&reports[1]["org_unit"], &reports[1]["period"], &reports[1]["version"]),
        (&json!("24848-C02"), &json!("2026-09"), &json!("1"))
    );
    assert_eq!(code, 1);
    assert!(told.contains("dòng 3, cột E: “khác lạ” không phải là một lựa chọn"), "{told}");
    assert!(told.contains("dòng 2, cột C: Số người: Không quá 99 người."), "{told}");
    assert!(!told.contains("Mã đơn vị"), "what says the unit is no lost column: {told}");
}

#[test]
fn other_headings_are_named_in_a_file_and_the_rest_on_the_command_line() {
    let folder = Folder::new("columns");
    folder.put("a.csv", "Nhân khẩu,Số người,Ghi chú\n4,9,x\n");
    folder.put("columns.json", r#"{"Nhân khẩu": "home/people", "Số người": "lost"}"#);
    let (code, printed, told) = folder.phieu(&[
        "answers",
        "visit.toml",
        "a.csv",
        "--columns",
        "columns.json",
        "--unit",
        "24848-C01",
        "--period",
        "2026-10",
        "--lang",
        "en",
    ]);
    assert_eq!(answers(&printed), [json!({ "home": { "people": 4 } })]);
    assert_eq!((code, told.lines().count()), (1, 2), "{told}");
    assert!(told.contains("row 1, column C: the column “Ghi chú” is no question"), "{told}");
    folder.put("a.csv", "Nhân khẩu\n4\n");
    let (code, _, told) =
        folder.phieu(&["answers", "visit.toml", "a.csv", "--columns", "columns.json", "--unit", "24848-C01", "--period", "2026-10"]);
    assert_eq!((code, told.as_str()), (0, ""));
    assert_eq!(folder.phieu(&["answers", "visit.toml", "a.csv"]).0, 2, "nothing says which column is which");
}

#[test]
fn a_submission_becomes_a_report() {
    let folder = Folder::new("submission");
    folder.put(
        "a.xml",
        "<data id=\"visit\" version=\"1\"><home><people>12,7</people><seen>2026-10-05</seen></home><kind>poor</kind>\
         <meta><instanceID>uuid:1</instanceID></meta></data>",
    );
    let line = ["answers", "visit.toml", "a.xml", "--unit", "24848-C01", "--period", "2026-10"];
    let (code, printed, told) = folder.phieu(&line);
    assert_eq!(answers(&printed), [json!({ "home": { "people": "12,7", "seen": "2026-10-05" }, "kind": "poor" })]);
    assert!(code == 1 && told.contains("12,7"), "no number is mended: {told}");
    folder.put("a.xml", "<data id=\"visit.24848-C01.2026-10\" version=\"1-abcdef01\"><home><people>12</people></home><kind/></data>");
    assert_eq!(folder.phieu(&["answers", "visit.toml", "a.xml"]).0, 0, "unit and period stand in the id");
    folder.put("a.xml", "<data id=\"quarrel\"/>");
    assert_eq!(folder.phieu(&line).0, 2);
}

#[test]
fn a_form_is_told_in_other_languages_and_what_they_cannot_say_beside_it() {
    let folder = Folder::new("export");
    let (code, printed, told) = folder.phieu(&["export", "visit.toml", "--as", "typescript"]);
    assert!(code == 0 && printed.contains("export interface VisitReport {") && printed.contains("people: number;"), "{printed}");
    assert!(told.contains("left out: home/people: constraint . < 100"), "{told}");
    assert_eq!(folder.phieu(&["export", "visit.toml", "--as", "excel"]).0, 2, "a workbook is no text");
    assert_eq!(folder.phieu(&["export", "visit.toml", "--as", "excel", "--out", "a.xlsx"]).0, 0);
    assert_eq!(folder.phieu(&["export", "visit.toml", "--as", "excel", "--out", "a.xlsx"]).0, 2, "nothing is written over");
    assert!(folder.phieu(&["export", "visit.toml", "--as", "xform"]).1.contains("<h:html"));
    assert!(
        folder
            .phieu(&["export", "visit.toml", "--as", "pdf"])
            .2
            .contains("there are: schema, openapi, typescript, markdown, excel, fhir, xform")
    );
}
