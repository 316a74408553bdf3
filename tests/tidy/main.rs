//! The rules of the house, as tests: what people would otherwise have to remember when they read each other's changes.
//!
//! Each test collects everything that is wrong and tells it in one go, with the file and the line.
//! What clippy or rustfmt already hold is not repeated here. The command that this asks is `cargo xtask`, as people type it.

mod arrows;
mod code;
mod documents;
mod forms;
mod seeds;
mod tree;
mod versions;

/// Fails with every finding, one in a line.
fn nothing_wrong(rule: &str, found: Vec<String>) {
    assert!(found.is_empty(), "{rule}\n  {}", found.join("\n  "));
}
