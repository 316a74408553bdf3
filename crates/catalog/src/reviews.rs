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
    /// To whom it goes, if each is asked for with a purpose.
    pub sent: Option<Sent>,
    /// What stands above the signature, by the answer to the question `authority`.
    pub authorities: BTreeMap<String, Authority>,
    /// Which question of a row holds what: `title`; `kind`, whose answers `midterm` and `final` are kinds of period; `programme`, a programme
    /// of the calendar; `from`, `to`; `layout`, whose answer `party` is the layout of Party documents and any other that of the
    /// administration; and what stands around the text of an office's document.
    #[serde(flatten)]
    pub questions: BTreeMap<String, String>,
}

/// Recipients as rows inside a row.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sent {
    /// The repeat.
    pub rows: String,
    /// Who.
    pub whom: String,
    /// What for.
    pub purpose: String,
    /// The line of each purpose; `{}` is the recipient.
    pub purposes: BTreeMap<String, String>,
}

/// In whose name somebody signs, in each layout.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Authority {
    /// In an administrative document.
    pub administration: String,
    /// In a document of the Party.
    pub party: String,
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
