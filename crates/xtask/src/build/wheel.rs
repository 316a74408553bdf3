//! The Python wheel, and an environment with nothing in it but the wheel.
//!
//! The package is put together in a folder of its own first: what is written in `pkg/python`, the forms, the licences.
//! maturin takes only what lies below the folder it is told, and nothing is copied into the source tree.

use super::{copy, copy_forms, copy_licences};
use crate::command::{self, step};
use crate::place;
use crate::tools::python;
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Builds the wheel into `target/python/wheels` and returns it. Tests take the dev profile, which they share with the rest.
pub fn wheel(release: bool) -> Result<PathBuf> {
    let folder = place::target().join("python/wheels");
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    let mut maturin = Command::new(python::program("maturin"));
    maturin.current_dir(staged()?).args(["build", "--auditwheel", "skip"]);
    maturin.arg("--interpreter").arg(python::program("python")).arg("--out").arg(&folder);
    maturin.env("CARGO_TARGET_DIR", place::target());
    if release {
        maturin.arg("--release");
    }
    step("maturin build", || command::shown(&mut maturin))?;
    let files = std::fs::read_dir(&folder)?.filter_map(|entry| entry.ok().map(|entry| entry.path()));
    files.into_iter().find(|file| file.extension().is_some_and(|ending| ending == "whl")).context("maturin wrote no wheel")
}

/// The package as it is shipped, but for the compiled module.
fn staged() -> Result<PathBuf> {
    let (written, stage) = (place::root().join("pkg/python"), place::target().join("python/stage"));
    if stage.exists() {
        std::fs::remove_dir_all(&stage)?;
    }
    for entry in std::fs::read_dir(written.join("phieu"))? {
        let file = entry?.path();
        if file.is_file() {
            copy(&file, &stage.join("phieu").join(file.file_name().unwrap_or_default()))?;
        }
    }
    copy(&written.join("README.md"), &stage.join("README.md"))?;
    copy_forms(&stage.join("phieu/forms"))?;
    copy_licences(&stage)?;
    let project = std::fs::read_to_string(written.join("pyproject.toml"))?;
    let here = format!("[tool.maturin]\nmanifest-path = {:?}\n", written.join("Cargo.toml"));
    std::fs::write(stage.join("pyproject.toml"), project.replace("[tool.maturin]\n", &here))?;
    Ok(stage)
}

/// A fresh virtual environment in which only the wheel is installed, without asking any index; its Python.
pub fn environment(wheel: &Path) -> Result<PathBuf> {
    let folder = place::target().join("python/clean");
    let python = folder.join("bin/python");
    command::quiet(Command::new(python::program("python")).args(["-m", "venv", "--clear", "--without-pip"]).arg(&folder))?;
    let mut pip = Command::new(python::program("python"));
    pip.args(["-m", "pip", "--python"]).arg(&python).args(["install", "--quiet", "--no-index", "--no-deps"]).arg(wheel);
    command::shown(&mut pip)?;
    Ok(python)
}

/// Where the packages of the tools' environment stand, for tests that need a web framework.
pub fn frameworks() -> Result<String> {
    let ask = "import sysconfig; print(sysconfig.get_paths()['purelib'])";
    Ok(command::quiet(Command::new(python::program("python")).args(["-c", ask]))?.trim().to_owned())
}
