//! What every source file keeps to.

use crate::nothing_wrong;
use crate::tree::{code_lines, read, shipped, texts, written};

/// Crates that must give the same bytes everywhere.
const INNER: [&str; 9] = ["xpath", "form", "engine", "message", "report", "unit", "rollup", "xlsform", "phieu"];

#[test]
fn every_file_begins_with_what_it_is() {
    let silent = written(".rs").filter(|(_, text)| !text.starts_with("//! ") && !text.starts_with("#![doc"));
    nothing_wrong("files that do not begin with `//!`:", silent.map(|(path, _)| path).collect());
}

#[test]
fn no_file_is_too_long_to_read() {
    let endings = [".rs", ".mjs", ".js", ".cjs", ".ts", ".css"];
    let long = texts().into_iter().filter(|(path, text)| endings.iter().any(|ending| path.ends_with(ending)) && text.lines().count() > 600);
    nothing_wrong("files of more than 600 lines:", long.map(|(path, text)| format!("{path}: {}", text.lines().count())).collect());
}

#[test]
fn nothing_shipped_can_stop_in_the_middle() {
    let stops = [".unwrap()", ".expect(\"", "panic!(", "todo!(", "unimplemented!("];
    nothing_wrong("unwrap, expect or panic outside tests:", lines_with(shipped(), &stops));
}

#[test]
fn nothing_is_left_for_later() {
    let words = ["TO", "FIX", "XX"].iter().zip(["DO", "ME", "X"]).map(|(a, b)| format!("{a}{b}")).collect::<Vec<_>>();
    let is_word = |line: &str, word: &str| line.split(|c: char| !c.is_ascii_alphanumeric()).any(|each| each == word);
    let mut found = Vec::new();
    for (path, text) in texts() {
        for (index, line) in text.lines().enumerate() {
            if words.iter().any(|word| is_word(line, word)) {
                found.push(format!("{path}:{}: {}", index + 1, line.trim()));
            }
        }
    }
    nothing_wrong("left for later:", found);
}

#[test]
fn no_path_of_anybodys_machine_and_no_registry_is_written_down() {
    let mut found = Vec::new();
    let places: Vec<String> = ["work/", "root/.", "home/", "Users/", "tmp/"].iter().map(|folder| format!("/{folder}")).collect();
    for (path, text) in texts() {
        for (index, line) in text.lines().enumerate() {
            let starts = |place: &String| line.match_indices(place.as_str()).any(|(at, _)| is_beginning(&line[..at]));
            let is_place = places.iter().any(starts) && !path.ends_with(".csv");
            let is_registry = path.ends_with("package-lock.json") && line.contains("\"resolved\"");
            if is_place || is_registry {
                found.push(format!("{path}:{}: {}", index + 1, line.trim().chars().take(100).collect::<String>()));
            }
        }
    }
    nothing_wrong("paths of one machine, or registries in a lock file:", found);
}

/// A path begins here: what stands before is no part of a longer path or address.
fn is_beginning(before: &str) -> bool {
    !before.ends_with(|c: char| c.is_alphanumeric() || ")]}>._-*@~/".contains(c))
}

#[test]
fn the_inner_crates_know_no_clock_no_chance_no_network_and_no_hash_order() {
    let outside = [
        "SystemTime",
        "Instant::now",
        "std::env",
        "std::fs",
        "std::net",
        "std::process",
        "std::thread",
        "HashMap",
        "HashSet",
        "getrandom",
        ".powf(",
        ".powi(",
        ".exp()",
        ".ln()",
        ".log10()",
        ".sin()",
        ".cos()",
        ".tan()",
        ".atan2(",
        ".sqrt()",
        "mul_add(",
    ];
    let allowed = |line: &str| line.contains(".sqrt()");
    let inner = shipped().filter(|(path, _)| INNER.iter().any(|name| path.starts_with(&format!("crates/{name}/"))));
    let found = lines_with(inner, &outside).into_iter().filter(|line| !allowed(line)).collect();
    nothing_wrong("in an inner crate:", found);
}

#[test]
fn every_dependency_has_its_reason() {
    let manifest = read("Cargo.toml");
    let section = manifest.split("[workspace.dependencies]\n").nth(1).expect("workspace dependencies");
    let lines = section.lines().take_while(|line| !line.starts_with('['));
    let entries: Vec<&str> = lines.filter(|line| line.contains('=') && !line.starts_with('#') && !line.contains("path =")).collect();
    assert!(entries.len() > 10);
    let bare = entries.into_iter().filter(|line| line.rsplit_once('#').is_none_or(|(_, reason)| reason.trim().len() < 8));
    nothing_wrong("dependencies without a reason beside them:", bare.map(str::to_owned).collect());
}

fn lines_with(files: impl Iterator<Item = (String, String)>, parts: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for (path, text) in files {
        let lines = code_lines(&text).filter(|(_, line)| parts.iter().any(|part| line.contains(part)));
        found.extend(lines.map(|(number, line)| format!("{path}:{number}: {}", line.trim())));
    }
    found
}
