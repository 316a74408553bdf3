//! What the documents say is so.

use crate::nothing_wrong;
use crate::tree::{read, root, written};
use std::collections::BTreeSet;
use std::process::Command;

#[test]
fn the_commands_of_the_documents_exist() {
    let mut found = Vec::new();
    let documents = ["README.md", "ARCHITECTURE.md", "CHANGELOG.md"].map(str::to_owned).into_iter().chain(pages());
    for document in documents {
        for words in commands(&read(&document)) {
            let output = xtask(&words).output().expect("cargo starts");
            if !output.status.success() {
                found.push(format!("{document}: cargo xtask {}: {}", words.join(" "), String::from_utf8_lossy(&output.stderr).trim()));
            }
        }
    }
    nothing_wrong("commands that do not work:", found);
}

/// Cargo without the variables that `cargo test` set for this program.
fn xtask(words: &[String]) -> Command {
    let mut cargo = Command::new("cargo");
    let of_this_package = |name: &str| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_");
    for (name, _) in std::env::vars_os().filter(|(name, _)| of_this_package(&name.to_string_lossy())) {
        cargo.env_remove(name);
    }
    cargo.arg("xtask").args(words).arg("--help").current_dir(root());
    cargo
}

#[test]
fn the_readme_begins_with_the_two_commands() {
    let commands = commands(&read("README.md"));
    for command in ["run", "test"] {
        assert!(commands.iter().any(|words| words.as_slice() == [command]), "README.md does not say `cargo xtask {command}`");
    }
}

#[test]
fn the_continuous_integration_runs_the_readmes_test_command() {
    let script = read(".ci/run");
    assert!(script.lines().any(|line| line == "exec cargo xtask test"), "{script}");
    assert!(script.contains("set -euo pipefail"));
}

#[test]
fn where_a_change_goes_exists() {
    let text = read("ARCHITECTURE.md");
    let section = text.split("## Where a change goes").nth(1).expect("where a change goes").split("\n## ").next().unwrap_or_default();
    let paths = section.split('`').skip(1).step_by(2).filter(|code| code.contains('/'));
    let parent_of_open_end =
        |path: &str| path.split(['<', '{']).next().and_then(|fixed| fixed.rsplit_once('/')).map(|(folder, _)| folder.to_owned());
    let fixed = paths.filter_map(|path| if path.contains(['<', '{']) { parent_of_open_end(path) } else { Some(path.to_owned()) });
    let missing = fixed.filter(|path| !root().join(path).exists() && !root().join("crates").join(path).exists());
    nothing_wrong("ARCHITECTURE.md names what is not there:", missing.collect());
}

#[test]
fn the_book_has_all_its_pages_and_every_link_leads_somewhere() {
    let summary = read("docs/SUMMARY.md");
    let listed: BTreeSet<String> = links(&summary).map(|page| format!("docs/{page}")).collect();
    let pages: BTreeSet<String> = pages().into_iter().filter(|page| page != "docs/SUMMARY.md").collect();
    nothing_wrong("pages that the summary does not list:", pages.difference(&listed).cloned().collect());
    let mut found = Vec::new();
    for page in pages.iter().map(String::as_str).chain(["docs/SUMMARY.md"]) {
        let folder = root().join(page).with_file_name("");
        let text = read(page);
        let broken = links(&text).filter(|link| !link.starts_with("http") && !folder.join(link).exists());
        found.extend(broken.map(|link| format!("{page}: {link}")));
    }
    nothing_wrong("links that lead nowhere:", found);
}

/// Every page of the book.
fn pages() -> Vec<String> {
    written(".md").map(|(path, _)| path).filter(|path| path.starts_with("docs/")).collect()
}

/// Where a page's links lead, without the part of the page.
fn links(text: &str) -> impl Iterator<Item = String> {
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split_once(')'));
    targets.map(|(target, _)| target.split('#').next().unwrap_or_default().to_owned()).filter(|target| !target.is_empty())
}

/// The words after `cargo xtask` in every place where a document says it: a subcommand and its flags.
fn commands(text: &str) -> Vec<Vec<String>> {
    let rests = text.split("cargo xtask").skip(1).map(|rest| rest.lines().next().unwrap_or_default());
    let words = |rest: &str| -> Vec<String> {
        let command = rest.split(['`', '#']).next().unwrap_or_default();
        command.split_whitespace().map(|word| word.trim_end_matches([',', '.', ';', ':', ')']).to_owned()).collect()
    };
    rests.map(words).filter(|words| !words.is_empty()).collect()
}
