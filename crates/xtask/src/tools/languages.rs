//! The languages that the C package's examples are written in: Go, Java with JNA, PHP, Ruby, and C# by Mono.

use super::{Tool, apt};
use crate::command;
use anyhow::{Context, Result, bail};
use std::path::Path;
use std::process::Command;

pub static TOOL: Tool = Tool {
    name: "go, java with jna, php, ruby and mono",
    takes: "about a minute",
    check,
    install,
    remedy: "install them (on Debian: `apt-get install golang-go openjdk-17-jdk-headless libjna-java php-cli ruby mono-mcs`)",
};

/// How each program is asked for its version, and the Debian package that brings it.
const PROGRAMS: [(&str, &str, &str); 6] = [
    ("go", "version", "golang-go"),
    ("javac", "-version", "openjdk-17-jdk-headless"),
    ("php", "--version", "php-cli"),
    ("ruby", "--version", "ruby"),
    ("mono", "--version", "mono-runtime"),
    ("mcs", "--version", "mono-mcs"),
];

/// Where Debian puts JNA; `$PHIEU_JNA` names another place.
const JNA: (&str, &str) = ("/usr/share/java/jna.jar", "libjna-java");

fn check() -> Result<String> {
    let missing = missing();
    if !missing.is_empty() {
        bail!("not found: {}", missing.join(", "));
    }
    let versions = PROGRAMS.iter().map(|(program, ask, _)| {
        let said = command::quiet(Command::new(program).arg(ask))?;
        let (major, minor) = command::version_in(&said).with_context(|| format!("{program} tells no version"))?;
        Ok(format!("{program} {major}.{minor}"))
    });
    Ok(versions.collect::<Result<Vec<_>>>()?.join(", "))
}

fn install() -> Result<()> {
    apt::install(&missing())
}

/// The packages of what is not there.
fn missing() -> Vec<&'static str> {
    let programs = PROGRAMS.iter().filter(|(program, ..)| command::on_path(program).is_none()).map(|(.., package)| *package);
    let jna = std::env::var_os("PHIEU_JNA").unwrap_or(JNA.0.into());
    programs.chain((!Path::new(&jna).is_file()).then_some(JNA.1)).collect()
}
