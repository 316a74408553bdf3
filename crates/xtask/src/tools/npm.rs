//! The npm packages of a folder, exactly as its lock file names them.
//!
//! A copy of the lock file is kept beside the installed packages; as long as it is the same, nothing is installed again.

use super::{Tool, apt};
use crate::{command, place};
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;

/// A program that builds need, from the package of a folder here. npm's build comes first, because its version stands in a lock file and the
/// result is then the same everywhere; a machine without npm gets Debian's.
pub struct Program {
    /// What it is called, and the folder beside xtask's sources and among the tools.
    pub name: &'static str,
    /// Debian's package.
    pub debian: &'static str,
}

impl Program {
    /// The program: ours, else the one on the path.
    pub fn path(&self) -> Result<PathBuf> {
        let own = self.folder().join("node_modules/.bin").join(self.name);
        let found = if own.exists() { Some(own) } else { command::on_path(self.name) };
        found.context("not found")
    }

    /// Brings it here.
    pub fn install(&self) -> Result<()> {
        if command::on_path("npm").is_none() {
            return apt::install(&[self.debian]);
        }
        let folder = self.folder();
        std::fs::create_dir_all(&folder)?;
        for file in ["package.json", LOCK, ".npmrc"] {
            std::fs::copy(place::root().join("crates/xtask").join(self.name).join(file), folder.join(file))?;
        }
        install(&folder)
    }

    fn folder(&self) -> PathBuf {
        place::tools().join(self.name)
    }
}

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
