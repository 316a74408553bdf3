//! What people type and read, against what the engine keeps: numbers, dates and numbers in words.
//!
//! Pure text to text, so that it is tested natively. Nothing is repaired: what cannot be read is left as typed,
//! and the engine says so.

pub mod dates;
pub mod marks;
pub mod numbers;
pub mod words;
