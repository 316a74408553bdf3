//! wasm-pack, which builds the npm package.
//!
//! It wants a `wasm-bindgen` program of exactly the library's version and otherwise tries to download one. We give it a
//! two-line script that calls this program, which has that version as a library: nothing to install, nothing to mismatch.

use super::Tool;
use crate::{command, place};
use anyhow::{Context, Result, bail};
use std::path::PathBuf;
use std::process::Command;

const VERSION: &str = "0.15.1";
/// The first that can build with a profile of our own.
const OLDEST: (u32, u32) = (0, 13);

pub static TOOL: Tool = Tool {
    name: "wasm-pack",
    takes: "one to two minutes",
    check,
    install,
    remedy: "install wasm-pack 0.13 or newer (`cargo install wasm-pack --locked`)",
};

fn program() -> Result<PathBuf> {
    let own = place::tools().join("bin/wasm-pack");
    let found = if own.exists() { Some(own) } else { command::on_path("wasm-pack") };
    found.context("not found")
}

fn check() -> Result<String> {
    let said = command::quiet(Command::new(program()?).arg("--version"))?;
    match command::version_in(&said) {
        Some(version) if version >= OLDEST => Ok(said.trim().trim_start_matches("wasm-pack ").to_owned()),
        _ => bail!("{} is too old", said.trim()),
    }
}

/// A debug build without debug information compiles in less than half the time and is quick enough.
fn install() -> Result<()> {
    let mut cargo = command::cargo();
    cargo
        .args(["install", "wasm-pack", "--version", VERSION, "--locked", "--debug", "--root"])
        .arg(place::tools())
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .env("CARGO_TARGET_DIR", place::tools().join("build"));
    command::shown(&mut cargo)
}

/// A command that finds our wasm-bindgen and the right toolchain.
pub fn wasm_pack() -> Result<Command> {
    let mut command = Command::new(program()?);
    command.env("PATH", command::path_with(&[shim()?]));
    for (name, value) in super::wasm_target::cargo().get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    Ok(command)
}

fn shim() -> Result<PathBuf> {
    use std::os::unix::fs::PermissionsExt;
    let folder = place::tools().join("shim");
    let file = folder.join("wasm-bindgen");
    std::fs::create_dir_all(&folder)?;
    let own = place::program()?;
    std::fs::write(&file, format!("#!/bin/sh\nexec '{}' bindgen -- \"$@\"\n", own.display()))?;
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o755))?;
    Ok(folder)
}
