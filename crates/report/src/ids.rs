//! The names of things, as newtypes made by `parse`. Two of a kind compare as their texts do.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::error::{Error, shown};

/// A text newtype: `parse` with a test, `as_str`, Display, serde as a string that is parsed again.
macro_rules! name {
    ($(#[$about:meta])* $name:ident, $error:path, $test:expr) => {
        $(#[$about])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Reads it; the text must be exact, nothing is trimmed or changed in case.
            pub fn parse(text: &str) -> Result<Self, Error> {
                let test: fn(&str) -> bool = $test;
                if test(text) { Ok(Self(text.to_owned())) } else { Err($error(shown(text))) }
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl TryFrom<String> for $name {
            type Error = Error;
            fn try_from(text: String) -> Result<Self, Error> {
                Self::parse(&text)
            }
        }

        impl From<$name> for String {
            fn from(name: $name) -> String {
                name.0
            }
        }
    };
}

name! {
    /// The code of an organisation unit: `VN`, `68`, `24848`, `24848-C01`. 2–20 capital letters, digits and hyphens.
    OrgUnitCode, Error::OrgUnitCode, |text| words(text, 2..=20, |c| c.is_ascii_uppercase() || c.is_ascii_digit())
}

name! {
    /// The id of a form: `clb-thang`. 2–40 small letters, digits and hyphens.
    FormId, Error::FormId, |text| words(text, 2..=40, |c| c.is_ascii_lowercase() || c.is_ascii_digit())
}

name! {
    /// The version of a form: `2026.1`. 1–20 letters, digits, dots and hyphens.
    Version, Error::Version, |text| words(text, 1..=20, |c| c.is_ascii_alphanumeric() || c == '.')
}

name! {
    /// The id of a report, given by whoever made it: a UUID as RFC 9562 writes it, in lower case.
    ReportId, Error::ReportId, is_uuid
}

/// Whether a text is of this length, of these characters and hyphens, and has no hyphen at its ends.
fn words(text: &str, length: std::ops::RangeInclusive<usize>, allowed: fn(char) -> bool) -> bool {
    length.contains(&text.len()) && text.chars().all(|c| allowed(c) || c == '-') && !text.starts_with('-') && !text.ends_with('-')
}

fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte),
        })
}

/// Which sending of a report this is: 1, 2, 3… Revisions are only ever added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct Revision(u32);

impl Revision {
    /// The first.
    pub const FIRST: Revision = Revision(1);

    /// Reads decimal digits without sign or leading zero.
    pub fn parse(text: &str) -> Result<Revision, Error> {
        let exact = text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with('0');
        let number = text.parse::<u32>().ok().filter(|_| exact);
        number.map(Revision).ok_or_else(|| Error::Revision(shown(text)))
    }

    /// The number, 1 or more.
    pub fn get(self) -> u32 {
        self.0
    }

    /// The one after; `None` after four thousand million.
    pub fn next(self) -> Option<Revision> {
        self.0.checked_add(1).map(Revision)
    }
}

impl TryFrom<u32> for Revision {
    type Error = Error;
    fn try_from(number: u32) -> Result<Revision, Error> {
        if number == 0 { Err(Error::Revision("0".to_owned())) } else { Ok(Revision(number)) }
    }
}

impl From<Revision> for u32 {
    fn from(revision: Revision) -> u32 {
        revision.0
    }
}

impl fmt::Display for Revision {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        self.0.fmt(f)
    }
}
