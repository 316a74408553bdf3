//! The kinds of question, one file each.

mod date;
mod file;
mod given;
mod many;
mod note;
mod number;
mod one;
mod text;

pub use date::Date;
pub use file::File;
pub use given::Given;
pub use many::Many;
pub use note::Note;
pub use number::Number;
pub use one::One;
pub use text::Text;
