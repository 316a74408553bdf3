//! Where things stand. Every path that another module uses begins here.
//!
//! Nothing is written outside the target folder: not into the source tree, not into the user's own `~/.cargo/bin`.

use std::path::{Path, PathBuf};

/// The folder of the workspace. `cargo run` sets the variable at run time, so that one target folder may serve two clones.
pub fn root() -> PathBuf {
    let here = std::env::var("CARGO_MANIFEST_DIR").unwrap_or_else(|_| env!("CARGO_MANIFEST_DIR").to_owned());
    Path::new(&here).ancestors().nth(2).map(Path::to_path_buf).unwrap_or_default()
}

/// Cargo's target folder.
pub fn target() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(folder) => std::path::absolute(&folder).unwrap_or_else(|_| folder.into()),
        None => root().join("target"),
    }
}

/// What was installed for this project alone.
pub fn tools() -> PathBuf {
    target().join("tools")
}

/// The built app, as the server sends it.
pub fn dist() -> PathBuf {
    target().join("dist")
}

/// A path as people read it: from the root of the workspace where it lies in there.
pub fn short(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}

/// This very program. Cargo may have put a newer build in its place since it was started; then that one is meant.
pub fn program() -> std::io::Result<PathBuf> {
    let own = std::env::current_exe()?;
    let path = own.to_string_lossy().trim_end_matches(" (deleted)").to_owned();
    Ok(PathBuf::from(path))
}
