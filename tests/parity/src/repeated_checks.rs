//! The same report checked many times, for whoever holds the watch.

use phieu::Validator;
use serde_json::Value as Json;

/// Checks the report of a `base.json` `count` times, from JSON text to the verdict's text. Returns the length of the last verdict.
pub fn run_repeated_checks(form: &str, base: &str, count: u32) -> Result<String, String> {
    let validator = Validator::from_toml("form", form).map_err(|error| error.to_string())?;
    let base: Json = serde_json::from_str(base).map_err(|error| error.to_string())?;
    let (report, context) = (base["report"].to_string(), base["context"].to_string());
    let mut length = 0;
    for _ in 0..count {
        let verdict = validator.check_text(&report, Some(&context), "vi").map_err(|error| error.to_string())?;
        length = verdict.len();
    }
    Ok(length.to_string())
}
