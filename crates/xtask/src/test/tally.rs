//! How many tests passed and failed, read from what the runners print.

use crate::command::{self, Output};
use anyhow::{Result, bail};
use std::process::Command;

/// The count of one part.
#[derive(Default, Debug, PartialEq, Eq)]
pub struct Tally {
    /// Tests that held.
    pub passed: u32,
    /// Tests that did not.
    pub failed: u32,
}

impl Tally {
    /// A check that has no runner: it holds when the command is content.
    pub fn check(&mut self, command: &mut Command) -> Result<()> {
        command::shown(command)?;
        self.passed += 1;
        Ok(())
    }

    /// Cargo's test runner.
    pub fn cargo(&mut self, command: &mut Command) -> Result<()> {
        self.count(command, count_cargo)
    }

    /// Node's test runner, over these files.
    pub fn node(&mut self, command: &mut Command) -> Result<()> {
        self.count(command, count_node)
    }

    /// Python's test runner, as `pkg/python/tests` starts it.
    pub fn python(&mut self, command: &mut Command) -> Result<()> {
        self.count(command, count_python)
    }

    fn count(&mut self, command: &mut Command, read: fn(&str) -> Tally) -> Result<()> {
        let Output { ok, text } = command::followed(command)?;
        let found = read(&text);
        self.passed += found.passed;
        self.failed += found.failed;
        match (ok, found.passed + found.failed) {
            (false, _) => bail!("{} tests failed", found.failed),
            (true, 0) => bail!("no test ran"),
            (true, _) => Ok(()),
        }
    }
}

/// `test result: ok. 12 passed; 0 failed; …`, once for every test program.
fn count_cargo(text: &str) -> Tally {
    let mut tally = Tally::default();
    for line in text.lines().filter_map(|line| line.strip_prefix("test result: ")) {
        tally.passed += number_before(line, " passed");
        tally.failed += number_before(line, " failed");
    }
    tally
}

/// `ℹ pass 12`, `ℹ fail 0`, `ℹ cancelled 0`: the last lines of the reporter `spec`.
fn count_node(text: &str) -> Tally {
    let number = |word: &str| {
        let lines = text.lines().filter_map(|line| line.trim_start_matches(['ℹ', ' ']).strip_prefix(word));
        lines.filter_map(|rest| rest.trim().parse::<u32>().ok()).next_back().unwrap_or(0)
    };
    Tally { passed: number("pass "), failed: number("fail ") + number("cancelled ") }
}

/// `counted: 12 passed, 1 failed`, the last line.
fn count_python(text: &str) -> Tally {
    let line = text.lines().rev().find_map(|line| line.strip_prefix("counted: ")).unwrap_or_default();
    Tally { passed: number_before(line, " passed"), failed: number_before(line, " failed") }
}

fn number_before(line: &str, word: &str) -> u32 {
    line.split(word).next().and_then(|before| before.rsplit([' ', '.']).next()).and_then(|digits| digits.parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_test_program_of_cargo_counts() {
        let text = "test result: ok. 12 passed; 0 failed; 0 ignored; 0 measured\nrunning 1 test\n\
                    test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured\n";
        assert_eq!(count_cargo(text), Tally { passed: 15, failed: 2 });
    }

    #[test]
    fn what_node_cancelled_did_not_pass() {
        let text = "✔ one (1ms)\nℹ tests 6\nℹ pass 4\nℹ fail 1\nℹ cancelled 1\nℹ skipped 0\n";
        assert_eq!(count_node(text), Tally { passed: 4, failed: 2 });
    }

    #[test]
    fn python_counts_in_its_last_line() {
        let text = "test_a ... ok\ncounted: 7 passed, 9 failed\ncounted: 12 passed, 1 failed\n";
        assert_eq!(count_python(text), Tally { passed: 12, failed: 1 });
        assert_eq!(count_python("Traceback"), Tally::default());
    }

    #[test]
    fn a_runner_that_runs_nothing_is_a_failure() {
        let mut tally = Tally::default();
        assert!(tally.cargo(Command::new("sh").args(["-c", "echo nothing"])).is_err());
    }
}
