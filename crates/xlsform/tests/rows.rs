//! Rows taken out of people's own tables: headings found, cells read or kept, nothing lost.
#![allow(clippy::unwrap_used)]

use phieu_form::{Form, compile};
use phieu_xlsform::{MOST_COLUMNS, MOST_TAKEN, RowProblem, TableError, Taken, from_toml, take_rows, take_rows_by};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use serde_json::json;

const FORM: &str = r#"
[settings]
form_id = "t"
version = "1"
default_language = "vi"
[[survey]]
type = "begin repeat"
name = "tasks"
label.vi = "Nhiệm vụ"
label.en = "Task"
[[survey]]
type = "text"
name = "about"
code = "N2"
label.vi = "Nội dung nhiệm vụ"
label.en = "What is to be done"
[[survey]]
type = "begin group"
name = "who"
label.vi = "Ai"
label.en = "Who"
[[survey]]
type = "text"
name = "lead"
label.vi = "Chủ trì"
label.en = "Who leads"
[[survey]]
type = "end group"
[[survey]]
type = "date"
name = "due"
label.vi = "Hạn hoàn thành"
label.en = "Due on"
[[survey]]
type = "integer"
name = "money"
label.vi = "Kinh phí"
label.en = "Money"
[[survey]]
type = "select_one state"
name = "state"
label.vi = "Trạng thái"
label.en = "Status"
default = "doing"
[[survey]]
type = "hidden"
name = "secret"
label.vi = "Kín"
label.en = "Hidden"
[[survey]]
type = "end repeat"
[[choices]]
list_name = "state"
name = "doing"
label.vi = "Đang làm"
label.en = "Under way"
[[choices]]
list_name = "state"
name = "done"
label.vi = "Hoàn thành"
label.en = "Done"
"#;

fn form() -> Form {
    compile(&from_toml("t.toml", FORM).unwrap()).0.unwrap()
}

fn take(file: &str, bytes: &[u8]) -> Result<Taken, TableError> {
    let form = form();
    let tasks = form.find("tasks").unwrap();
    take_rows(&form, tasks, file, bytes)
}

fn told(taken: &Taken) -> Vec<(RowProblem, u32, u32, &str)> {
    taken.findings.iter().map(|each| (each.problem, each.place.row, each.place.column, each.text.as_str())).collect()
}

#[test]
fn an_offices_own_table_in_excel() {
    let mut workbook = Workbook::new();
    workbook.add_worksheet().set_name("Ghi chú").unwrap().write(0, 0, "Trạng thái").unwrap();
    let sheet = workbook.add_worksheet().set_name("Phụ lục").unwrap();
    sheet.write(0, 1, "PHỤ LỤC PHÂN CÔNG NHIỆM VỤ").unwrap();
    for (column, heading) in
        (0..).zip(["STT", "Nội dung  nhiệm vụ", "Cơ quan chủ trì", "Thời hạn hoàn thành", "Kinh phí (đồng)", "TRẠNG THÁI"])
    {
        sheet.write(2, column, heading).unwrap();
    }
    sheet.write(3, 0, 1).unwrap();
    sheet.write(3, 1, "Quán triệt Kết luận").unwrap();
    sheet.write(3, 2, "Ban Dân vận").unwrap();
    let day = Format::new().set_num_format("dd/mm/yyyy");
    sheet.write_with_format(3, 3, ExcelDateTime::from_ymd(2026, 3, 31).unwrap(), &day).unwrap();
    sheet.write(3, 4, 1_500_000).unwrap();
    sheet.write(3, 5, "hoàn thành").unwrap();
    sheet.write(5, 1, "Khảo sát").unwrap();
    sheet.write(5, 3, "quý 4").unwrap();
    sheet.write(5, 4, "khoảng 2 triệu").unwrap();
    sheet.write(5, 5, "chờ").unwrap();
    let taken = take("bang.xlsx", &workbook.save_to_buffer().unwrap()).unwrap();

    assert_eq!(taken.sheet, "Phụ lục");
    let paths: Vec<Option<&str>> = taken.columns.iter().map(|column| column.path.as_deref()).collect();
    assert_eq!(paths, [None, Some("about"), Some("who/lead"), Some("due"), Some("money"), Some("state")]);
    let first =
        json!({"about": "Quán triệt Kết luận", "who": {"lead": "Ban Dân vận"}, "due": "2026-03-31", "money": 1_500_000, "state": "done"});
    assert_eq!((taken.rows[0].row, &taken.rows[0].answers), (4, &first));
    assert_eq!(taken.rows[0].left_over, [("STT".to_owned(), "1".to_owned())], "what no question asks is handed over beside the row");
    let kept = json!({"about": "Khảo sát", "due": "quý 4", "money": "khoảng 2 triệu", "state": "chờ"});
    assert_eq!(taken.rows[1].answers, kept, "what cannot be read stays as it was written");
    let expected = [
        (RowProblem::UnknownHeading, 3, 1, ""),
        (RowProblem::NoDay, 6, 4, "quý 4"),
        (RowProblem::NoNumber, 6, 5, "khoảng 2 triệu"),
        (RowProblem::UnknownChoice, 6, 6, "chờ"),
    ];
    assert_eq!(told(&taken), expected);
}

