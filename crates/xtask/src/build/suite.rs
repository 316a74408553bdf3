//! The exported suite: `target/phieu-suite.json`, written by a program of its own, because it needs crates of ours.

use crate::{command, place};
use anyhow::{Context, Result};
use std::path::PathBuf;

/// Writes the file and returns its place.
pub fn export() -> Result<PathBuf> {
    let mut cargo = command::cargo();
    cargo.args(["run", "--quiet", "-p", "phieu-parity", "--bin", "phieu-parity", "--", "suite"]).arg(place::root());
    let said = cargo.output().context("could not start cargo")?;
    if !said.status.success() {
        anyhow::bail!("the suite cannot be exported:\n{}", String::from_utf8_lossy(&said.stderr).trim_end());
    }
    let file = place::target().join("phieu-suite.json");
    std::fs::write(&file, said.stdout)?;
    Ok(file)
}
