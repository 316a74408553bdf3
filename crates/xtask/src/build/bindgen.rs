//! wasm-bindgen, as a library: its version is the one in `Cargo.lock` and nothing has to be installed.

use anyhow::{Context, Result, bail};
use std::path::Path;
use wasm_bindgen_cli_support::Bindgen;

/// Who loads the JavaScript.
#[derive(Clone, Copy)]
pub enum Target {
    /// A browser, as an ES module that is told where the wasm file is.
    Web,
    /// Node, as a CommonJS module that reads the wasm file beside it.
    Node,
}

/// What becomes of the functions' names.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Names {
    /// They stay for the next stage.
    Kept,
    /// Nobody asks for them.
    Dropped,
}

/// Writes `<name>.js` and `<name>_bg.wasm` into the folder, which is emptied first.
pub fn run(module: Vec<u8>, folder: &Path, target: Target, name: &str, names: Names) -> Result<()> {
    if folder.exists() {
        std::fs::remove_dir_all(folder)?;
    }
    let mut bindgen = Bindgen::new();
    bindgen.input_bytes(name, module).out_name(name).typescript(false);
    bindgen.remove_name_section(names == Names::Dropped).remove_producers_section(true);
    match target {
        Target::Web => bindgen.web(true)?.omit_default_module_path(true),
        Target::Node => bindgen.nodejs(true)?,
    };
    bindgen.generate(folder)
}

/// Takes the part of the `wasm-bindgen` program that wasm-pack calls.
pub fn as_program(args: &[String]) -> Result<()> {
    let mut bindgen = Bindgen::new();
    bindgen.omit_default_module_path(false);
    let mut folder = None;
    let mut rest = args.iter();
    while let Some(arg) = rest.next() {
        let mut value = || rest.next().with_context(|| format!("{arg} wants a value"));
        match arg.as_str() {
            "--version" | "-V" => {
                println!("wasm-bindgen {}", version());
                return Ok(());
            }
            "--out-dir" => folder = Some(value()?.clone()),
            "--out-name" => {
                bindgen.out_name(value()?);
            }
            "--typescript" => {
                bindgen.typescript(true);
            }
            "--no-typescript" => {
                bindgen.typescript(false);
            }
            "--target" => target(&mut bindgen, value()?)?,
            "--debug" => {
                bindgen.debug(true);
            }
            flag if flag.starts_with('-') => bail!("this wasm-bindgen does not know {flag}"),
            file => {
                bindgen.input_path(file);
            }
        }
    }
    bindgen.generate(folder.context("--out-dir is missing")?)
}

fn target(bindgen: &mut Bindgen, name: &str) -> Result<()> {
    match name {
        "web" => bindgen.web(true)?,
        "nodejs" => bindgen.nodejs(true)?,
        "bundler" => bindgen.bundler(true)?,
        other => bail!("this wasm-bindgen does not know the target {other}"),
    };
    Ok(())
}

/// The version that the library was built for, from the lock file.
pub fn version() -> String {
    let lock = std::fs::read_to_string(crate::place::root().join("Cargo.lock")).unwrap_or_default();
    let entry = lock.split("[[package]]").find(|entry| entry.contains("name = \"wasm-bindgen\"\n")).unwrap_or_default();
    entry.lines().find_map(|line| line.strip_prefix("version = ")).unwrap_or_default().trim_matches('"').to_owned()
}
