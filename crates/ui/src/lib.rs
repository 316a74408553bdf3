//! Draws any form, on Leptos' signals.
//!
//! [`filling::Filling`] is the handle: questions read the report through it and send their edits to the engine; only the
//! nodes that the engine names as changed are drawn again. The crate knows no network, no storage and no association:
//! what to do after a change, or with a file, is its host's matter.
//!
//! Everything that draws exists only where there is a browser; reading and writing numbers and dates is pure and is
//! tested natively.

pub mod reading;
pub mod texts;

#[cfg(target_arch = "wasm32")]
pub mod dom;

#[cfg(target_arch = "wasm32")]
mod answers;
#[cfg(target_arch = "wasm32")]
mod filling;
#[cfg(target_arch = "wasm32")]
mod group;
#[cfg(target_arch = "wasm32")]
mod host;
#[cfg(target_arch = "wasm32")]
mod inputs;
#[cfg(target_arch = "wasm32")]
mod kept;
#[cfg(target_arch = "wasm32")]
mod marked;
#[cfg(target_arch = "wasm32")]
mod media;
#[cfg(target_arch = "wasm32")]
mod messages;
#[cfg(target_arch = "wasm32")]
mod print;
#[cfg(target_arch = "wasm32")]
mod question;
#[cfg(target_arch = "wasm32")]
mod repeat;
#[cfg(target_arch = "wasm32")]
mod sections;
#[cfg(target_arch = "wasm32")]
mod sentences;
#[cfg(target_arch = "wasm32")]
mod show;
#[cfg(target_arch = "wasm32")]
mod summary;

#[cfg(target_arch = "wasm32")]
pub use answers::{Beside, answers};
#[cfg(target_arch = "wasm32")]
pub use filling::{Filling, Said};
#[cfg(target_arch = "wasm32")]
pub use group::section_page;
#[cfg(target_arch = "wasm32")]
pub use host::{Address, Aloud, Host, OnKept};
#[cfg(target_arch = "wasm32")]
pub use kept::{Kept, OnAddress, address_of};
#[cfg(target_arch = "wasm32")]
pub use print::{Sheet, sheet};
#[cfg(target_arch = "wasm32")]
pub use sections::{Progress, Section};
#[cfg(target_arch = "wasm32")]
pub use summary::{error_summary, focus_question, focus_question_within};
