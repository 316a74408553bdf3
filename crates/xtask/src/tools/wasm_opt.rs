//! Binaryen's optimizer: it strips and shortens the wasm file after wasm-bindgen.

use super::{Tool, npm::Program};
use crate::command;
use anyhow::{Result, bail};
use std::path::Path;
use std::process::Command;

/// The oldest that knows all the features current browsers have.
const OLDEST: u32 = 108;

const PROGRAM: Program = Program { name: "wasm-opt", debian: "binaryen" };

pub static TOOL: Tool = Tool {
    name: "wasm-opt",
    takes: "some seconds",
    check,
    install: || PROGRAM.install(),
    remedy: "put wasm-opt (binaryen 108 or newer) on the PATH (on Debian: `apt-get install binaryen`)",
};

/// What the program says of its version.
pub fn version() -> Result<String> {
    command::quiet(Command::new(PROGRAM.path()?).arg("--version"))
}

fn check() -> Result<String> {
    let said = version()?;
    match command::version_in(&said) {
        Some((version, _)) if version >= OLDEST => Ok(format!("version {version}")),
        _ => bail!("{} is too old, version {OLDEST} or newer is needed", said.trim()),
    }
}

/// Optimizes for size, for the wasm features that every browser of the last years has. The second time finds what the first has uncovered.
pub fn shrink(from: &Path, to: &Path) -> Result<()> {
    const FEATURES: [&str; 6] = ["bulk-memory", "nontrapping-float-to-int", "sign-ext", "mutable-globals", "reference-types", "multivalue"];
    let mut command = Command::new(PROGRAM.path()?);
    command.args(["-Oz", "-Oz"]).args(FEATURES.map(|feature| format!("--enable-{feature}")));
    command.args(["--strip-debug", "--strip-producers", "--strip-target-features"]).arg(from).arg("-o").arg(to);
    command::quiet(&mut command).map(|_| ())
}
