//! Spellings of a form: what a [`Definition`] looks like in a file.
//!
//! TOML is how forms stand in git; one `[[survey]]` block is one row of the sheet, and `label.vi` is the column `label::vi`.

mod toml;

pub use self::toml::{SyntaxError, from_toml};
