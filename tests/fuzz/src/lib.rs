//! What must hold for any bytes: no panic, no end of the stack, no cost without bound.
//!
//! A target takes bytes and does with them what phieu does with input from outside. `cargo test -p phieu-fuzz` replays the kept corpus and
//! a fixed number of mutations of it, the same ones every time; `cargo xtask fuzz` lets libFuzzer search for longer, led by the
//! code that an input reaches. What it finds becomes a named case where the mistake was, and a file of the corpus here.
//!
//! Time is no measure. What an input costs is counted in bytes of memory asked for ([`cost`]), which is the same on every machine,
//! and every evaluation has its steps; libFuzzer has a time limit beside that.

pub mod cost;
pub mod mutate;
pub mod targets;

pub use targets::{TARGETS, Target};

/// The longest input that a target is given.
pub const LONGEST: usize = 8 * 1024;

/// All memory that may be asked for in the course of one input, given back or not. The largest of the corpus ask for a tenth.
pub const MOST_BYTES: u64 = 2 << 30;

/// Gives bytes to a target. Panics where something does not hold.
pub fn run(target: &Target, data: &[u8]) {
    let data = &data[..data.len().min(LONGEST)];
    let ((), bytes) = cost::of(|| (target.run)(data));
    assert!(bytes <= MOST_BYTES, "{}: {bytes} bytes were asked for", target.name);
}
