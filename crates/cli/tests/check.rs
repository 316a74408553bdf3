//! `phieu check`, `forms` and `form` as a person or script meets them: exit codes, output, real files.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};

fn phieu(arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_phieu"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("phieu runs");
    // A program that fails before it reads has closed the pipe; that is its right.
    let _ = child.stdin.take().expect("a pipe").write_all(input.as_bytes());
    child.wait_with_output().expect("phieu ends")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

/// Runs, and expects an exit code; gives what stands on the standard output and on the error output.
fn expect(code: i32, arguments: &[&str], input: &str) -> (String, String) {
    let output = phieu(arguments, input);
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(code), "{arguments:?}\n{out}\n{err}");
    assert!(!err.contains("panicked"), "{err}");
    (out, err)
}

fn base() -> Value {
    serde_json::from_str(include_str!("../../../tests/forms/clb-thang/base.json")).expect("the example")
}

/// A file that is gone with the test.
struct File(PathBuf);

impl File {
    fn new(name: &str, content: &str) -> File {
        let path = std::env::temp_dir().join(format!("phieu-cli-{}-{name}", std::process::id()));
        std::fs::write(&path, content).expect("a file");
        File(path)
    }

    fn name(&self) -> &str {
        self.0.to_str().expect("a plain name")
    }
}

impl Drop for File {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

#[test]
fn a_valid_report_exits_with_0() {
    let base = base();
    let report = File::new("valid.json", &base["report"].to_string());
    let context = File::new("valid-context.json", &base["context"].to_string());
    let (out, _) = expect(0, &["check", "clb-thang", report.name(), "--context", context.name()], "");
    assert_eq!(out, "Báo cáo hợp lệ.\n");
    let (out, _) = expect(0, &["check", "clb-thang", "-", "--lang", "en"], &base["report"].to_string());
    assert!(out.ends_with("The report is valid.\n"), "{out}");
    let (out, _) = expect(0, &["check", "clb-thang", report.name(), "--json"], "");
    let verdict: Value = serde_json::from_str(&out).expect("one JSON object");
    assert_eq!(verdict["valid"], true);
}

#[test]
fn an_invalid_report_exits_with_1_and_names_place_label_and_sentence() {
    let mut report = base()["report"].clone();
    report["answers"]["members"]["members_closing"] = json!("12,7");
    let (out, _) = expect(1, &["check", "clb-thang", "-"], &report.to_string());
    let line = out.lines().find(|line| line.contains("members/members_closing")).expect("a line for the field");
    assert!(line.starts_with("error: members/members_closing (Số thành viên cuối tháng): "), "{line}");
    assert!(out.ends_with("Báo cáo chưa hợp lệ.\n"), "{out}");
    let (out, _) = expect(1, &["check", "clb-thang", "-", "--json", "--lang", "en"], &report.to_string());
    let verdict: Value = serde_json::from_str(&out).expect("one JSON object");
    assert_eq!(verdict["valid"], false);
    let about = |path: &str| verdict["issues"].as_array().into_iter().flatten().any(|issue| issue["path"] == path);
    assert!(about("members/members_closing"), "{verdict}");
}

#[test]
fn what_cannot_be_read_exits_with_2_and_says_what() {
    let whole = base()["report"].clone();
    for member in ["form", "version", "org_unit", "period", "answers"] {
        let mut report = whole.clone();
        report.as_object_mut().expect("an object").remove(member);
        let (out, err) = expect(2, &["check", "clb-thang", "-", "--lang", "en"], &report.to_string());
        assert!(out.is_empty() && err.contains(member), "{member}: {err}");
    }
    for input in ["", "{", "[]", "null", "3", "\"text\"", "{}", "{\"form\":5}", "\u{0}"] {
        expect(2, &["check", "clb-thang", "-"], input);
    }
    let deep = "[".repeat(100_000);
    expect(2, &["check", "clb-thang", "-"], &deep);
    expect(2, &["check", "tk-tch", "-"], &whole.to_string());
    expect(2, &["check", "clb-thang", "/nowhere/report.json"], "");
    let (_, err) = expect(2, &["check", "clb-tuan", "-"], &whole.to_string());
    assert!(err.contains("clb-thang"), "the catalogue's forms are named: {err}");
    let context = File::new("bad-context.json", "[1, 2");
    expect(2, &["check", "clb-thang", "-", "--context", context.name()], &whole.to_string());
    let context = File::new("odd-context.json", "{\"instances\": 5}");
    expect(2, &["check", "clb-thang", "-", "--context", context.name()], &whole.to_string());
    expect(2, &["check", "clb-thang"], "");
    expect(2, &["check", "clb-thang", "-", "--lang", "fr"], "");
}

const VISIT: &str = r#"
[settings]
form_id = "visit"
version = "1"
form_title.vi = "Chuyến thăm"
default_language = "vi"
[[survey]]
type = "integer"
name = "people"
label.vi = "Bao nhiêu người?"
required = "yes"
"#;

#[test]
fn a_form_may_come_from_a_file() {
    let form = File::new("visit.toml", VISIT);
    let report = json!({ "form": "visit", "version": "1", "org_unit": "68", "period": "2026-10", "answers": { "people": 3 } });
    expect(0, &["check", form.name(), "-"], &report.to_string());
    let (out, _) = expect(0, &["form", form.name(), "--json"], "");
    assert_eq!(serde_json::from_str::<Value>(&out).expect("JSON")["form"], "visit");
    let broken = File::new("broken.toml", &VISIT.replace("\"integer\"", "\"intger\""));
    let (_, err) = expect(2, &["check", broken.name(), "-"], &report.to_string());
    assert!(err.contains("intger"), "{err}");
    let no_toml = File::new("no.toml", "= = =");
    expect(2, &["form", no_toml.name()], "");
    expect(2, &["form", "lost.toml"], "");
}

#[test]
fn the_catalogue_is_listed_and_shown() {
    let (out, _) = expect(0, &["forms"], "");
    for form in ["clb-thang", "tk-tch", "quy"] {
        assert!(out.lines().any(|line| line.starts_with(form)), "{form} in {out}");
        let (json, _) = expect(0, &["form", form, "--json"], "");
        let definition: Value = serde_json::from_str(&json).expect("one JSON object");
        assert_eq!(definition["form"], form);
        let (shown, _) = expect(0, &["form", form], "");
        for rule in definition["rules"].as_array().into_iter().flatten() {
            assert!(shown.contains(rule["id"].as_str().expect("an id")), "{form}: {rule}");
        }
    }
    expect(2, &["form", "lost"], "");
}
