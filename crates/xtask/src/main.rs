//! `cargo xtask`: everything a person needs to build, run and test the project, from a fresh machine on.
//!
//! One program instead of scripts, because it must work the same for a volunteer's laptop, for a colleague and for the
//! continuous integration, and because wasm-bindgen is used as a library, so that its version is held by `Cargo.lock`.
//! It depends on no crate of ours: what builds and tests the house must compile while the house does not.
//! It is never shipped, and it keeps no state but what stands in the target folder.

mod bench;
mod build;
mod command;
mod fuzz;
mod place;
mod run;
mod sizes;
mod test;
mod tools;

use anyhow::Result;
use clap::{Parser, Subcommand, ValueEnum};
use std::path::PathBuf;
use std::process::ExitCode;

/// Build, run and test phieu. What is missing on this machine is installed first.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Line {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Install everything that building, running and testing need
    Setup,
    /// Build the app into target/dist
    Build {
        /// For the edit loop: quick to build, large to download
        #[arg(long)]
        dev: bool,
    },
    /// Build everything and start the server with the app
    Run(run::Options),
    /// Run every test and print a table
    Test {
        /// Only this part, by its name in the table; may be repeated
        #[arg(long, value_name = "NAME")]
        only: Vec<String>,
    },
    /// Build a package for others, as it would be published
    Package {
        /// Which language
        which: Package,
    },
    /// Write the suite that every back end can test itself by into target/phieu-suite.json
    Suite,
    /// What a phone downloads on its first visit, and a page with `<phieu-form>`, file by file
    Sizes,
    /// Replay other people's tests and print how many agree
    Conformance {
        /// The folder of vectors
        #[arg(default_value = "../shared/vectors")]
        folder: PathBuf,
        /// Also print what does not agree
        #[arg(long)]
        show: bool,
    },
    /// Measure how long compiling, checking and editing take, and print a table
    Bench(bench::Options),
    /// Search for inputs that go wrong, led by coverage, and add to the kept corpus
    Fuzz(fuzz::Options),
    /// The rules of the house, as tests
    Tidy,
    /// What wasm-pack calls in place of the wasm-bindgen program
    #[command(hide = true)]
    Bindgen {
        /// The arguments as wasm-pack writes them
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<String>,
    },
}

/// The packages.
#[derive(Clone, Copy, ValueEnum)]
enum Package {
    /// For JavaScript: a tarball
    Npm,
    /// For Python: a wheel
    Python,
    /// For C: header, static and shared library
    C,
}

fn main() -> ExitCode {
    let outcome = match Line::parse().task {
        Task::Setup => tools::ensure(&tools::ALL),
        Task::Build { dev } => build_app(dev),
        Task::Run(options) => run::run(&options),
        Task::Test { only } => return test::test(&only),
        Task::Package { which } => package(which),
        Task::Suite => build::suite::export().map(|file| println!("the suite stands in {}", place::short(&file))),
        Task::Sizes => print_sizes(),
        Task::Conformance { folder, show } => run::conformance(&folder, show),
        Task::Bench(options) => tools::ensure(&tools::BENCH).and_then(|()| bench::bench(&options)),
        Task::Fuzz(options) => fuzz::fuzz(&options),
        Task::Tidy => test::tidy(),
        Task::Bindgen { args } => build::bindgen::as_program(&args),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn package(which: Package) -> Result<()> {
    let built = match which {
        Package::Npm => tools::ensure(&tools::NPM).and_then(|()| build::package::tarball())?,
        Package::Python => tools::ensure(&tools::PYTHON).and_then(|()| build::wheel::wheel(true))?,
        Package::C => build::c::libraries(true)?,
    };
    println!("the package stands in {}", place::short(&built));
    Ok(())
}

fn print_sizes() -> Result<()> {
    build_app(false)?;
    sizes::print()?;
    sizes::bare(&build::bare()?)?;
    tools::ensure(&tools::NPM)?;
    build::package::tarball()?;
    sizes::element(&build::package::folder())
}

fn build_app(dev: bool) -> Result<()> {
    let profile = if dev { build::Profile::Dev } else { build::Profile::Release };
    tools::ensure(profile.needs())?;
    let dist: PathBuf = build::app(profile)?;
    println!("the app stands in {}", place::short(&dist));
    Ok(())
}
