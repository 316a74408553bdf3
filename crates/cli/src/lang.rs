//! The language of what is printed for people.

use clap::ValueEnum;

/// A language that the command speaks.
#[derive(Clone, Copy, ValueEnum)]
pub enum Lang {
    /// Tiếng Việt
    Vi,
    /// English
    En,
}

impl Lang {
    /// Its tag, as in BCP 47.
    pub fn tag(self) -> &'static str {
        match self {
            Lang::Vi => "vi",
            Lang::En => "en",
        }
    }
}
