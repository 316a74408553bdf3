//! What the documents say is so.

use crate::nothing_wrong;
use crate::tree::{read, root};
use std::process::Command;

#[test]
fn the_commands_of_the_documents_exist() {
    let mut found = Vec::new();
    for document in ["README.md", "ARCHITECTURE.md", "CHANGELOG.md"] {
        for words in commands(&read(document)) {
            let mut xtask = Command::new(env!("CARGO_BIN_EXE_xtask"));
            let output = xtask.args(&words).arg("--help").output().expect("xtask starts");
            if !output.status.success() {
                found.push(format!("{document}: cargo xtask {}: {}", words.join(" "), String::from_utf8_lossy(&output.stderr).trim()));
            }
        }
    }
    nothing_wrong("commands that do not work:", found);
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

/// The words after `cargo xtask` in every place where a document says it: a subcommand and its flags.
fn commands(text: &str) -> Vec<Vec<String>> {
    let rests = text.split("cargo xtask").skip(1).map(|rest| rest.lines().next().unwrap_or_default());
    let words = |rest: &str| -> Vec<String> {
        let command = rest.split(['`', '#']).next().unwrap_or_default();
        command.split_whitespace().map(|word| word.trim_end_matches([',', '.', ';', ':', ')']).to_owned()).collect()
    };
    rests.map(words).filter(|words| !words.is_empty()).collect()
}
