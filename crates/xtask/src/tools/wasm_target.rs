//! The compiler's target `wasm32-unknown-unknown`: by rustup where it can be had, from Debian's packages where it cannot.
//!
//! The proof is a small program with `std` that compiles and links. Whichever toolchain manages that is the one that
//! every wasm build uses; `RUSTUP_TOOLCHAIN` is all it needs to know.

use super::{Tool, debian_std};
use crate::{command, place};
use anyhow::{Result, anyhow};
use std::process::Command;
use std::sync::OnceLock;

/// The target's name.
pub const TARGET: &str = "wasm32-unknown-unknown";

pub static TOOL: Tool = Tool {
    name: "wasm32 target",
    takes: "a few seconds through rustup, about a minute from Debian's packages",
    check,
    install,
    remedy: "run `rustup target add wasm32-unknown-unknown` where rustup's server can be reached, then try again",
};

/// One kind of view for all components instead of one for each: the app is an eighth smaller in brotli (measured).
/// The same for every package, so that none of them compiles a dependency of another again.
const FLAGS: (&str, &str) = ("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", "--cfg erase_components");

/// Cargo with the toolchain that can build for the target.
pub fn cargo() -> Command {
    let mut command = command::cargo();
    command.env(FLAGS.0, FLAGS.1);
    if let Ok(Some(toolchain)) = toolchain() {
        command.env("RUSTUP_TOOLCHAIN", toolchain);
    }
    command
}

/// The toolchain to name, or none when the caller's own one has the target.
fn toolchain() -> Result<Option<&'static str>> {
    static FOUND: OnceLock<Option<&'static str>> = OnceLock::new();
    if let Some(found) = FOUND.get() {
        return Ok(*found);
    }
    let found = [None, Some(debian_std::TOOLCHAIN)].into_iter().find(|candidate| links(*candidate).is_ok());
    let found = found.ok_or_else(|| anyhow!("no toolchain here links a program for {TARGET}"))?;
    Ok(*FOUND.get_or_init(|| found))
}

fn check() -> Result<String> {
    Ok(match toolchain()? {
        None => "links a program".to_owned(),
        Some(name) => format!("links a program (toolchain {name})"),
    })
}

fn install() -> Result<()> {
    let by_rustup = command::shown(Command::new("rustup").args(["target", "add", TARGET]));
    if by_rustup.is_ok() && links(None).is_ok() {
        return Ok(());
    }
    println!("    rustup could not bring it; building it from Debian's packages");
    debian_std::install()
}

fn links(toolchain: Option<&str>) -> Result<()> {
    let folder = place::tools().join("probe");
    std::fs::create_dir_all(&folder)?;
    let source = folder.join("probe.rs");
    std::fs::write(&source, "fn main() {\n    println!(\"{:?}\", std::env::args().collect::<Vec<_>>());\n}\n")?;
    let mut rustc = Command::new("rustc");
    if let Some(name) = toolchain {
        rustc.env("RUSTUP_TOOLCHAIN", name);
    }
    rustc.args(["--edition", "2024", "--target", TARGET, "-o"]).arg(folder.join("probe.wasm")).arg(&source);
    command::quiet(&mut rustc).map(|_| ())
}
