//! What the association reports, as data: its forms, its organisation units, its calendar, what a province sets,
//! what the country wants reached.
//!
//! No rule of a form and no sentence of the app stands here in Rust. To add a form, put its file into `forms/` and one line
//! into the table of [`forms`]. Each part is read only when asked for, so that a phone which needs the forms does not carry the rest.

mod bodies;
mod calendar;
mod consent;
pub mod demo;
mod forms;
mod parameters;
mod province;
mod reviews;
mod targets;
mod units;
mod watches;

pub use bodies::{Bodies, Body, bodies};
pub use calendar::{Calendar, calendar};
pub use consent::{Consent, consent};
pub use forms::{FormSource, form, forms};
pub use parameters::{Parameters, parameters};
pub use phieu_unit::UnitKind;
pub use province::province_parameters;
pub use reviews::{Authority, Figure, Review, Section, Sent, reviews};
pub use targets::{Take, Target, Whole, targets};
pub use units::{Unit, centre, communes, hierarchy, hierarchy_digest, province, provinces};
pub use watches::{Watch, watches};

use std::fmt;

/// A data file of the catalogue could not be read; a test reads them all, so nobody should ever meet it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataError {
    /// The file.
    pub file: &'static str,
    /// What is wrong.
    pub message: String,
}

impl fmt::Display for DataError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}: {}", self.file, self.message)
    }
}

impl std::error::Error for DataError {}

fn read<T: serde::de::DeserializeOwned>(file: &'static str, text: &str) -> Result<T, DataError> {
    toml::from_str(text).map_err(|error| DataError { file, message: error.to_string() })
}
