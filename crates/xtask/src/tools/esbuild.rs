//! esbuild: it shortens the programs and styles that go beside the WebAssembly.
//!
//! npm's build comes first, because its version stands in a lock file; a machine without npm gets Debian's.

use super::{Tool, apt, npm};
use crate::{command, place};
use anyhow::{Context, Result, bail};
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// Browsers that know all the features of the wasm files ([`super::wasm_opt::shrink`]).
const BROWSERS: &str = "--target=chrome96,firefox79,safari15";

pub static TOOL: Tool = Tool {
    name: "esbuild",
    takes: "some seconds",
    check: || Ok(format!("version {}", command::quiet(Command::new(program()?).arg("--version"))?.trim())),
    install,
    remedy: "put esbuild on the PATH (on Debian: `apt-get install esbuild`)",
};

/// The program: ours, else the one on the path.
fn program() -> Result<PathBuf> {
    let own = folder().join("node_modules/.bin/esbuild");
    let found = if own.exists() { Some(own) } else { command::on_path("esbuild") };
    found.context("not found")
}

fn install() -> Result<()> {
    if command::on_path("npm").is_none() {
        return apt::install(&["esbuild"]);
    }
    std::fs::create_dir_all(folder())?;
    for file in ["package.json", "package-lock.json", ".npmrc"] {
        std::fs::copy(place::root().join("crates/xtask/esbuild").join(file), folder().join(file))?;
    }
    npm::install(&folder())
}

/// A program (`js`) or styles (`css`) in fewer bytes.
pub fn shorten(kind: &str, text: &[u8]) -> Result<Vec<u8>> {
    let mut command = Command::new(program()?);
    command.args(["--minify", BROWSERS, "--log-level=warning", &format!("--loader={kind}")]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().context("could not start esbuild")?;
    // It answers only once it has read everything.
    child.stdin.take().context("esbuild does not listen")?.write_all(text)?;
    let output = child.wait_with_output()?;
    if !output.status.success() {
        bail!("esbuild ended with {}", output.status);
    }
    Ok(output.stdout)
}

fn folder() -> PathBuf {
    place::tools().join("esbuild")
}
