//! `cargo xtask run`: from a clone to a running server with the app in it.

use crate::build::{self, Profile, native};
use crate::command::{self, step};
use crate::{place, tools};
use anyhow::{Context, Result};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What may be chosen.
#[derive(clap::Args)]
pub struct Options {
    /// The port to listen on
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// The folder of the database (default: data, beside Cargo.toml)
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Begin without demo clubs, accounts and reports
    #[arg(long)]
    empty: bool,
    /// Build the app quickly instead of small
    #[arg(long)]
    dev: bool,
}

/// Builds what is not up to date and becomes the server.
pub fn run(options: &Options) -> Result<()> {
    let profile = if options.dev { Profile::Dev } else { Profile::Release };
    println!("what is needed:");
    tools::ensure(profile.needs())?;
    println!("building:");
    let server = step("compiling the server", server)?;
    let dist = build::app(profile)?;
    let mut serve = Command::new(server);
    serve.arg("serve").arg("--port").arg(options.port.to_string()).arg("--app").arg(dist);
    serve.arg("--data").arg(options.data.clone().unwrap_or_else(|| place::root().join("data")));
    serve.arg(if options.empty { "--empty" } else { "--years" });
    println!();
    Err(serve.exec()).context("could not start the server")
}

/// The program `phieu`.
pub fn server() -> Result<PathBuf> {
    native::program("phieu")
}

/// Replays other people's tests. The program's last line, and so this command's, is one JSON object.
pub fn conformance(folder: &Path, show: bool) -> Result<()> {
    let folder = std::path::absolute(folder)?;
    let mut cargo = command::cargo();
    cargo.args(["run", "--release", "--quiet", "-p", "phieu-conformance", "--"]).arg(folder);
    if show {
        cargo.arg("--show");
    }
    command::shown(&mut cargo)
}
