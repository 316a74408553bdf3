//! What people type and read, against what the engine keeps: numbers, dates, places, numbers in words, marks in texts.
//!
//! Pure text to text, so that it is tested natively. Nothing is repaired: what cannot be read is left as typed,
//! and the engine says so.

pub mod dates;
pub mod fonts;
pub mod marks;
pub mod numbers;
pub mod places;
pub mod words;
