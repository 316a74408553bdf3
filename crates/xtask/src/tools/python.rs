//! Python with what builds the wheel (maturin) and what its examples run on, in a virtual environment of our own.
//!
//! A copy of the requirements is kept beside it; as long as it is the same, nothing is installed again.

use super::{Tool, apt};
use crate::{command, place};
use anyhow::{Result, bail};
use std::path::PathBuf;
use std::process::Command;

/// The oldest that the wheel serves.
const OLDEST: (u32, u32) = (3, 9);

pub static TOOL: Tool = Tool {
    name: "python with maturin",
    takes: "about a minute",
    check,
    install,
    remedy: "install Python 3.9 or newer with venv (on Debian: `apt-get install python3 python3-venv`); pip must reach an index",
};

/// A program of the environment.
pub fn program(name: &str) -> PathBuf {
    place::tools().join("python/bin").join(name)
}

fn requirements() -> PathBuf {
    place::root().join("pkg/python/requirements.txt")
}

fn installed() -> PathBuf {
    place::tools().join("python/requirements.txt")
}

fn check() -> Result<String> {
    let python = command::quiet(Command::new(program("python")).arg("--version"))?;
    let maturin = command::quiet(Command::new(program("maturin")).arg("--version"))?;
    if std::fs::read(requirements())? != std::fs::read(installed()).unwrap_or_default() {
        bail!("not installed as {} says", place::short(&requirements()));
    }
    match command::version_in(&python) {
        Some(version) if version >= OLDEST => Ok(format!("{}, {}", python.trim(), maturin.trim())),
        _ => bail!("{} is too old, {}.{} or newer is needed", python.trim(), OLDEST.0, OLDEST.1),
    }
}

fn install() -> Result<()> {
    let folder = place::tools().join("python");
    let make = || command::shown(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder));
    // Debian keeps venv apart from python3.
    if command::on_path("python3").is_none() || make().is_err() {
        apt::install(&["python3", "python3-venv"])?;
        make()?;
    }
    let mut pip = Command::new(program("python"));
    pip.args(["-m", "pip", "install", "--quiet", "--no-compile", "--disable-pip-version-check", "-r"]).arg(requirements());
    command::shown(&mut pip)?;
    std::fs::copy(requirements(), installed())?;
    Ok(())
}
