//! Reports on their way: sent by one window at a time, the same bytes at every attempt, until the server has them.
//!
//! A report leaves the outbox in three ways only: the server has it (its receipt is kept in the same transaction), the
//! server's rules refuse it (it is a draft again in the same transaction), or its owner says so.

pub mod answer;

#[cfg(target_arch = "wasm32")]
mod lock;
#[cfg(target_arch = "wasm32")]
mod seal;
#[cfg(target_arch = "wasm32")]
mod upload;

#[cfg(target_arch = "wasm32")]
pub use lock::renew;
#[cfg(target_arch = "wasm32")]
pub use seal::seal;
#[cfg(target_arch = "wasm32")]
pub use upload::{Hurry, is_called, kick};
