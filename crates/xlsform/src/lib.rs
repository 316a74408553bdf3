//! Spellings of a form: what a [`Definition`] looks like in a file.
//!
//! TOML is how forms stand in git; one `[[survey]]` block is one row of the sheet, and `label.vi` is the column `label::vi`.
//! Workbooks and Markdown tables are sheets; an ODK XForm says the same in XML. All readers write headings and types in one
//! spelling, and whatever has no place in a file is told.

mod as_sheets;
mod check;
mod data;
mod excel;
pub mod headings;
mod json;
pub mod limits;
mod markdown;
mod ods;
mod rows;
mod sheets;
mod spelling;
mod submission;
mod toml;
mod toml_write;
pub mod types;
mod typing;
mod workbook;
mod xform;
mod xml;

pub use self::check::{check, parameters};
pub use self::data::{MOST_DATA_ROWS, attach, files};
pub use self::excel::{LONGEST_CELL, Table, to_workbook, to_xlsx};
pub use self::json::from_json;
pub use self::markdown::{from_markdown, to_markdown};
pub use self::rows::{
    MOST_COLUMNS, MOST_TAKEN, Matching, RowFinding, RowProblem, TableError, Taken, TakenColumn, TakenRow, fold, read_day, read_table,
    take_reports, take_rows, take_rows_by,
};
pub use self::sheets::{Grid, GridCell, assemble};
pub use self::spelling::{Spelling, WRITTEN, read, write};
pub use self::submission::{Submission, order_choices};
pub use self::toml::{SyntaxError, from_toml};
pub use self::toml_write::to_toml;
pub use self::workbook::{LARGEST_FILE, LARGEST_UNPACKED, MOST_CELLS, Workbook, from_workbook};
pub use self::xform::{from_xform, to_xform};
pub use self::xml::{escape as escape_xml, unescaped as unescape_xml};
