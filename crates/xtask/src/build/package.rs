//! The npm package: the same module bound for Node and for browsers, the hand-written rest of `pkg/npm`, and the forms.
//!
//! wasm-pack builds the two halves; this puts them into one folder and lets npm pack it. Both load the same WebAssembly file.
//! Types and entry points are written by hand, because two halves with two generated sets of types would be two packages.

use super::{Profile, SHIPPED, bound, copy, copy_forms, copy_licences, wasm, wasm_opt};
use crate::command::{self, step};
use crate::place;
use crate::tools::wasm_pack;
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;

/// What stands in `pkg/npm` and goes into the package as it is.
const WRITTEN: [&str; 8] = ["package.json", "README.md", "index.d.ts", "node.cjs", "node.mjs", "web.mjs", "element.mjs", "element.d.ts"];

/// Where the package stands before it is packed.
pub fn folder() -> PathBuf {
    place::target().join("npm/package")
}

/// Builds the package and returns the tarball that `npm publish` would send.
pub fn tarball() -> Result<PathBuf> {
    let (folder, package) = (place::target().join("npm"), folder());
    if package.exists() {
        std::fs::remove_dir_all(&package)?;
    }
    let halves = [("nodejs", "phieu.cjs"), ("web", "phieu.js")];
    for (target, script) in halves {
        let bound = folder.join(target);
        step(&format!("wasm-pack for {target}"), || pack_half(target, &bound))?;
        copy(&bound.join("phieu.js"), &package.join("lib").join(script))?;
    }
    let [node, web] = halves.map(|(target, _)| folder.join(target).join("phieu_bg.wasm"));
    if std::fs::read(&node)? != std::fs::read(&web)? {
        bail!("wasm-bindgen made different modules for Node and for browsers; the package holds only one");
    }
    step("shrinking it", || wasm_opt::shrink(&web, &package.join("lib/phieu_bg.wasm")))?;
    element(&package.join("lib"))?;
    take_written(&package)?;
    let name = step("npm pack", || {
        let mut npm = Command::new("npm");
        npm.args(["pack", "--silent", "--pack-destination"]).arg(&folder).current_dir(&package);
        command::quiet(&mut npm)
    })?;
    Ok(folder.join(name.lines().last().context("npm pack named no file")?.trim()))
}

fn pack_half(target: &str, bound: &Path) -> Result<()> {
    let mut pack = wasm_pack::wasm_pack()?;
    pack.args(["build", "--no-opt", "--no-pack", "--no-typescript", "--out-name", "phieu", "--target", target, "--out-dir"]);
    pack.arg(bound).arg(place::root().join("pkg/npm")).args(["--profile", Profile::Release.cargo().0]);
    command::shown(&mut pack)
}

/// What `<phieu-form>` draws with, and the app's styles as its shadow reads them.
fn element(lib: &Path) -> Result<()> {
    step("compiling the element to wasm", || wasm(&SHIPPED, &["--lib"], Profile::Release))?;
    let bound = bound("phieu_element", Profile::Release, None)?;
    for (from, to) in [("phieu_element.js", "phieu-element.js"), ("phieu_element_bg.wasm", "phieu-element_bg.wasm")] {
        copy(&bound.join(from), &lib.join(to))?;
    }
    let css = std::fs::read_to_string(place::root().join("app/app.css"))?;
    std::fs::write(lib.join("styles.mjs"), format!("export default {};\n", serde_json::Value::from(styles(&css))))?;
    Ok(())
}

/// The document's own rules are the element's; what stands around a form in the app is not there and costs only its bytes.
fn styles(css: &str) -> String {
    let begun =
        |line: &str| [(":root", ":host"), ("html {", ":host {"), ("body {", ":host {")].into_iter().find(|(own, _)| line.starts_with(own));
    let line = |line: &str| begun(line).map_or(line.to_owned(), |(own, host)| line.replacen(own, host, 1));
    let display = ":host { display: block; min-height: 0; padding: 1rem; }\n";
    css.lines().map(|each| line(each) + "\n").chain([display.to_owned()]).collect()
}

fn take_written(package: &Path) -> Result<()> {
    let root = place::root();
    for name in WRITTEN {
        copy(&root.join("pkg/npm").join(name), &package.join(name))?;
    }
    copy(&root.join("pkg/npm/index.d.ts"), &package.join("index.d.cts"))?;
    for example in ["express.mjs", "page.html", "page.css", "page.mjs", "react.jsx"] {
        copy(&root.join("pkg/npm/examples").join(example), &package.join("examples").join(example))?;
    }
    copy_licences(package)?;
    copy_forms(&package.join("forms"))
}
