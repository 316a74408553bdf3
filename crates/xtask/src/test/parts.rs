//! The parts of `cargo xtask test`, one row each.

use super::tally::Tally;
use crate::build::{self, Profile, bindgen, native};
use crate::command::{self, step};
use crate::tools::{self, Tool, chromium, firefox, javarosa, wasm_target};
use crate::{place, run, sizes};
use anyhow::Result;
use std::process::Command;

/// A part: what it is called, what it shows, what it needs, what it does.
pub struct Part {
    pub name: &'static str,
    pub about: &'static str,
    pub needs: &'static [&'static Tool],
    pub run: fn(&mut Tally) -> Result<()>,
}

/// In the order in which mistakes are cheapest to find.
pub static PARTS: [Part; 12] = [
    Part { name: "format", about: "the code is formatted", needs: &[], run: format },
    Part { name: "tidy", about: "the rules of the house, and this tool's own tests", needs: &[], run: tidy },
    Part { name: "lint", about: "clippy has nothing to say, nor has rustdoc of the public crates", needs: &tools::DEV_BUILD, run: lint },
    Part { name: "native", about: "all crates on this machine", needs: &[], run: native },
    Part { name: "app", about: "the app builds and keeps within its size", needs: &tools::BUILD, run: app },
    Part { name: "parity", about: "the same verdicts on native, in Node and in the browser", needs: &tools::PARITY, run: parity },
    Part {
        name: "package",
        about: "the npm package, as others install it, in Node, Deno, Bun, bundles and browsers",
        needs: &tools::NPM_TESTS,
        run: package,
    },
    Part { name: "python", about: "the Python wheel, as others install it", needs: &tools::PYTHON, run: python },
    Part {
        name: "c",
        about: "the C libraries, as others link them, under valgrind too, and from five languages",
        needs: &tools::C,
        run: c,
    },
    Part { name: "odk", about: "every form in the engines of ODK Collect, Web Forms and Enketo", needs: &tools::ODK, run: odk },
    Part { name: "browser", about: "the whole way in a real browser", needs: &tools::BROWSER, run: browser },
    Part { name: "engines", about: "the main run in Chromium, Firefox and WebKit at three sizes", needs: &tools::ENGINES, run: engines },
];

fn format(tally: &mut Tally) -> Result<()> {
    tally.check(command::cargo().args(["fmt", "--all", "--check"]))
}

fn tidy(tally: &mut Tally) -> Result<()> {
    let own = tally.cargo(command::cargo().args(["test", "-p", "xtask"]));
    tally.cargo(native::cargo("test").args(["--test", "tidy", "--no-fail-fast"])).and(own)
}

/// The app is linted for the browser: most of it does not exist anywhere else.
fn lint(tally: &mut Tally) -> Result<()> {
    let strict = ["--quiet", "--", "-D", "warnings"];
    tally.check(
        command::cargo()
            .args(["clippy", "--workspace", "--exclude", "phieu-app", "--exclude", "phieu-author", "--exclude", "phieu-element"])
            .args(["--lib", "--bins", "--examples", "--tests", "--test", "tidy"])
            .args(strict),
    )?;
    tally.check(
        wasm_target::cargo()
            .args(["clippy", "-p", "phieu-app", "-p", "phieu-author", "-p", "phieu-element", "-p", "phieu-ui"])
            .args(["--lib", "--bins", "--example", "bare", "--target", wasm_target::TARGET])
            .args(strict),
    )?;
    let mut doc = command::cargo();
    doc.args(["doc", "--quiet", "--no-deps", "-p", "phieu", "-p", "phieu-build"]).env("RUSTDOCFLAGS", "-D warnings");
    tally.check(&mut doc)
}

/// The Python module has no tests of its own: its part compiles it.
fn native(tally: &mut Tally) -> Result<()> {
    tally.cargo(native::cargo("test").arg("--no-fail-fast"))
}

fn app(tally: &mut Tally) -> Result<()> {
    build::shipped()?;
    build::app(Profile::Release)?;
    sizes::print()?;
    tally.passed += 1;
    Ok(())
}

