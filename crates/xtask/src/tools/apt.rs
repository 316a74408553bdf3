//! Debian's package manager, used only for what is missing, and only as root or through a `sudo` that asks nothing.

use crate::command;
use anyhow::{Result, bail};
use std::process::Command;
use std::sync::OnceLock;

/// Installs packages without their recommendations.
pub fn install(packages: &[&str]) -> Result<()> {
    if command::on_path("apt-get").is_none() {
        bail!("not found, and there is no apt-get here to install it with");
    }
    update()?;
    let mut command = privileged()?;
    command.args(["apt-get", "install", "-y", "-q", "--no-install-recommends"]).args(packages);
    command::shown(&mut command)
}

/// Fresh package lists, once in a run: old ones name versions that the archive has dropped.
fn update() -> Result<()> {
    static DONE: OnceLock<()> = OnceLock::new();
    if DONE.get().is_none() {
        let mut command = privileged()?;
        command.args(["apt-get", "update", "-q"]);
        command::shown(&mut command)?;
        DONE.get_or_init(|| ());
    }
    Ok(())
}

/// A command line that runs as root: `env … ` for root, `sudo -n env …` for everyone else who may.
fn privileged() -> Result<Command> {
    let quiet = "DEBIAN_FRONTEND=noninteractive";
    if is_root() {
        let mut command = Command::new("env");
        command.arg(quiet);
        return Ok(command);
    }
    let may = command::on_path("sudo").is_some() && command::heard(Command::new("sudo").args(["-n", "true"])).is_ok_and(|o| o.ok);
    if !may {
        bail!("not found, and installing Debian packages needs root or a sudo without a password");
    }
    let mut command = Command::new("sudo");
    command.args(["-n", "env", quiet]);
    Ok(command)
}

fn is_root() -> bool {
    command::quiet(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}
