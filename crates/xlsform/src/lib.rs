//! Spellings of a form: what a [`Definition`] looks like in a file.
//!
//! TOML is how forms stand in git; one `[[survey]]` block is one row of the sheet, and `label.vi` is the column `label::vi`.
//! Markdown tables are sheets one after the other. All readers write headings and types in one spelling.

pub mod headings;
mod markdown;
mod ods;
mod sheets;
mod spelling;
mod toml;
pub mod types;
mod workbook;
mod xform;
mod xml;

pub use self::markdown::from_markdown;
pub use self::sheets::{Grid, GridCell, assemble};
pub use self::spelling::{Spelling, read};
pub use self::toml::{SyntaxError, from_toml};
pub use self::workbook::{LARGEST_FILE, LARGEST_UNPACKED, MOST_CELLS, Workbook, from_workbook};
pub use self::xform::from_xform;