fn parity(tally: &mut Tally) -> Result<()> {
    let folder = place::target().join("parity");
    let program = step("compiling the suite natively", || native::program("phieu-parity"))?;
    build::shipped()?;
    let module = build::compiled("phieu-parity-wasm", Profile::Release);
    for (target, name) in [(bindgen::Target::Node, "node"), (bindgen::Target::Web, "web")] {
        bindgen::run(std::fs::read(&module)?, &folder.join(name), target, "parity", bindgen::Names::Dropped)?;
    }
    let mut node = node("tests/parity", "parity.test.mjs")?;
    tally.node(node.env("PHIEU_PARITY", &folder).env("PHIEU_PARITY_NATIVE", program))
}

fn package(tally: &mut Tally) -> Result<()> {
    let program = step("compiling the command line to compare with", run::server)?;
    let suite = step("exporting the suite", build::suite::export)?;
    let tarball = build::package::tarball()?;
    sizes::element(&build::package::folder())?;
    let mut node = node("pkg/npm/tests", "")?;
    tally.node(node.env("PHIEU_TARBALL", &tarball).env("PHIEU_SERVER", program).env("PHIEU_SUITE", suite))
}

/// The suite where nothing but the wheel is installed; then the examples and types, with the frameworks and mypy beside it.
fn python(tally: &mut Tally) -> Result<()> {
    let suite = step("exporting the suite", build::suite::export)?;
    let wheel = build::wheel::wheel(false)?;
    let python = build::wheel::environment(&wheel)?;
    let tests = |names: &[&str]| {
        let mut tests = Command::new(&python);
        tests.arg(place::root().join("pkg/python/tests")).args(names).current_dir(place::target());
        tests.env("PHIEU_ROOT", place::root()).env("PHIEU_SUITE", &suite).env("PYTHONDONTWRITEBYTECODE", "1");
        tests
    };
    let alone = tally.python(tests(&["suite", "package"]).env_remove("PYTHONPATH"));
    tally.python(tests(&["examples", "types"]).env("PYTHONPATH", build::wheel::frameworks()?)).and(alone)
}

fn c(tally: &mut Tally) -> Result<()> {
    let suite = step("exporting the suite", build::suite::export)?;
    let prefix = step("compiling the libraries", || build::c::libraries(false))?;
    tally.node(node("pkg/c/tests", "c.test.mjs")?.env("PHIEU_C", prefix).env("PHIEU_SUITE", suite))
}

fn odk(tally: &mut Tally) -> Result<()> {
    let program = step("compiling the command line", run::server)?;
    tally.node(node("tests/odk", "")?.env("PHIEU_SERVER", program).env("PHIEU_JAVAROSA", javarosa::library()))
}

/// As many files at once as there are cores: each has a server and browsers of its own, and mostly waits.
fn browser(tally: &mut Tally) -> Result<()> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    with_app(tally, node_at_once("tests/browser", "", cores)?)
}

fn engines(tally: &mut Tally) -> Result<()> {
    let mut node = node("tests/browser/engines", "")?;
    node.env("FIREFOX", firefox::program()?);
    with_app(tally, node)
}

/// Tests that need the server and the app.
fn with_app(tally: &mut Tally, mut node: Command) -> Result<()> {
    let server = step("compiling the server", run::server)?;
    let dist = build::app(Profile::Release)?;
    tally.node(node.env("PHIEU_SERVER", server).env("PHIEU_DIST", dist).env("PHIEU_SHOTS", place::target().join("shots")))
}

/// Node's test runner over one file of a folder, or over all its `*.test.mjs`, one after the other.
fn node(folder: &str, file: &str) -> Result<Command> {
    node_at_once(folder, file, 1)
}

fn node_at_once(folder: &str, file: &str, files_at_once: usize) -> Result<Command> {
    let folder = place::root().join(folder);
    let mut files: Vec<_> = std::fs::read_dir(&folder)?.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
    files.retain(|path| path.to_string_lossy().ends_with(".test.mjs") && path.to_string_lossy().ends_with(file));
    files.sort();
    let mut node = Command::new("node");
    node.args(["--test", "--test-reporter=spec"]).arg(format!("--test-concurrency={files_at_once}")).args(files).current_dir(&folder);
    node.env("CHROME", chromium::program().unwrap_or_default()).env("PHIEU_ROOT", place::root());
    Ok(node)
}
