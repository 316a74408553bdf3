//! esbuild: it shortens the programs and styles that go beside the WebAssembly.

use super::{Tool, npm::Program};
use crate::command;
use anyhow::{Context, Result, bail};
use std::io::Write;
use std::process::{Command, Stdio};

/// Browsers that know all the features of the wasm files ([`super::wasm_opt::shrink`]).
const BROWSERS: &str = "--target=chrome96,firefox79,safari15";

const PROGRAM: Program = Program { name: "esbuild", debian: "esbuild" };

pub static TOOL: Tool = Tool {
    name: "esbuild",
    takes: "some seconds",
    check: || Ok(format!("version {}", command::quiet(Command::new(PROGRAM.path()?).arg("--version"))?.trim())),
    install: || PROGRAM.install(),
    remedy: "put esbuild on the PATH (on Debian: `apt-get install esbuild`)",
};

/// A program (`js`) or styles (`css`) in fewer bytes.
pub fn shorten(kind: &str, text: &[u8]) -> Result<Vec<u8>> {
    let mut command = Command::new(PROGRAM.path()?);
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
