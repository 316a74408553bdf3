//! `cargo xtask bench`: how long compiling, checking and editing take, natively and in WebAssembly, in one table.
//!
//! Both builds run in turn, round after round, so that a machine that is slower for a while is slower for both. What is printed
//! is the median of the rounds and, in brackets, the least. No test asks for these numbers: they are of one machine.

mod peers;
mod phone;
mod rollup;
mod rust;

use crate::build::{self, Profile, bindgen};
use crate::command::{self, step};
use crate::place;
use crate::tools::wasm_opt;
use anyhow::{Context, Result, bail};
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What may be chosen.
#[derive(clap::Args)]
pub struct Options {
    /// What is measured: forms where it is left out
    what: Option<What>,
    /// How often each build runs over all cases
    #[arg(long, default_value_t = 7)]
    rounds: u32,
    /// Another build to run in turn with these: a native program, the script of a wasm module bound for Node, or one of tests/bench/peers; may be repeated
    #[arg(long, value_name = "PATH")]
    beside: Vec<PathBuf>,
}

/// What else can be measured.
#[derive(Clone, Copy, clap::ValueEnum)]
enum What {
    /// Totals at national size
    Rollup,
    /// The same form checked by phieu, by hand and by others, in Node and in Python
    Peers,
    /// How long the app keeps somebody waiting on a poor phone and a poor network
    Phone,
    /// The same form checked natively by phieu, by hand, and by crates that check data
    Rust,
}

/// What a build took for one step of one case, in microseconds, round by round.
type Times = BTreeMap<(usize, Key), Vec<f64>>;

/// The shape, size and step of a line.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    shape: String,
    size: u64,
    step: String,
}

/// Builds, runs and prints.
pub fn bench(options: &Options) -> Result<()> {
    match options.what {
        Some(What::Rollup) => return rollup::bench(),
        Some(What::Peers) => return peers::bench(options.rounds),
        Some(What::Phone) => return phone::bench(options.rounds),
        Some(What::Rust) => return rust::bench(options.rounds),
        None => {}
    }
    let native = step("compiling the bench natively", native)?;
    let script = step("compiling it to wasm", wasm)?;
    let mut builds = vec![("native".to_owned(), native), ("wasm".to_owned(), script)];
    let named = |path: &PathBuf| (path.file_name().unwrap_or_default().to_string_lossy().into_owned(), path.clone());
    builds.extend(options.beside.iter().map(named));
    let (mut order, mut times, mut computed) = (Vec::new(), Times::new(), BTreeMap::new());
    for round in 1..=options.rounds {
        println!("  round {round} of {}", options.rounds);
        for (build, (_, program)) in builds.iter().enumerate() {
            for line in run(program)?.lines() {
                let line: Json = serde_json::from_str(line).context("the bench wrote a line that is no JSON")?;
                let key = key(&line);
                if !order.contains(&key) {
                    order.push(key.clone());
                }
                if let Some(count) = line["computed"].as_u64() {
                    computed.insert(key.clone(), count);
                }
                times.entry((build, key)).or_default().push(line["us"].as_f64().context("a line without a time")?);
            }
        }
    }
    times.values_mut().for_each(|each| each.sort_by(f64::total_cmp));
    let names: Vec<&str> = builds.iter().map(|(name, _)| name.as_str()).collect();
    print_times(&names, &order, &times, &computed);
    print_ratios(&names, &order, &times);
    Ok(())
}

fn native() -> Result<PathBuf> {
    command::shown(command::cargo().args(["build", "--release", "--quiet", "-p", "phieu-bench", "--bin", "phieu-bench"]))?;
    Ok(place::target().join("release/phieu-bench"))
}

fn wasm() -> Result<PathBuf> {
    build::wasm(&["-p", "phieu-bench"], &["--bins"], Profile::Release)?;
    let module = build::compiled("phieu-bench-wasm", Profile::Release);
    let folder = place::target().join("bench/node");
    bindgen::run(std::fs::read(module)?, &folder, bindgen::Target::Node, "bench", bindgen::Names::Dropped)?;
    let file = folder.join("bench_bg.wasm");
    wasm_opt::shrink(&file, &file)?;
    Ok(folder.join("bench.js"))
}

/// One round of a build.
fn run(program: &Path) -> Result<String> {
    let is_script = program.extension().is_some_and(|ending| ["js", "cjs", "mjs"].iter().any(|script| ending == *script));
    let mut command = if is_script { Command::new("node") } else { Command::new(program) };
    if is_script {
        command.arg(place::root().join("tests/bench/bench.mjs")).arg(program);
    }
    let output = command::heard(&mut command)?;
    if !output.ok {
        bail!("{}: {}", place::short(program), output.text.trim_end());
    }
    Ok(output.text)
}

fn key(line: &Json) -> Key {
    let text = |name: &str| line[name].as_str().unwrap_or_default().to_owned();
    Key { shape: text("shape"), size: line["size"].as_u64().unwrap_or_default(), step: text("step") }
}

fn print_times(names: &[&str], order: &[Key], times: &Times, computed: &BTreeMap<Key, u64>) {
    println!("\n| form | size | step | formulas | {} |", names.join(" | "));
    println!("|---|---:|---|---:|{}", "---:|".repeat(names.len()));
    for key in order {
        let cells = (0..names.len()).map(|build| times.get(&(build, key.clone())).map_or_else(|| "–".to_owned(), |each| cell(each)));
        let formulas = computed.get(key).filter(|count| **count > 0).map_or_else(|| "–".to_owned(), |count| count.to_string());
        println!("| {} | {} | {} | {formulas} | {} |", key.shape, key.size, key.step, cells.collect::<Vec<_>>().join(" | "));
    }
}

/// The median, and the least in brackets.
fn cell(times: &[f64]) -> String {
    format!("{} ({})", time(median(times)), time(times[0]))
}

fn median(sorted: &[f64]) -> f64 {
    sorted[sorted.len() / 2]
}

/// Microseconds as people read them: three digits.
fn time(us: f64) -> String {
    let (number, unit) = if us >= 1_000.0 { (us / 1_000.0, "ms") } else { (us, "µs") };
    let digits = if number >= 100.0 { 0 } else { usize::from(number < 10.0) + 1 };
    format!("{number:.digits$} {unit}")
}

/// How many times as long what ran beside took: its script or program, each step that it shares with both builds.
fn print_ratios(names: &[&str], order: &[Key], times: &Times) {
    let took = |build: usize, key: &Key| times.get(&(build, key.clone())).map(|each| median(each));
    for (build, name) in names.iter().enumerate().skip(2) {
        println!("\n| form | size | step | {name} | native | wasm |\n|---|---:|---|---:|---:|---:|");
        for key in order {
            let (Some(own), Some(native), Some(wasm)) = (took(build, key), took(0, key), took(1, key)) else { continue };
            let [native, wasm] = [native, wasm].map(|ours| format!("{:.0} ×", own / ours));
            println!("| {} | {} | {} | {} | {native} | {wasm} |", key.shape, key.size, key.step, time(own));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_three_digits_and_a_unit() {
        let written: Vec<String> = [0.5, 12.34, 123.4, 1_234.0, 56_780.0].into_iter().map(time).collect();
        assert_eq!(written, ["0.50 µs", "12.3 µs", "123 µs", "1.23 ms", "56.8 ms"]);
    }

    #[test]
    fn the_middle_one_is_the_median() {
        assert_eq!(median(&[1.0, 2.0, 9.0]), 2.0);
    }
}
