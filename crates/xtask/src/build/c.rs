//! The C libraries with their header and the forms, in one folder as they would be installed.

use super::{copy, copy_forms, copy_licences};
use crate::command;
use crate::place;
use anyhow::Result;
use std::path::PathBuf;

/// Builds them into `target/c` and returns it. Tests take the dev profile, which they share with the rest.
pub fn libraries(release: bool) -> Result<PathBuf> {
    let mut cargo = command::cargo();
    cargo.args(["build", "-p", "phieu-c", "--profile", if release { "release" } else { "dev" }]);
    command::shown(&mut cargo)?;
    let built = place::target().join(if release { "release" } else { "debug" });
    let prefix = place::target().join("c");
    if prefix.exists() {
        std::fs::remove_dir_all(&prefix)?;
    }
    for (from, to) in [("libphieu_c.so", "lib/libphieu.so"), ("libphieu_c.a", "lib/libphieu.a")] {
        copy(&built.join(from), &prefix.join(to))?;
    }
    copy(&place::root().join("pkg/c/include/phieu.h"), &prefix.join("include/phieu.h"))?;
    copy_forms(&prefix.join("share/phieu/forms"))?;
    copy_licences(&prefix.join("share/phieu"))?;
    Ok(prefix)
}
