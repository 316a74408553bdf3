//! What the phone keeps: who is signed in, duties, forms, drafts, reports on their way, receipts.
//!
//! Every change of several records is one transaction: a report is never in two places and never in none.
//! What it does not do: no network, no screen.

pub mod carried;
pub mod records;

#[cfg(target_arch = "wasm32")]
mod files;
#[cfg(target_arch = "wasm32")]
mod idb;
#[cfg(target_arch = "wasm32")]
mod keep;

#[cfg(target_arch = "wasm32")]
pub use files::{file, file_gone, file_stuck, set_file};
#[cfg(target_arch = "wasm32")]
pub use idb::{Error, let_go, take_up};
#[cfg(target_arch = "wasm32")]
pub use keep::*;
