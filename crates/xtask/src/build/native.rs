//! Programs of this machine, with the dev profile that tests use as well.
//!
//! Cargo gives a dependency the features that the chosen packages want, and compiles it anew for every other choice. So here the choice is
//! always the same, whatever is built of it.

use crate::{command, place};
use anyhow::Result;
use std::path::PathBuf;
use std::process::Command;

/// The program that writes the forms for the app. It is built with every program: an example brings in the features of what only tests need,
/// and without it each dependency would be compiled a second time without them.
const EXAMPLE: &str = "forms";

/// Cargo over all but this tool, which is compiled before, and the Python module, which only maturin can link.
pub fn cargo(verb: &str) -> Command {
    let mut cargo = command::cargo();
    cargo.args([verb, "--workspace", "--exclude", "xtask", "--exclude", "phieu-python"]);
    cargo
}

/// Compiles a program and returns it.
pub fn program(name: &str) -> Result<PathBuf> {
    command::shown(cargo("build").args(["--bin", name, "--example", EXAMPLE]))?;
    Ok(place::target().join("debug").join(name))
}

/// Compiles the program that writes the forms and returns it.
pub fn forms() -> Result<PathBuf> {
    command::shown(cargo("build").args(["--example", EXAMPLE]))?;
    Ok(place::target().join("debug/examples").join(EXAMPLE))
}
