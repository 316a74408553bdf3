//! The page of all limits is written from the tables of the crates: `docs/reference/limits.md`.
//!
//! `PHIEU_BLESS=1 cargo test -p phieu-fuzz --test limits` writes it anew. Every limit names the test that exceeds it, or the file of
//! the suite; that they are there is checked here.

use std::path::{Path, PathBuf};

use phieu::form::limits::Limit;
use phieu::{engine, form, xlsform};

const TABLES: [(&str, &str, &[Limit]); 4] = [
    (
        "Expressions",
        "Told to the form's author when the form is compiled, or as the failure of a formula when it is computed.",
        form::limits::EXPRESSIONS,
    ),
    ("Forms", "Told to the form's author, with the place.", form::limits::TABLE),
    ("Files", "Told instead of a form: nothing of such a file is used.", xlsform::limits::TABLE),
    ("Reports", "Told as an issue of the report, by its code.", engine::limits::TABLE),
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// `1048576` as `1,048,576`.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let from_end = |index: usize| (digits.len() - index).is_multiple_of(3) && index > 0;
    digits.char_indices().map(|(index, digit)| if from_end(index) { format!(",{digit}") } else { digit.to_string() }).collect()
}

fn written() -> String {
    let mut text = String::from(
        "# Limits\n\nWritten by a test from the tables in the code. They stop hostile input, not authors. All are counted, none is a time, so that a phone \
         and a server give the same verdict. Of each a test shows that what is beyond gets its error.\n",
    );
    for (title, about, table) in TABLES {
        text.push_str(&format!("\n## {title}\n\n{about}\n\n| what | at most | why | what is said |\n|---|---|---|---|\n"));
        for limit in table {
            let most = format!("{} {}", grouped(limit.most), limit.unit);
            let error = limit.error.replace("{most}", &limit.most.to_string());
            text.push_str(&format!("| {} | {} | {} | {error} |\n", limit.about, most.trim(), limit.reason));
        }
    }
    text + "\n## Files of reports\n\nHow large a photograph or a scan may be, and a piece of one, stands in [Connecting another program](connect.md).\n"
}

#[test]
fn the_page_is_what_the_tables_say() {
    let path = root().join("docs/reference/limits.md");
    let written = written();
    if std::env::var_os("PHIEU_BLESS").is_some() {
        std::fs::write(&path, &written).expect("the page can be written");
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == written, "docs/reference/limits.md is not what the tables say: run with PHIEU_BLESS=1");
}

#[test]
fn every_limit_has_a_test_that_exceeds_it() {
    let mut code = String::new();
    ["crates", "tests"].iter().for_each(|folder| collect(&root().join(folder), &mut code));
    let is_there = |test: &str| match test.contains('/') {
        true => root().join(test).is_file(),
        false => code.contains(&format!("fn {test}()")),
    };
    let missing: Vec<&str> =
        TABLES.iter().flat_map(|(_, _, table)| *table).map(|limit| limit.test).filter(|test| !is_there(test)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// All Rust code below a folder.
fn collect(folder: &Path, code: &mut String) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        match path.extension().and_then(|ending| ending.to_str()) {
            _ if path.is_dir() && !path.ends_with("node_modules") => collect(&path, code),
            Some("rs") => code.push_str(&std::fs::read_to_string(&path).expect("a file")),
            _ => {}
        }
    }
}
