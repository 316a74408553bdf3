//! What authors are told, as data: `tests/suite/diagnostics/*.toml`.

use std::fs;
use std::path::Path;

use phieu_form::{Diagnostic, Level, compile};

#[test]
fn authors_are_told() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/suite/diagnostics");
    let mut files: Vec<_> = fs::read_dir(folder).expect("the folder").map(|entry| entry.expect("an entry").path()).collect();
    files.sort();
    let mut wrong = Vec::new();
    for file in files {
        let suite: toml::Table = fs::read_to_string(&file).expect("a text").parse().expect("TOML");
        let cases = suite["case"].as_array().expect("cases");
        assert!(!cases.is_empty());
        wrong.extend(cases.iter().filter_map(check));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn check(case: &toml::Value) -> Option<String> {
    let text = case["form"].as_str().expect("a form");
    // Settings stand last where a case leaves them out, so that its lines keep their numbers.
    let settings = if text.contains("[settings]") { "" } else { "\n[settings]\nform_id = \"t\"\nversion = \"1\"\n" };
    let definition = phieu_xlsform::from_toml("t.toml", &format!("{text}{settings}")).expect("TOML of a form");
    let (form, diagnostics) = compile(&definition);
    let found: Vec<String> = diagnostics.iter().map(line).collect();
    let expected: Vec<&str> = case["expect"].as_array().expect("a list").iter().map(|line| line.as_str().expect("a line")).collect();
    let refused = diagnostics.iter().any(|each| each.level == Level::Error);
    let told = format!("{}\n  expected {expected:#?}\n  found    {found:#?}", case["name"]);
    (found != expected || form.is_none() != refused).then_some(told)
}

/// `row:column sheet column (warning): message / hint`
fn line(diagnostic: &Diagnostic) -> String {
    let Diagnostic { level, sheet, place, column, message, hint, .. } = diagnostic;
    let level = if *level == Level::Warning { " (warning)" } else { "" };
    let column = if column.is_empty() { String::new() } else { format!(" {column}") };
    let hint = hint.as_ref().map(|hint| format!(" / {hint}")).unwrap_or_default();
    format!("{}:{} {}{column}{level}: {message}{hint}", place.row, place.column, sheet.name())
}
