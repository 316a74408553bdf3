//! Starting other programs: shown, timed, and with their words kept when they fail.

use anyhow::{Context, Result, bail};
use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

/// What a program said and whether it was content.
pub struct Output {
    /// Exit status zero.
    pub ok: bool,
    /// Standard output, then standard error.
    pub text: String,
}

/// Cargo, with the toolchain of the caller, without the variables that `cargo run` set for this program.
pub fn cargo() -> Command {
    let mut command = Command::new("cargo");
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy();
        if name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") || name == "CARGO" {
            command.env_remove(&*name);
        }
    }
    command.current_dir(crate::place::root());
    command
}

/// Shows the command, lets it write to the terminal, and fails when it fails.
pub fn shown(command: &mut Command) -> Result<()> {
    println!("    $ {}", spelled(command));
    let status = command.status().with_context(|| format!("could not start {}", spelled(command)))?;
    if !status.success() {
        bail!("{} ended with {status}", spelled(command));
    }
    Ok(())
}

/// Runs without a word; what it said is in the error when it fails.
pub fn quiet(command: &mut Command) -> Result<String> {
    let output = heard(command)?;
    if !output.ok {
        bail!("{} failed:\n{}", spelled(command), output.text.trim_end());
    }
    Ok(output.text)
}

/// Runs without a word and tells what came of it.
pub fn heard(command: &mut Command) -> Result<Output> {
    let output = command.stdin(Stdio::null()).output().with_context(|| format!("could not start {}", spelled(command)))?;
    let text = [output.stdout, output.stderr].iter().map(|part| String::from_utf8_lossy(part).into_owned()).collect();
    Ok(Output { ok: output.status.success(), text })
}

/// Shows the command and its words as they come, and keeps its standard output (not its standard error).
pub fn followed(command: &mut Command) -> Result<Output> {
    println!("    $ {}", spelled(command));
    let mut child =
        command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().with_context(|| format!("could not start {}", spelled(command)))?;
    let mut text = String::new();
    if let Some(pipe) = child.stdout.take() {
        let mut out = std::io::stdout();
        for line in BufReader::new(pipe).split(b'\n') {
            let line = line?;
            let line = String::from_utf8_lossy(&line);
            writeln!(out, "{line}")?;
            text.push_str(&line);
            text.push('\n');
        }
    }
    Ok(Output { ok: child.wait()?.success(), text })
}

/// Does one step and says what and how long.
pub fn step<T>(what: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    println!("  {what} …");
    let start = Instant::now();
    let made = work().with_context(|| what.to_owned())?;
    println!("  {what}: {}", seconds(start));
    Ok(made)
}

/// The time since, as people read it.
pub fn seconds(start: Instant) -> String {
    let passed = start.elapsed().as_secs_f64();
    if passed < 60.0 { format!("{passed:.1} s") } else { format!("{} min {:02} s", passed as u64 / 60, passed as u64 % 60) }
}

/// The program of this name on the path.
pub fn on_path(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| is_program(file))
}

/// A file that may be started.
pub fn is_program(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    file.metadata().is_ok_and(|meta| meta.is_file() && meta.permissions().mode() & 0o111 != 0)
}

/// The path with these folders before everything else.
pub fn path_with(folders: &[PathBuf]) -> std::ffi::OsString {
    let rest = std::env::var_os("PATH").unwrap_or_default();
    let all = folders.iter().cloned().chain(std::env::split_paths(&rest));
    std::env::join_paths(all).unwrap_or(rest)
}

/// The first number like `18.2.1` in a text, as far as its first two parts.
pub fn version_in(text: &str) -> Option<(u32, u32)> {
    text.split(|c: char| !(c.is_ascii_digit() || c == '.')).find_map(|word| {
        let mut parts = word.split('.');
        let major = parts.next()?.parse().ok()?;
        Some((major, parts.next().and_then(|part| part.parse().ok()).unwrap_or(0)))
    })
}

fn spelled(command: &Command) -> String {
    let root = crate::place::root();
    let word = |part: &OsStr| {
        let text = part.to_string_lossy().into_owned();
        let text = text.replace(&format!("{}/", root.display()), "");
        if text.contains(' ') { format!("'{text}'") } else { text }
    };
    std::iter::once(command.get_program()).chain(command.get_args()).map(word).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_found_where_programs_write_them() {
        assert_eq!(version_in("v20.20.2\n"), Some((20, 20)));
        assert_eq!(version_in("wasm-pack 0.15.1"), Some((0, 15)));
        assert_eq!(version_in("wasm-opt version 108 (version_108)"), Some((108, 0)));
        assert_eq!(version_in("no number"), None);
    }

    #[test]
    fn a_failing_program_is_an_error_with_its_words() {
        let error = quiet(Command::new("sh").args(["-c", "echo lost; exit 3"])).expect_err("it must fail");
        assert!(error.to_string().contains("lost"), "{error}");
    }
}
