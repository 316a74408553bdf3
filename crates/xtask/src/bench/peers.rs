//! `cargo xtask bench peers`: the same form checked in Node by phieu, by hand, by zod and by ajv.

use crate::build;
use crate::command;
use crate::place;
use crate::tools::{self, npm};
use anyhow::Result;
use std::process::Command;

/// How many questions the form has.
const SIZES: [&str; 2] = ["60", "500"];

/// Builds the npm package and prints a table for each size; fails unless all agree on every report.
pub fn bench(rounds: u32) -> Result<()> {
    let peers = place::root().join("tests/bench/peers");
    tools::ensure(&tools::NPM)?;
    if npm::check(&peers).is_err() {
        npm::install(&peers)?;
    }
    build::package::tarball()?;
    for size in SIZES {
        let mut node = Command::new("node");
        node.arg("peers.mjs").arg(build::package::folder()).args([size, &rounds.to_string()]).current_dir(&peers);
        println!("{}", command::quiet(&mut node)?.trim_end());
    }
    Ok(())
}
