//! `cargo xtask bench peers`: the same form checked in Node by phieu, by hand, by zod and by ajv, and in Python by phieu, by hand, by pydantic
//! and by jsonschema.

use crate::build;
use crate::command;
use crate::place;
use crate::tools::{self, npm, python};
use anyhow::Result;
use std::process::Command;

/// How many questions the form has.
const SIZES: [&str; 2] = ["60", "500"];

/// Builds the packages and prints a table for each language and size; fails unless all agree on every report.
pub fn bench(rounds: u32) -> Result<()> {
    in_node(rounds)?;
    in_python(rounds)
}

fn in_node(rounds: u32) -> Result<()> {
    let peers = place::root().join("tests/bench/peers");
    tools::ensure(&tools::NPM)?;
    if npm::check(&peers).is_err() {
        npm::install(&peers)?;
    }
    build::package::tarball()?;
    for size in SIZES {
        let mut node = node();
        node.arg("peers.mjs").arg(build::package::folder()).args([size, &rounds.to_string()]);
        println!("{}", command::quiet(&mut node)?.trim_end());
    }
    Ok(())
}

fn in_python(rounds: u32) -> Result<()> {
    tools::ensure(&tools::PYTHON)?;
    let (peers, folder) = (place::root().join("tests/bench/peers"), place::target().join("bench/python"));
    let mut pip = Command::new(python::program("python"));
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--upgrade", "--target"]).arg(&folder);
    pip.arg("-r").arg(peers.join("requirements.txt")).arg(build::wheel::wheel(true)?);
    command::shown(&mut pip)?;
    for size in SIZES {
        let script = format!(
            r#"import {{ form, reports }} from "./flat.mjs"; console.log(JSON.stringify({{ form: form({size}), reports: reports({size}) }}))"#
        );
        let file = folder.join(format!("flat-{size}.json"));
        std::fs::write(&file, command::quiet(node().args(["--input-type=module", "--eval", &script]))?)?;
        let mut python = Command::new(python::program("python"));
        python.arg(peers.join("peers.py")).arg(file).arg(rounds.to_string()).env("PYTHONPATH", &folder);
        println!("{}", command::quiet(&mut python)?.trim_end());
    }
    Ok(())
}

/// Node, where the forms and the other checkers are.
fn node() -> Command {
    let mut node = Command::new("node");
    node.current_dir(place::root().join("tests/bench/peers"));
    node
}
