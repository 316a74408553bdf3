//! What a person agrees to when an account is opened, from `data/consent.toml`.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::{DataError, read};

/// The text, with its version.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Consent {
    /// Which wording it is.
    pub version: String,
    /// The text by language; paragraphs are lines.
    pub text: BTreeMap<String, String>,
}

/// The text of the catalogue.
pub fn consent() -> Result<Consent, DataError> {
    read("consent.toml", include_str!("../data/consent.toml"))
}
