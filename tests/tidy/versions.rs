//! What the public crates promise to work with is what they are tested with.
//!
//! A lower bound that nobody tries is a guess: `serde_json = "1"` allows 1.0.0, which lacks what we use. So the bound of each
//! dependency of the public crates is the version in `Cargo.lock`, and the tests are the tests of the oldest versions.

use crate::arrows::ours;
use crate::nothing_wrong;
use crate::tree::read;
use cargo_metadata::{DependencyKind, MetadataCommand, Package};
use std::collections::BTreeSet;

/// `phieu`, what it stands on, and what a build script uses.
const PUBLIC: [&str; 10] = ["fold", "xpath", "form", "engine", "message", "report", "rollup", "xlsform", "phieu", "build"];

#[test]
fn the_oldest_versions_allowed_are_those_that_are_tested() {
    let (ours, locked) = (ours(), locked());
    let is_public = |package: &&Package| PUBLIC.iter().any(|name| package.name == *name || package.name == format!("phieu-{name}"));
    let public: Vec<&Package> = ours.iter().filter(is_public).collect();
    assert_eq!(public.len(), PUBLIC.len());
    let mut found = BTreeSet::new();
    for dependency in public.iter().flat_map(|package| &package.dependencies) {
        let from_outside = dependency.path.is_none() && dependency.kind != DependencyKind::Development;
        let bound = dependency.req.to_string();
        let bound = bound.trim_start_matches(['^', '=']).to_owned();
        if from_outside && !locked.contains(&(dependency.name.clone(), bound.clone())) {
            found.insert(format!("{} {bound}", dependency.name));
        }
    }
    nothing_wrong("bounds in Cargo.toml that are not the version in Cargo.lock:", found.into_iter().collect());
}

/// `rust-version` is one for all, and nothing that is built asks for a newer compiler; whether ours compiles with it, a compiler of just
/// that version shows.
#[test]
fn nothing_asks_for_a_newer_compiler_than_we_say() {
    let root = crate::tree::root().join("Cargo.toml");
    let metadata = MetadataCommand::new().manifest_path(root).exec().expect("cargo metadata");
    let (ours, others): (Vec<&Package>, Vec<&Package>) = metadata.packages.iter().partition(|package| package.source.is_none());
    let said: BTreeSet<_> = ours.iter().map(|package| package.rust_version.clone()).collect();
    assert_eq!(said.len(), 1, "rust-version.workspace = true in every Cargo.toml: {said:?}");
    let ours = said.into_iter().next().flatten().expect("rust-version in Cargo.toml");
    let newer = others.iter().filter(|package| package.rust_version.as_ref().is_some_and(|version| *version > ours));
    nothing_wrong(
        "rust-version is older than what these need:",
        newer.map(|package| format!("{} {}", package.name, package.version)).collect(),
    );
}

/// Names and versions in the lock file, without what stands behind a `+`.
fn locked() -> BTreeSet<(String, String)> {
    let lock = read("Cargo.lock");
    let value = |entry: &str, key: &str| {
        let line = entry.lines().find_map(|line| line.strip_prefix(key))?;
        Some(line.trim_matches('"').split('+').next().unwrap_or_default().to_owned())
    };
    lock.split("[[package]]").filter_map(|entry| Some((value(entry, "name = ")?, value(entry, "version = ")?))).collect()
}
