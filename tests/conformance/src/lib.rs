//! Other people's tests, replayed on phieu's crates: expressions, filling sessions, conversions.
//!
//! A folder of vectors is read as it is; no case is known by name here. What a suite maps from the recording to phieu stands in
//! its first lines. Cases that fail are listed with their reasons in `left/`, and a test holds that list to what really fails.

/// The documents that expressions are seen over: the same as in the tests of `xpath`.
#[path = "../../../crates/xpath/tests/document/mod.rs"]
mod document;
pub mod oracle;
pub mod sessions;
pub mod vectors;
pub mod xlsform;
pub mod xpath;
