//! The exported suite: `target/phieu-suite.json`, written by a program of its own, because it needs crates of ours.

use super::native;
use crate::place;
use anyhow::{Context, Result};
use std::path::PathBuf;
use std::process::Command;

/// Writes the file and returns its place.
pub fn export() -> Result<PathBuf> {
    let program = native::program("phieu-parity")?;
    let said = Command::new(program).arg("suite").arg(place::root()).output().context("could not start phieu-parity")?;
    if !said.status.success() {
        anyhow::bail!("the suite cannot be exported:\n{}", String::from_utf8_lossy(&said.stderr).trim_end());
    }
    let file = place::target().join("phieu-suite.json");
    std::fs::write(&file, said.stdout)?;
    Ok(file)
}