#[test]
fn csv_as_excel_writes_it_here() {
    let text = "\u{feff}Nội dung nhiệm vụ;Due on;money;Status;N2\r\n\"Họp; bàn\";1/3/2026;1.500.000;done;x\r\n;29-02-2026;1.50;;\r\n";
    let taken = take("bang.CSV", text.as_bytes()).unwrap();
    assert_eq!(taken.rows[0].answers, json!({"about": "Họp; bàn", "due": "2026-03-01", "money": 1_500_000, "state": "done"}));
    assert_eq!(taken.rows[0].left_over, [("N2".to_owned(), "x".to_owned())]);
    let expected = [(RowProblem::HeadingTwice, 1, 5, ""), (RowProblem::NoDay, 3, 2, "29-02-2026"), (RowProblem::NoNumber, 3, 3, "1.50")];
    assert_eq!(told(&taken), expected, "no such day, and no thousands");
}

#[test]
fn a_title_may_stand_above_the_table() {
    let taken = take("a.csv", "PHỤ LỤC, kèm theo Kế hoạch\n\nNội dung nhiệm vụ;Chủ trì;Kinh phí\nHọp, bàn;Hội;5\n".as_bytes()).unwrap();
    assert_eq!(taken.rows[0].answers, json!({"about": "Họp, bàn", "who": {"lead": "Hội"}, "money": 5, "state": "doing"}));
}

#[test]
fn what_is_computed_is_no_column() {
    let taken = take("a.csv", "about,secret\nA,B\n".as_bytes()).unwrap();
    assert_eq!(taken.columns[1].path, None);
}

#[test]
fn a_table_without_headings_is_refused() {
    assert_eq!(take("a.csv", b"1,2,3\n4,5,6\n"), Err(TableError::NoHeadings));
    assert_eq!(take("a.csv", b""), Err(TableError::NoHeadings));
    for (file, bytes) in [("a.csv", &b"\xff\xfe"[..]), ("a.xlsx", b"no workbook"), ("a.doc", b"x"), ("bang", b"x")] {
        assert!(matches!(take(file, bytes), Err(TableError::Unreadable(_))), "{file}");
    }
}

#[test]
fn a_table_gives_as_many_rows_as_are_taken() {
    let text: String = std::iter::once("about\n".to_owned()).chain((0..=MOST_TAKEN).map(|row| format!("việc {row}\n"))).collect();
    let taken = take("a.csv", text.as_bytes()).unwrap();
    assert_eq!(taken.rows.len(), MOST_TAKEN);
    assert_eq!(told(&taken), [(RowProblem::TooManyRows, 1_002, 1, "việc 1000")]);
}

