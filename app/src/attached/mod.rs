//! Photographs and other files of reports: kept on the phone when they are chosen, sent after their report, shown where answers are read.
//!
//! A file's name is its answer. It is made here, from the file's own name and the beginning of its digest, so that two files of a report never
//! have one name, and rows may move.

pub mod going;

#[cfg(target_arch = "wasm32")]
mod sending;
#[cfg(target_arch = "wasm32")]
mod showing;
#[cfg(target_arch = "wasm32")]
mod taking;

#[cfg(target_arch = "wasm32")]
pub use sending::{Came, send_waiting, try_again};
#[cfg(target_arch = "wasm32")]
pub use showing::shown;
#[cfg(target_arch = "wasm32")]
pub use taking::{KINDS, take};
