//! Issue and language to sentence.
//!
//! The engine tells what is wrong as data; here it becomes a sentence for a reader. The form's author may have written
//! the sentence, with answers named in it; where not, it comes from `languages/<tag>.toml`. Numbers and dates are
//! written as the reader's language writes them. Nothing here decides whether something is wrong.

mod language;
mod sentence;
mod show;

pub use language::{Language, language};
pub use sentence::{sentence, text};
pub use show::{number, show};
