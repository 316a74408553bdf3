//! JavaRosa, the engine of ODK Collect: it stands in ODK Validate, which the Python package `pyxform` carries along.

use super::{Tool, python};
use crate::{command, place};
use anyhow::{Context, Result, bail};
use std::path::PathBuf;
use std::process::Command;

pub static TOOL: Tool = Tool {
    name: "javarosa",
    takes: "some seconds",
    check,
    install,
    remedy: "pip must reach an index with pyxform; or put its ODK_Validate.jar where `$PHIEU_JAVAROSA` says",
};

/// The package that carries it, and where in it.
const PACKAGE: (&str, &str) = ("pyxform", "4.5.0");
const INSIDE: &str = "pyxform/validators/odk_validate/bin/ODK_Validate.jar";

/// The library.
pub fn library() -> PathBuf {
    let known = std::env::var_os("PHIEU_JAVAROSA").map(PathBuf::from);
    known.unwrap_or_else(|| place::tools().join(format!("{}-{}", PACKAGE.0, PACKAGE.1)).join(INSIDE))
}

fn check() -> Result<String> {
    if !library().is_file() {
        bail!("{} is not there", place::short(&library()));
    }
    Ok(place::short(&library()).to_string())
}

fn install() -> Result<()> {
    let folder = place::tools().join(format!("{}-{}", PACKAGE.0, PACKAGE.1));
    let mut pip = Command::new(python::program("python"));
    pip.args(["-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps", "--dest"]).arg(&folder);
    command::shown(pip.arg(format!("{}=={}", PACKAGE.0, PACKAGE.1)))?;
    let mut files = std::fs::read_dir(&folder)?.filter_map(|entry| entry.ok().map(|entry| entry.path()));
    let wheel = files.find(|file| file.extension().is_some_and(|ending| ending == "whl")).context("pip brought no wheel")?;
    command::shown(Command::new(python::program("python")).args(["-m", "zipfile", "-e"]).arg(wheel).arg(&folder))
}
