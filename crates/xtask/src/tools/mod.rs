//! What building and testing need from the machine, and how each thing comes there.
//!
//! A tool is looked for, installed where it is missing, and looked for again: only what was seen to work counts.
//! What this project needs alone goes into `target/tools`; what Debian packages well (Node, Chromium) comes from Debian.
//! Nothing is downloaded that is already there.

pub mod apt;
pub mod chromium;
mod debian_std;
pub mod esbuild;
pub mod firefox;
pub mod javarosa;
pub mod languages;
pub mod node;
pub mod npm;
pub mod python;
pub mod valgrind;
pub mod wasm_opt;
pub mod wasm_pack;
pub mod wasm_target;
pub mod webkit;

use crate::command;
use anyhow::{Result, bail};
use std::time::Instant;

/// One thing that must be there.
pub struct Tool {
    /// What people call it.
    pub name: &'static str,
    /// About how long installing takes, in words.
    pub takes: &'static str,
    /// What was found (a version or a place), or what is wrong.
    pub check: fn() -> Result<String>,
    /// Tries to bring it here.
    pub install: fn() -> Result<()>,
    /// What a person can do when that fails.
    pub remedy: &'static str,
}

/// For the quick build: only the compiler's target.
pub static DEV_BUILD: [&Tool; 1] = [&wasm_target::TOOL];
/// For the app as it is shipped.
pub static BUILD: [&Tool; 3] = [&wasm_target::TOOL, &wasm_opt::TOOL, &esbuild::TOOL];
/// For tests in a real browser.
pub static BROWSER: [&Tool; 6] = [&wasm_target::TOOL, &node::TOOL, &wasm_opt::TOOL, &esbuild::TOOL, &npm::BROWSER, &chromium::TOOL];
/// For the same run in every engine.
pub static ENGINES: [&Tool; 8] =
    [&wasm_target::TOOL, &node::TOOL, &wasm_opt::TOOL, &esbuild::TOOL, &npm::BROWSER, &chromium::TOOL, &firefox::TOOL, &webkit::TOOL];
/// For the same suite on native, in Node and in the browser.
pub static PARITY: [&Tool; 4] = [&wasm_target::TOOL, &node::TOOL, &npm::BROWSER, &chromium::TOOL];
/// For measuring: what is shipped, run in Node.
pub static BENCH: [&Tool; 3] = [&wasm_target::TOOL, &node::TOOL, &wasm_opt::TOOL];
/// For the Python package.
pub static PYTHON: [&Tool; 1] = [&python::TOOL];
/// For the C package and the languages that call it; Node drives its tests.
pub static C: [&Tool; 3] = [&valgrind::TOOL, &languages::TOOL, &node::TOOL];
/// For the engines of ODK's clients, in Java, in Node and in the browser.
pub static ODK: [&Tool; 7] = [&node::TOOL, &npm::ODK, &npm::BROWSER, &chromium::TOOL, &python::TOOL, &javarosa::TOOL, &languages::TOOL];
/// For the npm package.
pub static NPM: [&Tool; 5] = [&wasm_target::TOOL, &node::TOOL, &wasm_opt::TOOL, &wasm_pack::TOOL, &npm::PACKAGE];
/// For the npm package and its tests, which also run in the browser.
pub static NPM_TESTS: [&Tool; 7] =
    [&wasm_target::TOOL, &node::TOOL, &wasm_opt::TOOL, &wasm_pack::TOOL, &npm::PACKAGE, &npm::BROWSER, &chromium::TOOL];
/// Everything. Node stands before what may come through npm.
pub static ALL: [&Tool; 15] = [
    &wasm_target::TOOL,
    &node::TOOL,
    &wasm_opt::TOOL,
    &esbuild::TOOL,
    &wasm_pack::TOOL,
    &npm::PACKAGE,
    &npm::BROWSER,
    &chromium::TOOL,
    &firefox::TOOL,
    &webkit::TOOL,
    &python::TOOL,
    &valgrind::TOOL,
    &languages::TOOL,
    &javarosa::TOOL,
    &npm::ODK,
];

/// Makes sure that all of them are there; the error names everything that is missing, each with its remedy.
pub fn ensure(tools: &[&Tool]) -> Result<()> {
    let missing: Vec<String> = tools.iter().filter_map(|tool| ensure_one(tool).err()).collect();
    if !missing.is_empty() {
        bail!("something is missing on this machine:\n\n{}", missing.join("\n\n"));
    }
    Ok(())
}

/// Nothing of them is missing; looks only, installs nothing and prints nothing.
pub fn present(tools: &[&Tool]) -> Result<()> {
    let missing: Vec<&str> = tools.iter().filter(|tool| (tool.check)().is_err()).map(|tool| tool.name).collect();
    if !missing.is_empty() {
        bail!("cannot run without {}", missing.join(", "));
    }
    Ok(())
}

fn ensure_one(tool: &Tool) -> Result<(), String> {
    if let Ok(found) = (tool.check)() {
        println!("  {}: {found}", tool.name);
        return Ok(());
    }
    println!("  {}: missing; installing it takes {}", tool.name, tool.takes);
    let start = Instant::now();
    let installed = (tool.install)();
    match (tool.check)() {
        Ok(found) => {
            println!("  {}: {found}, installed in {}", tool.name, command::seconds(start));
            Ok(())
        }
        Err(wrong) => {
            let why = installed.err().unwrap_or(wrong);
            Err(format!("{}: {}\n  remedy: {}", tool.name, format!("{why:#}").trim_end(), tool.remedy))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use anyhow::anyhow;

    #[test]
    fn a_missing_thing_is_named_with_its_remedy_and_nothing_hides_another() {
        static GONE: Tool = Tool {
            name: "gone",
            takes: "no time",
            check: || Err(anyhow!("not found")),
            install: || Err(anyhow!("no network")),
            remedy: "install it by hand",
        };
        static HERE: Tool = Tool { name: "here", check: || Ok("1.0".into()), ..GONE };
        static ALSO: Tool = Tool { name: "also", remedy: "ask", ..GONE };
        let error = ensure(&[&GONE, &HERE, &ALSO]).expect_err("it must fail").to_string();
        for part in ["gone: no network", "remedy: install it by hand", "also:", "remedy: ask"] {
            assert!(error.contains(part), "{error}");
        }
        assert!(!error.contains("here:"), "{error}");
    }
}
