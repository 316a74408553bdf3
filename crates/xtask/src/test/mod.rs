//! `cargo xtask test`: every test there is, in the order in which mistakes are cheapest to find.
//!
//! A part that fails does not stop the others. At the end stands a table and, as the last line, the sum. What a part
//! counts are the tests that its runner counted; a check without a runner (formatting, size) counts as one.
//! All native parts share the dev profile, so that on two cores no dependency is compiled twice without need.

mod parts;
mod tally;

use crate::build::native;
use crate::command::{self, seconds};
use crate::tools::{self, Tool};
use anyhow::{Result, bail};
use parts::{PARTS, Part};
use std::process::ExitCode;
use std::time::Instant;
use tally::Tally;

/// How one part went.
struct Row {
    name: &'static str,
    tally: Tally,
    took: String,
    wrong: Option<String>,
}

/// Runs the parts, all or those named, and says how they went.
pub fn test(only: &[String]) -> ExitCode {
    match chosen(only) {
        Ok(parts) => {
            set_up(&parts);
            report(&parts.iter().map(|part| run(part)).collect::<Vec<_>>())
        }
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// The rules of the house alone.
pub fn tidy() -> Result<()> {
    command::shown(native::cargo("test").args(["--quiet", "--test", "tidy"]))
}

fn chosen(only: &[String]) -> Result<Vec<&'static Part>> {
    if let Some(unknown) = only.iter().find(|name| PARTS.iter().all(|part| part.name != **name)) {
        let names: Vec<_> = PARTS.iter().map(|part| part.name).collect();
        bail!("there is no part `{unknown}`; the parts are {}", names.join(", "));
    }
    Ok(PARTS.iter().filter(|part| only.is_empty() || only.iter().any(|name| name == part.name)).collect())
}

/// Installs what the parts need, each thing once. A part that lacks something after that fails by itself.
fn set_up(parts: &[&Part]) {
    let needed = |tool: &&&Tool| parts.iter().any(|part| part.needs.iter().any(|need| need.name == tool.name));
    let needed: Vec<&Tool> = tools::ALL.iter().filter(needed).copied().collect();
    if needed.is_empty() {
        return;
    }
    println!("━━ set-up: what the tests need");
    if let Err(error) = tools::ensure(&needed) {
        println!("{error:#}");
    }
}

fn run(part: &Part) -> Row {
    println!("\n━━ {}: {}", part.name, part.about);
    let start = Instant::now();
    let mut tally = Tally::default();
    let outcome = tools::present(part.needs).and_then(|()| (part.run)(&mut tally));
    let wrong = outcome.err().map(|error| format!("{error:#}"));
    if let Some(wrong) = &wrong {
        println!("  {}: {wrong}", part.name);
        tally.failed = tally.failed.max(1);
    }
    Row { name: part.name, tally, took: seconds(start), wrong }
}

fn report(rows: &[Row]) -> ExitCode {
    println!("\n━━ summary");
    println!("{:<10} {:>7} {:>7}  {:>12}", "part", "passed", "failed", "time");
    for row in rows {
        println!("{:<10} {:>7} {:>7}  {:>12}", row.name, row.tally.passed, row.tally.failed, row.took);
    }
    for row in rows {
        if let Some(line) = row.wrong.as_ref().and_then(|wrong| wrong.lines().next()) {
            println!("{}: {line}", row.name);
        }
    }
    let passed: u32 = rows.iter().map(|row| row.tally.passed).sum();
    let failed: u32 = rows.iter().map(|row| row.tally.failed).sum();
    println!("{passed} passed, {failed} failed");
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_that_does_not_exist_is_refused() {
        let error = chosen(&["nativ".to_owned()]).err().map(|error| error.to_string()).unwrap_or_default();
        assert!(error.contains("no part `nativ`") && error.contains("native"), "{error}");
    }
}
