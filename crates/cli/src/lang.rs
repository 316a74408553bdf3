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

    /// The same as the server names it.
    pub fn language(self) -> phieu_server::Language {
        match self {
            Lang::Vi => phieu_server::Language::Vi,
            Lang::En => phieu_server::Language::En,
        }
    }
}
