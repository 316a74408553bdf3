//! Who may use whom: the table in ARCHITECTURE.md against the real graph of crates.

use crate::nothing_wrong;
use crate::tree::read;
use cargo_metadata::{DependencyKind, MetadataCommand, Package};
use std::collections::{BTreeMap, BTreeSet};

/// A row of the table: the crates it allows.
type Table = BTreeMap<String, BTreeSet<String>>;

#[test]
fn crates_use_only_what_the_table_allows() {
    let (table, ours) = (table(), ours());
    let mut found = Vec::new();
    for package in &ours {
        let name = row_of(package);
        let Some(allowed) = table.get(&name) else {
            found.push(format!("{name} has no row in the table of ARCHITECTURE.md"));
            continue;
        };
        let used = package.dependencies.iter().filter(|dependency| dependency.kind != DependencyKind::Development);
        let used: BTreeSet<String> =
            used.filter_map(|dependency| ours.iter().find(|each| each.name == dependency.name)).map(row_of).collect();
        let forbidden = used.iter().filter(|each| !allowed.contains(*each) && !allowed.contains("anything"));
        found.extend(forbidden.map(|each| format!("{name} uses {each}, which its row does not name")));
    }
    nothing_wrong("arrows that must not exist:", found);
}

#[test]
fn the_table_names_only_crates_that_exist() {
    let names: BTreeSet<String> = ours().iter().map(row_of).collect();
    let table = table();
    let named = table.keys().chain(table.values().flatten()).filter(|name| *name != "anything");
    nothing_wrong("named in the table of ARCHITECTURE.md, but not there:", named.filter(|name| !names.contains(*name)).cloned().collect());
}

#[test]
fn no_crate_has_a_name_that_says_nothing() {
    let empty = ["core", "common", "utils", "util", "shared", "helpers", "misc"];
    let found = ours().iter().map(row_of).filter(|name| empty.contains(&name.as_str())).collect();
    nothing_wrong("crates whose name says nothing:", found);
}

pub fn ours() -> Vec<Package> {
    let metadata = MetadataCommand::new().manifest_path(crate::tree::root().join("Cargo.toml")).no_deps().exec().expect("cargo metadata");
    assert!(metadata.packages.len() > 10);
    metadata.packages
}

/// A crate's name in the table: its folder, `app`, `pkg/npm`, or `tests` for whatever stands there.
fn row_of(package: &Package) -> String {
    let root = crate::tree::root();
    let folder = package.manifest_path.parent().expect("a manifest in a folder");
    let path = folder.as_std_path().strip_prefix(&root).expect("a crate in the workspace").display().to_string();
    match path.split_once('/') {
        Some(("crates", name)) => name.to_owned(),
        Some(("tests", _)) => "tests".to_owned(),
        _ => path,
    }
}

/// The table of ARCHITECTURE.md. A row in italics is a heading; `inner` in the last column means all rows under the first heading.
fn table() -> Table {
    let text = read("ARCHITECTURE.md");
    let rows = text.split("| crate | one line | may use |").nth(1).expect("the table of the house").lines().skip(2);
    let mut table = Table::new();
    let mut inner = BTreeSet::new();
    let mut headings = 0;
    for row in rows.take_while(|row| row.starts_with('|')) {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let [name, _, uses] = cells[..] else { panic!("a row of three cells: {row}") };
        if name.starts_with('*') {
            headings += 1;
            continue;
        }
        let name = name.trim_matches('`').trim_end_matches('/').to_owned();
        if headings == 1 {
            inner.insert(name.clone());
        }
        let mut allowed: BTreeSet<String> = uses.split(',').map(|each| each.trim().to_owned()).filter(|each| each != "–").collect();
        if allowed.remove("inner") {
            allowed.extend(inner.iter().cloned());
        }
        table.insert(name, allowed);
    }
    table
}
