//! Binaryen's optimizer: it strips and shortens the wasm file after wasm-bindgen.
//!
//! npm's build comes first, because its version stands in a lock file and the result is then the same everywhere;
//! a machine without npm gets Debian's.

use super::{Tool, apt, npm};
use crate::{command, place};
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The oldest that knows all the features current browsers have.
const OLDEST: u32 = 108;

pub static TOOL: Tool = Tool {
    name: "wasm-opt",
    takes: "some seconds",
    check,
    install,
    remedy: "put wasm-opt (binaryen 108 or newer) on the PATH (on Debian: `apt-get install binaryen`)",
};

/// The program: ours, else the one on the path.
fn program() -> Result<PathBuf> {
    let own = folder().join("node_modules/.bin/wasm-opt");
    let found = if own.exists() { Some(own) } else { command::on_path("wasm-opt") };
    found.context("not found")
}

/// What the program says of its version.
pub fn version() -> Result<String> {
    command::quiet(Command::new(program()?).arg("--version"))
}

fn check() -> Result<String> {
    let said = version()?;
    match command::version_in(&said) {
        Some((version, _)) if version >= OLDEST => Ok(format!("version {version}")),
        _ => bail!("{} is too old, version {OLDEST} or newer is needed", said.trim()),
    }
}

fn install() -> Result<()> {
    if command::on_path("npm").is_none() {
        return apt::install(&["binaryen"]);
    }
    std::fs::create_dir_all(folder())?;
    for file in ["package.json", "package-lock.json", ".npmrc"] {
        std::fs::copy(place::root().join("crates/xtask/wasm-opt").join(file), folder().join(file))?;
    }
    npm::install(&folder())
}

/// Optimizes for size, for the wasm features that every browser of the last years has. The second time finds what the first has uncovered.
pub fn shrink(from: &Path, to: &Path) -> Result<()> {
    const FEATURES: [&str; 6] = ["bulk-memory", "nontrapping-float-to-int", "sign-ext", "mutable-globals", "reference-types", "multivalue"];
    let mut command = Command::new(program()?);
    command.args(["-Oz", "-Oz"]).args(FEATURES.map(|feature| format!("--enable-{feature}")));
    command.args(["--strip-debug", "--strip-producers", "--strip-target-features"]).arg(from).arg("-o").arg(to);
    command::quiet(&mut command).map(|_| ())
}

fn folder() -> PathBuf {
    place::tools().join("wasm-opt")
}