#[test]
fn a_table_gives_as_many_columns_as_are_looked_at() {
    let wide = |last: &str| (0..299).map(|at| format!("x{at},")).collect::<String>() + last;
    let text = format!("about,{}\nviệc,{}\n", wide("money"), wide("5"));
    let taken = take("a.csv", text.as_bytes()).unwrap();
    assert_eq!(taken.columns.len(), MOST_COLUMNS as usize);
    assert_eq!(taken.rows[0].answers, json!({"about": "việc", "state": "doing"}));
    assert_eq!(taken.rows[0].left_over.len(), MOST_COLUMNS as usize - 1);
    assert_eq!(told(&taken)[..2], [(RowProblem::TooManyColumns, 1, MOST_COLUMNS + 1, "301"), (RowProblem::UnknownHeading, 1, 2, "")]);
}

fn by_hand(text: &str, said: &[Option<&str>]) -> (Taken, Vec<String>) {
    let form = form();
    let tasks = form.find("tasks").unwrap();
    let asked = std::cell::RefCell::new(Vec::new());
    let answer = |headings: &[&str]| {
        asked.borrow_mut().extend(headings.iter().map(|heading| (*heading).to_owned()));
        Some(said.iter().map(|path| path.map(str::to_owned)).collect())
    };
    let taken = take_rows_by(&form, tasks, "a.csv", text.as_bytes(), &answer).unwrap();
    (taken, asked.into_inner())
}

#[test]
fn a_person_says_which_column_is_which() {
    let text = "Phụ lục\nThứ tự;Công việc;Người lo;Ghi chú\n1;Họp;Bà Ba;gấp\n2;Khảo sát;;\n";
    assert_eq!(take("a.csv", text.as_bytes()), Err(TableError::NoHeadings), "not one heading says anything by itself");
    let (taken, headings) = by_hand(text, &[None, Some("about"), Some("who/lead")]);
    assert_eq!(headings, ["Thứ tự", "Công việc", "Người lo", "Ghi chú"]);
    assert_eq!(taken.rows[0].answers, json!({"about": "Họp", "who": {"lead": "Bà Ba"}, "state": "doing"}));
    assert_eq!(taken.rows[0].left_over, [("Thứ tự".to_owned(), "1".to_owned()), ("Ghi chú".to_owned(), "gấp".to_owned())]);
    assert_eq!(taken.columns[1].samples, ["Họp", "Khảo sát"]);
    assert_eq!(told(&taken), [], "what a person leaves out is no finding");
}

#[test]
fn a_word_of_a_row_is_no_heading_by_chance() {
    let text = "Việc;Ai;Đến đâu\nHọp;Bà Ba;Trạng thái\n";
    assert_eq!(take("a.csv", text.as_bytes()), Err(TableError::NoHeadings));
    let (taken, headings) = by_hand(text, &[Some("about")]);
    assert_eq!((headings.as_slice(), taken.rows.len()), (["Việc", "Ai", "Đến đâu"].map(str::to_owned).as_slice(), 1));
}

#[test]
fn what_a_person_says_goes_before_what_headings_say() {
    let text = "about;money;due\nviệc;5;1/3/2026\n";
    let (taken, _) = by_hand(text, &[Some("who/lead"), None, Some("who/lead")]);
    assert_eq!(taken.rows[0].answers, json!({"who": {"lead": "việc"}, "state": "doing"}));
    assert_eq!(told(&taken), [(RowProblem::HeadingTwice, 1, 3, "")], "of two for one question the first counts");
    let (taken, _) = by_hand(text, &[Some("about"), Some("gone")]);
    assert_eq!(told(&taken), [(RowProblem::UnknownHeading, 1, 2, "")], "the form has no such question any more");
}

#[test]
fn a_row_begins_as_the_form_begins_one() {
    let taken = take("a.csv", "about;Status\nviệc;\nviệc khác;xong\nviệc nữa;done\n".as_bytes()).unwrap();
    let states: Vec<_> = taken.rows.iter().map(|row| row.answers["state"].clone()).collect();
    assert_eq!(states, [json!("doing"), json!("xong"), json!("done")], "only where the table says nothing");
}
