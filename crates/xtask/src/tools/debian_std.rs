//! The wasm32 standard library from Debian's packages, for machines where rustup's server cannot be reached.
//!
//! Debian ships a current compiler (`rustc-web`) and the source of `std` with its dependencies, but not the compiled
//! target. We build it once and put it where that compiler looks, so that afterwards every tool works without flags.
//! Embedded bitcode is needed: without it every profile with `lto = "fat"` fails.

use super::{apt, wasm_target::TARGET};
use crate::{command, place};
use anyhow::{Context, Result};
use std::path::Path;
use std::process::Command;

/// The name under which rustup knows Debian's compiler.
pub const TOOLCHAIN: &str = "debian";

const PACKAGES: [&str; 8] = ["rustc-web", "cargo-web", "rust-web-src", "rust-web-clippy", "rustfmt-web", "lld-22", "gcc", "libc6-dev"];
const SOURCE: &str = "/usr/lib/rustlib/src/rust/library";
const LIBRARIES: &str = "/usr/lib/rustlib/wasm32-unknown-unknown/lib";
const LINKER: &str = "/usr/lib/rustlib/x86_64-unknown-linux-gnu/bin/rust-lld";

/// Installs the packages, builds the library, and names the toolchain to rustup.
pub fn install() -> Result<()> {
    apt::install(&PACKAGES)?;
    let folder = place::tools().join("debian-std");
    write_empty_crate(&folder)?;
    command::step("building std for wasm32", || command::shown(&mut build(&folder)))?;
    place_libraries(&folder.join("target").join(TARGET).join("release/deps"))?;
    command::shown(Command::new("rustup").args(["toolchain", "link", TOOLCHAIN, "/usr"]))
}

fn write_empty_crate(folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder.join("src"))?;
    let manifest = "[package]\nname = \"empty\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
                    [profile.release]\nopt-level = \"z\"\ncodegen-units = 1\n";
    std::fs::write(folder.join("Cargo.toml"), manifest)?;
    std::fs::write(folder.join("src/lib.rs"), "#![no_std]\n")?;
    Ok(())
}

fn build(folder: &Path) -> Command {
    let mut command = Command::new("/usr/bin/cargo");
    command
        .current_dir(folder)
        .args(["build", "--release", "--offline", "--target", TARGET])
        .arg("-Zbuild-std=std,panic_abort,panic_unwind,proc_macro,test")
        .args(["--config", "source.crates-io.replace-with=\"vendored\""])
        .args(["--config", &format!("source.vendored.directory=\"{SOURCE}/vendor\"")])
        .env("RUSTC_BOOTSTRAP", "1")
        .env("PATH", command::path_with(&["/usr/bin".into()]))
        .env("CARGO_HOME", folder.join("cargo-home"))
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .env(
            "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
            "-Cembed-bitcode=yes --remap-path-prefix=/usr/lib/rustlib/src/rust=/rustc/std",
        )
        .env_remove("RUSTC")
        .env_remove("RUSTFLAGS")
        .env_remove("RUSTUP_TOOLCHAIN");
    command
}

fn place_libraries(built: &Path) -> Result<()> {
    std::fs::create_dir_all(LIBRARIES).context("no right to write where the compiler looks for its targets; run this as root")?;
    for entry in std::fs::read_dir(built)? {
        let file = entry?.path();
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.ends_with(".rlib") && !name.starts_with("libempty-") {
            std::fs::copy(&file, Path::new(LIBRARIES).join(&name))?;
        }
    }
    if !Path::new(LINKER).exists() {
        std::fs::create_dir_all(Path::new(LINKER).parent().unwrap_or(Path::new("/")))?;
        std::os::unix::fs::symlink("/usr/bin/lld-22", LINKER)?;
    }
    Ok(())
}
