//! The npm packages of a folder, exactly as its lock file names them.
//!
//! A copy of the lock file is kept beside the installed packages; as long as it is the same, nothing is installed again.

use super::Tool;
use crate::{command, place};
use anyhow::{Result, bail};
use std::path::Path;
use std::process::Command;

/// TypeScript, to prove the types of the package.
pub static PACKAGE: Tool = Tool {
    name: "npm packages of pkg/npm",
    takes: "some seconds",
    check: || check(&place::root().join("pkg/npm")),
    install: || install(&place::root().join("pkg/npm")),
    remedy: REMEDY,
};

/// The driver of the browser and the accessibility rules.
pub static BROWSER: Tool = Tool {
    name: "npm packages of tests/browser",
    takes: "some seconds",
    check: || check(&place::root().join("tests/browser")),
    install: || install(&place::root().join("tests/browser")),
    remedy: REMEDY,
};

/// The engines of ODK Web Forms and Enketo.
pub static ODK: Tool = Tool {
    name: "npm packages of tests/odk",
    takes: "some seconds",
    check: || check(&place::root().join("tests/odk")),
    install: || install(&place::root().join("tests/odk")),
    remedy: REMEDY,
};

const REMEDY: &str = "npm must reach a registry: set `registry` in your .npmrc, then try again";
const LOCK: &str = "package-lock.json";

/// What is installed in this folder is what its lock file names.
pub fn check(folder: &Path) -> Result<String> {
    let wanted = std::fs::read(folder.join(LOCK))?;
    let installed = std::fs::read(folder.join("node_modules").join(LOCK)).unwrap_or_default();
    if wanted != installed {
        bail!("not installed as {} says", place::short(&folder.join(LOCK)));
    }
    Ok("as locked".to_owned())
}

/// Installs what the lock file of this folder names.
pub fn install(folder: &Path) -> Result<()> {
    command::shown(Command::new("npm").args(["ci", "--no-audit", "--no-fund", "--ignore-scripts"]).current_dir(folder))?;
    std::fs::copy(folder.join(LOCK), folder.join("node_modules").join(LOCK))?;
    Ok(())
}
