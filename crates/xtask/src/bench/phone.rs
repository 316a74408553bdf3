//! `cargo xtask bench phone`: how long the app keeps somebody waiting on a poor phone and a poor network.

use crate::build::{self, Profile};
use crate::command;
use crate::place;
use crate::run;
use crate::tools::{self, chromium};
use anyhow::Result;
use std::process::Command;

/// Builds the app as it is shipped and the npm package, and prints two tables: opening pages, and pressing keys.
pub fn bench(rounds: u32) -> Result<()> {
    tools::ensure(&tools::NPM_TESTS)?;
    let (server, dist) = (run::server()?, build::app(Profile::Release)?);
    build::package::tarball()?;
    let package = build::package::folder();
    for (script, argument) in [("phone.mjs", rounds.to_string()), ("keys.mjs", package.display().to_string())] {
        let mut node = Command::new("node");
        node.arg(script).arg(argument).current_dir(place::root().join("tests/bench/phone"));
        node.env("CHROME", chromium::program()?).env("PHIEU_SERVER", &server).env("PHIEU_DIST", &dist);
        println!("{}\n", command::quiet(&mut node)?.trim_end());
    }
    Ok(())
}
