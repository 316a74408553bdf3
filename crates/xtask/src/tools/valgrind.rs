//! A C compiler and valgrind, for the C package's tests.

use super::{Tool, apt};
use crate::command;
use anyhow::Result;
use std::process::Command;

pub static TOOL: Tool = Tool {
    name: "cc and valgrind",
    takes: "some seconds",
    check,
    install: || apt::install(&["gcc", "libc6-dev", "valgrind"]),
    remedy: "install a C compiler and valgrind (on Debian: `apt-get install gcc libc6-dev valgrind`)",
};

fn check() -> Result<String> {
    let said = |program: &str| command::quiet(Command::new(program).arg("--version"));
    let first = |text: String| text.lines().next().unwrap_or_default().trim().to_owned();
    Ok(format!("{}, {}", first(said("cc")?), first(said("valgrind")?)))
}
