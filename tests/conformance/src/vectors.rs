//! Files of vectors: one JSON object per line, packed.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use anyhow::{Context, Result};
use flate2::read::GzDecoder;
use serde_json::Value;

/// The lines of a file; none, with a word about it, where the folder does not have it.
pub fn lines(folder: &Path, name: &str) -> Result<Vec<Value>> {
    let path = folder.join(name);
    if !path.exists() {
        eprintln!("{} is not there: none of its cases is counted", path.display());
        return Ok(Vec::new());
    }
    let file = File::open(&path).with_context(|| path.display().to_string())?;
    let lines = BufReader::new(GzDecoder::new(file)).lines();
    let parsed = lines.map(|line| Ok(serde_json::from_str(&line?)?));
    parsed.collect::<Result<_>>().with_context(|| path.display().to_string())
}

/// A text; empty where it is none.
pub fn text(json: &Value) -> &str {
    json.as_str().unwrap_or_default()
}
