//! `cargo xtask bench rust`: the same report checked natively by phieu, by hand-written Rust, garde, jsonschema, cel and rxeval.

use crate::command::{self, step};
use crate::place;
use anyhow::Result;
use std::process::Command;

/// Builds the program, which is a workspace of its own, and lets it print its tables; fails unless all agree on every report.
pub fn bench(rounds: u32) -> Result<()> {
    let target = place::target().join("bench/rust");
    step("compiling phieu and what it is compared with", || {
        let mut build = command::cargo();
        build.args(["build", "--release", "--locked", "--quiet", "--manifest-path"]).arg(place::root().join("tests/bench/rust/Cargo.toml"));
        command::shown(build.arg("--target-dir").arg(&target))
    })?;
    command::shown(Command::new(target.join("release/phieu-bench-rust")).arg(rounds.to_string()))
}
