//! Which figures and words make up a mid-term or final review, from `data/reviews.toml`.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::{DataError, read};

/// How a review is put together.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Review {
    /// The register whose rows are reviews.
    pub form: String,
    /// Its sections, in order.
    #[serde(rename = "section")]
    pub sections: Vec<Section>,
    /// Which question of a row holds what: `title`, `kind`, `from`, `to`, and what stands around the text of an office's document.
    #[serde(flatten)]
    pub questions: BTreeMap<String, String>,
}

/// A heading, with what stands under it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// The heading by language.
    pub heading: BTreeMap<String, String>,
    /// Questions of a row whose answers stand here.
    pub words: Vec<String>,
    /// Figures that stand here.
    #[serde(default, rename = "figure")]
    pub figures: Vec<Figure>,
}

/// A field of a form.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figure {
    /// The form.
    pub form: String,
    /// The field's path.
    pub path: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    review: Vec<Review>,
}

/// Every kind of review.
pub fn reviews() -> Result<Vec<Review>, DataError> {
    let File { review } = read("reviews.toml", include_str!("../data/reviews.toml"))?;
    Ok(review)
}
