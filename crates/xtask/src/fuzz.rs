//! `cargo xtask fuzz`: libFuzzer over the targets of `tests/fuzz`, led by the code that an input reaches.
//!
//! The flags are those that cargo-fuzz passes, without its nightly compiler: counters at every branch are an ordinary pass of
//! LLVM, and libFuzzer itself is a library of ours. Code that it reaches beyond the kept corpus is added to it at the end, as few
//! and as short files as will do.

use crate::command::{self, step};
use crate::place;
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;

/// What may be chosen.
#[derive(clap::Args)]
pub struct Options {
    /// One target; all of them where none is named
    target: Option<String>,
    /// How long each target is searched
    #[arg(long, default_value_t = 60, value_name = "N")]
    seconds: u64,
}

/// Counters and comparisons for libFuzzer.
const FLAGS: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
                     -Cllvm-args=-sanitizer-coverage-pc-table -Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1";

/// One input may take so many seconds and megabytes. The counted bounds stand in the targets; these find what is not counted.
const LIMITS: [&str; 4] = ["-timeout=20", "-rss_limit_mb=3000", "-max_len=8192", "-print_final_stats=1"];

/// Searches.
pub fn fuzz(options: &Options) -> Result<()> {
    let targets = chosen(options.target.as_deref())?;
    let program = step("compiling the targets", build)?;
    for target in targets {
        step(&target, || search(&program, &target, options.seconds))?;
    }
    Ok(())
}

/// The folders of the corpus are the targets.
fn chosen(named: Option<&str>) -> Result<Vec<String>> {
    let folders = std::fs::read_dir(kept()).with_context(|| place::short(&kept()))?;
    let mut all: Vec<String> = folders.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect();
    all.sort();
    match named {
        None => Ok(all),
        Some(name) if all.iter().any(|each| each == name) => Ok(vec![name.to_owned()]),
        Some(name) => bail!("there is no target `{name}`; the targets are {}", all.join(", ")),
    }
}

fn kept() -> PathBuf {
    place::root().join("tests/fuzz/corpus")
}

fn build() -> Result<PathBuf> {
    let folder = place::target().join("fuzz");
    let host = host()?;
    let mut cargo = command::cargo();
    // With the machine named, build scripts and macros are compiled without the counters.
    cargo.args(["build", "-p", "phieu-fuzz", "--features", "libfuzzer", "--profile", "fuzz", "--target", &host]);
    command::shown(cargo.env("RUSTFLAGS", FLAGS).arg("--target-dir").arg(&folder))?;
    Ok(folder.join(host).join("fuzz/phieu-fuzz"))
}

/// What the compiler calls this machine.
fn host() -> Result<String> {
    let version = command::quiet(Command::new("rustc").arg("-vV"))?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).context("rustc does not say which machine this is")
}

fn search(program: &Path, target: &str, seconds: u64) -> Result<()> {
    let (found, wrong) = (place::target().join("fuzz/found").join(target), place::target().join("fuzz/wrong").join(target));
    std::fs::create_dir_all(&found)?;
    std::fs::create_dir_all(&wrong)?;
    let kept = kept().join(target);
    let mut search = libfuzzer(program, target);
    search.arg(format!("-max_total_time={seconds}")).arg(format!("-artifact_prefix={}/", wrong.display()));
    command::shown(search.arg(&found).arg(&kept)).with_context(|| format!("the input stands in {}", place::short(&wrong)))?;
    command::quiet(libfuzzer(program, target).args(["-set_cover_merge=1", "-use_counters=0"]).arg(&kept).arg(&found)).map(drop)
}

fn libfuzzer(program: &Path, target: &str) -> Command {
    let mut command = Command::new(program);
    command.env("PHIEU_FUZZ_TARGET", target).args(LIMITS);
    command
}
