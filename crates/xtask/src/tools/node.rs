//! Node and npm: they drive the browser, run the wasm tests and pack the npm package.

use super::{Tool, apt};
use crate::command;
use anyhow::{Result, bail};
use std::process::Command;

/// Debian 12's own version; its test runner and everything in our lock files work with it.
const OLDEST: u32 = 18;

pub static TOOL: Tool = Tool {
    name: "node and npm",
    takes: "about a minute",
    check,
    install: || apt::install(&["nodejs", "npm"]),
    remedy: "install Node 18 or newer with npm (on Debian: `apt-get install nodejs npm`)",
};

fn check() -> Result<String> {
    let node = command::quiet(Command::new("node").arg("--version"))?;
    let npm = command::quiet(Command::new("npm").arg("--version"))?;
    match command::version_in(&node) {
        Some((major, _)) if major >= OLDEST => Ok(format!("node {}, npm {}", node.trim(), first_line(&npm))),
        _ => bail!("node {} is too old, {OLDEST} or newer is needed", node.trim()),
    }
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}
