//! The data cases and the random edits, as functions from text to text.
//!
//! The same functions run natively, in Node and in a browser; what they return is compared byte by byte. Files are read
//! by whoever calls, because WebAssembly has none. What is expected of a case is checked here, in every build.

// The exported suite is written by the native program alone.
#![cfg_attr(target_arch = "wasm32", allow(dead_code))]

mod engine_suite;
mod numbers;
mod random_edits;
mod repeated_checks;
mod report_cases;
#[cfg(not(target_arch = "wasm32"))]
mod suite;

pub use engine_suite::run_engine_suite;
pub use numbers::Numbers;
pub use random_edits::{follow_edits, run_random_edits};
pub use repeated_checks::run_repeated_checks;
pub use report_cases::run_report_cases;
#[cfg(not(target_arch = "wasm32"))]
pub use suite::export_suite;
