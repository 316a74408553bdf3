//! `phieu lint` and `phieu convert`, as they are called.

use std::path::PathBuf;
use std::process::{Command, Output};

use serde_json::Value;

/// A folder of its own under the target folder, removed when it goes.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("forms-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        Folder(folder)
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.0.join(name), text).expect("a file");
    }

    fn phieu(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_phieu")).args(arguments).current_dir(&self.0).output().expect("the program")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

const WRONG: &str = "
| survey  |            |        |          |             |
|         | type       | name   | label    | constraint  |
|         | integr     | people | How many |             |
|         | integer    | women  | Women    | . <= ${peple} |
| choises |            |        |          |             |
|         | list_name  | name   |          |             |
";

const RIGHT: &str = "
| survey   |                |        |             |
|          | type           | name   | label::vi   |
|          | integer        | people | Mấy người?  |
|          | select_one yn  | again  | Còn nữa không? |
| choices  |                |        |             |
|          | list_name      | name   | label::vi   |
|          | yn             | y      | Có          |
| settings |                |        |             |
|          | form_id        | version |            |
|          | visit          | 1.0    |             |
";

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn every_mistake_is_told_at_its_cell() {
    let folder = Folder::new("lint");
    folder.write("visit.md", WRONG);
    let output = folder.phieu(&["lint", "visit.md"]);
    let said = text(&output.stdout);
    assert_eq!(output.status.code(), Some(1), "{said}");
    for part in [
        "unknown type `integr`",
        "sheet survey, cell A2, column `type`",
        "did you mean `integer`?",
        "there is no question named `peple`",
        "cell D3",
        "did you mean `choices`?",
    ] {
        assert!(said.contains(part), "{part}\n{said}");
    }
}

#[test]
fn findings_are_data_as_well() {
    let folder = Folder::new("json");
    folder.write("visit.md", WRONG);
    let found: Value = serde_json::from_slice(&folder.phieu(&["lint", "visit.md", "--json"]).stdout).expect("JSON");
    let first = found["findings"].as_array().expect("findings").iter().find(|each| each["cell"] == "A2").expect("the type's cell");
    assert_eq!((first["level"].as_str(), first["text"].as_str(), first["row"].as_u64()), (Some("error"), Some("integr"), Some(2)));
    assert!(found["errors"].as_u64().is_some_and(|errors| errors >= 2), "{found}");
}

#[test]
fn a_form_goes_from_one_spelling_to_the_next() {
    let folder = Folder::new("convert");
    folder.write("visit.md", RIGHT);
    for (from, to) in [("visit.md", "visit.xlsx"), ("visit.xlsx", "visit.toml"), ("visit.toml", "again.md")] {
        let output = folder.phieu(&["convert", from, to]);
        assert!(output.status.success(), "{}{}", text(&output.stdout), text(&output.stderr));
        let lint = folder.phieu(&["lint", to]);
        assert!(lint.status.success(), "{to}: {}", text(&lint.stdout));
    }
    let again = std::fs::read_to_string(folder.0.join("again.md")).expect("a file");
    assert!(again.contains("Mấy người?") && again.contains("select_one yn"), "{again}");
    let form = folder.phieu(&["form", "visit.xlsx"]);
    assert!(text(&form.stdout).contains("people"), "{}{}", text(&form.stdout), text(&form.stderr));
}

#[test]
fn choices_come_from_a_file_beside_the_form() {
    let folder = Folder::new("data");
    folder.write(
        "visit.md",
        "| survey |\n| | type | name | label |\n| | select_one_from_file towns.csv | town | Town |\n| settings |\n| | form_id | version |\n| | visit | 1 |\n",
    );
    assert!(text(&folder.phieu(&["lint", "visit.md"]).stdout).contains("the data in `towns.csv` is not there"));
    folder.write("towns.csv", "name,label\na,Đà Lạt\nb,Bảo Lộc\n");
    assert!(!text(&folder.phieu(&["lint", "visit.md"]).stdout).contains("not there"));
    let report = |town: &str| {
        let report = format!(r#"{{"form":"visit","version":"1","org_unit":"68","period":"2026-10","answers":{{"town":"{town}"}}}}"#);
        folder.write("report.json", &report);
        folder.phieu(&["check", "visit.md", "report.json"]).status.code()
    };
    assert_eq!((report("a"), report("c")), (Some(0), Some(1)));
}

#[test]
fn no_file_is_written_over_and_no_ending_guessed() {
    let folder = Folder::new("careful");
    folder.write("visit.md", RIGHT);
    folder.write("visit.toml", "mine");
    for (arguments, said) in [
        (&["convert", "visit.md", "visit.toml"][..], "is there already"),
        (&["convert", "visit.md", "visit.pdf"][..], "cannot be written"),
        (&["convert", "visit.doc", "visit.toml", "--force"][..], "No such file"),
        (&["lint", "nothing.md"][..], "No such file"),
    ] {
        let output = folder.phieu(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(text(&output.stderr).contains(said), "{arguments:?}: {}", text(&output.stderr));
    }
    assert_eq!(std::fs::read_to_string(folder.0.join("visit.toml")).expect("a file"), "mine");
    assert!(folder.phieu(&["convert", "visit.md", "visit.toml", "--force"]).status.success());
}

#[test]
fn several_forms_are_linted_and_what_cannot_be_read_is_named() {
    let folder = Folder::new("several");
    folder.write("right.md", RIGHT);
    folder.write("wrong.md", WRONG);
    std::fs::create_dir_all(folder.0.join("forms.md")).expect("a folder");
    for (arguments, code, said) in [
        (&["lint", "right.md"][..], 0, ""),
        (&["lint", "right.md", "wrong.md"], 1, ""),
        (&["lint", "wrong.md", "nothing.md", "right.md"], 2, "nothing.md: No such file"),
        (&["lint", "forms.md"], 2, "forms.md is a folder: name the files in it"),
        (&["lint", "-"], 2, "a form is read from a file"),
        (&["lint"], 2, "<FORMS>"),
    ] {
        let output = folder.phieu(arguments);
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {}{}", text(&output.stdout), text(&output.stderr));
        assert!(text(&output.stderr).contains(said), "{arguments:?}: {}", text(&output.stderr));
    }
    let output = folder.phieu(&["lint", "--json", "wrong.md", "nothing.md", "right.md"]);
    let lines: Vec<Value> = text(&output.stdout).lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect();
    assert_eq!(lines.iter().map(|line| line["file"].as_str()).collect::<Vec<_>>(), [Some("wrong.md"), Some("right.md")]);
    let keys: Vec<&String> = lines[0]["findings"][0].as_object().expect("a finding").keys().collect();
    let mut expected = ["level", "sheet", "row", "column", "cell", "heading", "text", "message", "hint"];
    expected.sort_unstable();
    let mut keys: Vec<&str> = keys.into_iter().map(String::as_str).collect();
    keys.sort_unstable();
    assert_eq!(keys, expected);
}

#[test]
fn nothing_is_converted_that_would_lose_cells_and_every_ending_comes_back() {
    let folder = Folder::new("lossless");
    folder.write("twice.md", "| survey |\n| | type | name | label | Label |\n| | text | a | A | B |\n");
    let output = folder.phieu(&["convert", "twice.md", "twice.toml"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("the column `label` stands twice"), "{}", text(&output.stderr));
    assert!(!folder.0.join("twice.toml").exists());
    std::fs::create_dir_all(folder.0.join("out.toml")).expect("a folder");
    assert!(text(&folder.phieu(&["convert", "twice.md", "out.toml"]).stderr).contains("out.toml is a folder"));

    folder.write("visit.md", RIGHT);
    let mut from = "visit.md".to_owned();
    for ending in ["json", "xlsx", "xml", "toml", "json"] {
        let to = format!("{ending}-{}.{ending}", from.len());
        let output = folder.phieu(&["convert", &from, &to]);
        assert!(output.status.success(), "{from} {to}: {}{}", text(&output.stdout), text(&output.stderr));
        assert!(text(&output.stdout).contains(", 0 warnings"), "{from} {to}: {}", text(&output.stderr));
        let lint = folder.phieu(&["lint", &to]);
        assert!(lint.status.success(), "{to}: {}", text(&lint.stdout));
        from = to;
    }
}
