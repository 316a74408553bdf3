//! The app, from Rust and a folder of static files to what the server sends.
//!
//! cargo → wasm-bindgen → the volunteers' app cut in two → wasm-opt → names with a content hash → the service worker's list → brotli and gzip beside.
//! Each stage is skipped while what it reads has not changed. The result replaces `target/dist` in one rename, so that a
//! running server never sends half of the old and half of the new.

pub mod bindgen;
pub mod c;
pub mod compress;
mod cut;
mod dist;
pub mod native;
pub mod package;
mod stamp;
pub mod suite;
pub mod wheel;

use crate::command::{self, step};
use crate::place;
use crate::tools::{self, Tool, wasm_opt, wasm_target};
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use std::process::Command;

/// How the app is built.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// For the edit loop: quick to build, large.
    Dev,
    /// As it is shipped.
    Release,
}

impl Profile {
    /// What must be installed for it.
    pub fn needs(self) -> &'static [&'static Tool] {
        match self {
            Profile::Dev => &tools::DEV_BUILD,
            Profile::Release => &tools::BUILD,
        }
    }

    /// Cargo's name of the profile, and of its folder.
    fn cargo(self) -> (&'static str, &'static str) {
        match self {
            Profile::Dev => ("dev", "debug"),
            Profile::Release => ("wasm", "wasm"),
        }
    }
}

/// Builds the app, the desk and the author's page into `target/dist`.
pub fn app(profile: Profile) -> Result<PathBuf> {
    // What only this export of the app's leads to comes after the first page. For the edit loop it stays whole.
    let rest = (profile == Profile::Release).then_some("rest");
    let [app, desk, author] = ["phieu-app", "phieu-desk", "phieu-author"];
    step("compiling the app to wasm", || wasm(&SHIPPED, &["--bin", app, "--bin", desk, "--bin", author], profile))?;
    let (app, desk, author) = (bound(app, profile, rest)?, bound(desk, profile, None)?, bound(author, profile, None)?);
    let forms = place::target().join("app/forms");
    step("writing the forms", || write_forms(&forms))?;
    let beside = [dist::Beside { name: "desk", module: &desk }, dist::Beside { name: "author", module: &author }];
    dist::assemble(&app, &beside, &forms, profile == Profile::Release)?;
    Ok(place::dist())
}

/// Binds a program that was compiled for the browser to JavaScript; returns the folder with `<program>.js` and its wasm file, and with
/// `<program>_rest.wasm` where an export is named whose part is cut off.
fn bound(program: &str, profile: Profile, rest: Option<&str>) -> Result<PathBuf> {
    let module = compiled(program, profile);
    let bound = place::target().join("app").join(profile.cargo().1).join(program);
    let optimizer = if profile == Profile::Release { wasm_opt::version()? } else { String::new() };
    let cutter = if rest.is_some() { cut::SOURCES.concat() } else { String::new() };
    let fresh = stamp::Stamp::of(&bound, &[&module], &[&bindgen::version(), &optimizer, rest.unwrap_or_default(), &cutter])?;
    if fresh.is_stale() {
        let linked = std::fs::read(&module)?;
        let (given, names) =
            if rest.is_some() { (cut::numbered(&linked)?, bindgen::Names::Kept) } else { (linked.clone(), bindgen::Names::Dropped) };
        step("binding it to JavaScript", || bindgen::run(given, &bound, bindgen::Target::Web, program, names))?;
        let mut files = vec![bound.join(format!("{program}_bg.wasm"))];
        if let Some(entry) = rest {
            let parts = step("cutting it in two", || cut::cut(&linked, &std::fs::read(&files[0])?, entry))?;
            files.push(bound.join(format!("{program}_rest.wasm")));
            std::fs::write(&files[0], parts.first)?;
            std::fs::write(&files[1], parts.rest)?;
        }
        if profile == Profile::Release {
            step("shrinking it", || files.iter().try_for_each(|file| wasm_opt::shrink(file, file)))?;
        }
        fresh.keep()?;
    }
    Ok(bound)
}

/// Whatever is shipped as WebAssembly, and the suite. All are chosen whichever is built: each dependency then has the same features in all, and is
/// compiled once. Not here is `phieu-npm`: wasm-pack takes one package alone.
pub const SHIPPED: [&str; 8] = ["-p", "phieu-app", "-p", "phieu-author", "-p", "phieu-element", "-p", "phieu-parity"];

/// Compiles programs (`--bin`, its name) or libraries (`--lib`) of packages for the browser.
pub fn wasm(packages: &[&str], what: &[&str], profile: Profile) -> Result<()> {
    let mut cargo = wasm_target::cargo();
    command::shown(cargo.args(["build", "--target", wasm_target::TARGET, "--profile", profile.cargo().0]).args(packages).args(what))
}

/// All that is shipped at once, which uses all cores where one program's linking uses one.
pub fn shipped() -> Result<()> {
    step("compiling all WebAssembly", || wasm(&SHIPPED, &["--bins", "--lib"], Profile::Release))
}

/// Where a program or library stands once it was compiled for the browser.
pub fn compiled(name: &str, profile: Profile) -> PathBuf {
    place::target().join(wasm_target::TARGET).join(profile.cargo().1).join(name).with_extension("wasm")
}

/// The example of a form in a bare page, as it would be shipped: the folder with `bare.js` and its wasm file.
pub fn bare() -> Result<PathBuf> {
    step("compiling the bare page to wasm", || wasm(&["-p", "phieu-ui"], &["--example", "bare"], Profile::Release))?;
    let module = compiled("examples/bare", Profile::Release);
    let bound = place::target().join("bare");
    bindgen::run(std::fs::read(module)?, &bound, bindgen::Target::Web, "bare", bindgen::Names::Dropped)?;
    let file = bound.join("bare_bg.wasm");
    step("shrinking it", || wasm_opt::shrink(&file, &file))?;
    Ok(bound)
}

/// The catalogue's forms as their authors wrote them, for a package.
fn copy_forms(folder: &Path) -> Result<()> {
    for entry in std::fs::read_dir(place::root().join("crates/catalog/forms"))? {
        let form = entry?.path();
        copy(&form, &folder.join(form.file_name().unwrap_or_default()))?;
    }
    Ok(())
}

/// Both licences, for a package.
fn copy_licences(folder: &Path) -> Result<()> {
    ["LICENSE-MIT", "LICENSE-APACHE"].iter().try_for_each(|licence| copy(&place::root().join(licence), &folder.join(licence)))
}

/// Copies a file, with the folders it needs.
fn copy(from: &Path, to: &Path) -> Result<()> {
    std::fs::create_dir_all(to.parent().unwrap_or(to))?;
    std::fs::copy(from, to).with_context(|| format!("cannot copy {}", place::short(from)))?;
    Ok(())
}

/// The catalogue's forms as the app reads them. A program of its own writes them, so that this one needs no crate of ours.
fn write_forms(folder: &Path) -> Result<()> {
    command::shown(Command::new(native::forms()?).arg(folder))
}
