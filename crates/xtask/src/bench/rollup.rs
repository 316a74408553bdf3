//! `cargo xtask bench rollup`: totals at national size. The database is made once, under `target/bench`, and kept for the next time.

use anyhow::Result;

use crate::command::{self, step};
use crate::place;

/// Builds, fills where there is nothing yet, measures and prints.
pub(super) fn bench() -> Result<()> {
    step("compiling the bench of totals", || {
        command::shown(command::cargo().args(["build", "--release", "--quiet", "-p", "phieu-bench-rollup"]))
    })?;
    let mut program = std::process::Command::new(place::target().join("release/phieu-bench-rollup"));
    command::shown(program.arg(place::target().join("bench/rollup")))
}
