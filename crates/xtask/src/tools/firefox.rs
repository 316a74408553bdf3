//! Firefox, as Debian has it: the second engine of the tests, or whatever `$FIREFOX` names.

use super::{Tool, apt};
use crate::command;
use anyhow::{Context, Result};
use std::path::PathBuf;
use std::process::Command;

pub static TOOL: Tool = Tool {
    name: "firefox",
    takes: "about a minute",
    check,
    install: || apt::install(&["firefox-esr"]),
    remedy: "install Firefox (on Debian: `apt-get install firefox-esr`), or name one in the variable FIREFOX",
};

/// The program to start.
pub fn program() -> Result<PathBuf> {
    if let Some(named) = std::env::var_os("FIREFOX") {
        return Ok(named.into());
    }
    ["firefox-esr", "firefox"].iter().find_map(|name| command::on_path(name)).context("not found")
}

fn check() -> Result<String> {
    let said = command::quiet(Command::new(program()?).arg("--version"))?;
    Ok(said.lines().next().unwrap_or_default().trim().to_owned())
}
