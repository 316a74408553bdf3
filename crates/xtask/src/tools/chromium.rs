//! The browser of the tests: Chromium, Chrome, or whatever `$CHROME` names.

use super::{Tool, apt};
use crate::command;
use anyhow::{Context, Result};
use std::path::PathBuf;
use std::process::Command;

pub static TOOL: Tool = Tool {
    name: "chromium",
    takes: "about a minute",
    check,
    install: || apt::install(&["chromium", "fonts-dejavu-core"]),
    remedy: "install Chromium or Chrome (on Debian: `apt-get install chromium`), or name one in the variable CHROME",
};

const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// The program to start.
pub fn program() -> Result<PathBuf> {
    if let Some(named) = std::env::var_os("CHROME") {
        return Ok(named.into());
    }
    NAMES.iter().find_map(|name| command::on_path(name)).context("not found")
}

fn check() -> Result<String> {
    let said = command::quiet(Command::new(program()?).arg("--version"))?;
    Ok(said.lines().next().unwrap_or_default().trim().to_owned())
}
