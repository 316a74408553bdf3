//! Which units are watched for silence, from `data/watches.toml`.

use serde::Deserialize;

use crate::{DataError, UnitKind, read};

/// How units of a kind are watched.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Watch {
    /// The kind of unit.
    pub kind: UnitKind,
    /// The form whose absence is silence.
    pub report: String,
    /// So many periods in a row without a report are silence.
    pub silent_after: usize,
    /// The form in which the unit says whether it is active.
    pub status_form: String,
    /// The path of the choice in it.
    pub status_field: String,
    /// The choices with which silence is told of.
    pub active: Vec<String>,
    /// The form in which their classes are told.
    pub class_form: String,
    /// The path of the choice in it.
    pub class_field: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    watch: Vec<Watch>,
}

/// Every kind of unit that is watched.
pub fn watches() -> Result<Vec<Watch>, DataError> {
    let File { watch } = read("watches.toml", include_str!("../data/watches.toml"))?;
    Ok(watch)
}
