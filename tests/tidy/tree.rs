//! The files of the project, as git sees them: tracked, and new ones that nothing ignores.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The folder of the workspace.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("a workspace around this crate").to_owned()
}

/// A file's text, by its path from the root.
pub fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Every text file with its path from the root.
pub fn texts() -> Vec<(String, String)> {
    let mut git = Command::new("git");
    git.args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]).current_dir(root());
    let listed = git.output().expect("git lists the files");
    assert!(listed.status.success(), "git ls-files: {}", String::from_utf8_lossy(&listed.stderr));
    let listed = String::from_utf8(listed.stdout).expect("names in UTF-8");
    let text = |path: &str| Some((path.to_owned(), std::fs::read_to_string(root().join(path)).ok()?));
    let found: Vec<_> = listed.split('\0').filter(|path| !path.is_empty()).filter_map(text).collect();
    assert!(found.len() > 50, "only {} files found", found.len());
    found
}

/// Files that a person wrote in this language, by ending.
pub fn written(ending: &str) -> impl Iterator<Item = (String, String)> {
    texts().into_iter().filter(move |(path, _)| path.ends_with(ending))
}

/// What is shipped of the Rust code: no tests, no examples, no tools. Test modules at the end of a file are cut off.
pub fn shipped() -> impl Iterator<Item = (String, String)> {
    let is_shipped = |path: &str| {
        let of_crates = path.starts_with("crates/") && !path.starts_with("crates/xtask/");
        (of_crates || path.starts_with("app/") || path.starts_with("pkg/")) && path.contains("/src/") && !path.ends_with("tests.rs")
    };
    written(".rs").filter(move |(path, _)| is_shipped(path)).map(|(path, text)| {
        let code = text[..tests_begin(&text)].to_owned();
        (path, code)
    })
}

/// Where the module of tests at the end of a file begins, with its attributes; else the end.
fn tests_begin(text: &str) -> usize {
    let is_module = |at: &usize| text[*at..].lines().find(|line| !line.starts_with("#[")).is_some_and(|line| line.starts_with("mod "));
    text.match_indices("\n#[cfg(test)]\n").map(|(at, _)| at + 1).find(is_module).unwrap_or(text.len())
}

/// Lines with their numbers, without comments.
pub fn code_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines().enumerate().map(|(index, line)| (index + 1, line)).filter(|(_, line)| !line.trim_start().starts_with("//"))
}
