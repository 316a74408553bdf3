//! Organisation units over time: what a unit was called and where it stood on a day, which units it came from, and how its name is found.
//!
//! A code is given once and means one body. Its [`Version`]s follow each other without a gap; a unit that has ended keeps them all, because
//! reports hang on it. A [`Succession`] says which units went on in which others, so that figures of before and after can be compared.
//! [`Hierarchy`] holds all of them and carries out a [`Change`], or says why not; it never takes anything away.
//!
//! It reads no clock and knows no report: which day counts is the caller's choice.

mod change;
mod fault;
mod hierarchy;
mod kind;
mod life;
mod predecessor;
mod search;
mod succession;

pub use change::{Action, Change, Heir, Part};
pub use fault::Fault;
pub use hierarchy::Hierarchy;
pub use kind::UnitKind;
pub use life::{Life, Version};
pub use predecessor::Predecessor;
pub use search::{Query, Rank};
pub use succession::{Source, Succession, SuccessionKind, sources};
