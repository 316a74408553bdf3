//! "Nothing has changed since": a digest of what a stage read, kept beside its result.

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// The digest of a stage's inputs and the file that remembers the last one.
pub struct Stamp {
    file: PathBuf,
    digest: String,
    result: PathBuf,
}

impl Stamp {
    /// For a stage that makes the folder `result` out of the files `inputs`, with tools of these versions.
    pub fn of(result: &Path, inputs: &[&Path], versions: &[&str]) -> Result<Self> {
        let mut all = versions.join("\n");
        for input in inputs {
            let bytes = std::fs::read(input).with_context(|| format!("cannot read {}", input.display()))?;
            writeln!(all, "{}", hex(&bytes))?;
        }
        Ok(Self { file: result.with_extension("stamp"), digest: hex(all.as_bytes()), result: result.to_path_buf() })
    }

    /// The result is missing or was made from something else.
    pub fn is_stale(&self) -> bool {
        !self.result.exists() || std::fs::read_to_string(&self.file).ok().as_deref() != Some(&self.digest)
    }

    /// Remembers that the result is made.
    pub fn keep(&self) -> Result<()> {
        Ok(std::fs::write(&self.file, &self.digest)?)
    }
}

/// SHA-256 in hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
