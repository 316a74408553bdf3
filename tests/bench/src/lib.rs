//! How long compiling, checking and editing take, on forms and reports of many sizes.
//!
//! The forms are made here, so that any size can be asked for and nothing depends on who published what. The same program runs
//! natively and in Node; `cargo xtask bench` builds both, runs them in turn and prints one table. What is measured is what a
//! person waits for: a form that opens (compile), a report that opens with its verdict (load), a key press with its verdict (edit).
//! Times are never asserted; how many formulas an edit computes is (`tests/counts.rs`).

mod case;
mod clock;
mod interview;
mod measure;
mod shapes;
mod sheet;

use serde_json::json;

pub use case::Case;
pub use interview::interview;
pub use measure::{Step, measure, repeat};
pub use shapes::{catalogue, chain, flat, rows};

/// Every case of the table, in its order.
pub fn cases() -> Vec<Case> {
    let sizes = [60, 500, 2_000, 10_000];
    let of_sizes = sizes.into_iter().map(flat).chain(sizes.into_iter().map(chain));
    of_sizes.chain([rows(1_000), catalogue(), interview(500)]).collect()
}

/// The same kinds, small: that they still run.
pub fn small_cases() -> Vec<Case> {
    vec![flat(10), chain(10), rows(5), catalogue(), interview(40)]
}

/// One round over some cases: a line of JSON per step, `{"shape","size","step","us","computed"}`.
///
/// # Errors
/// Those of [`measure`].
pub fn round(cases: &[Case]) -> Result<String, String> {
    let mut lines = String::new();
    for case in cases {
        for Step { name, took, computed } in measure(case)? {
            let line = json!({"shape": case.shape, "size": case.size, "step": name, "us": took, "computed": computed});
            lines += &format!("{line}\n");
        }
    }
    Ok(lines)
}
