//! What a report may know from outside: the day, and the reports and facts handed in as secondary instances.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Everything that an expression cannot find in the form itself. Without it the engine knows no day and no other report.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Context {
    /// Today, `YYYY-MM-DD`, where the report is filled in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub today: Option<String>,
    /// Now, `YYYY-MM-DDThh:mm:ss.sss+hh:mm`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub now: Option<String>,
    /// BCP 47 tag of the reader's language; the form's default where it is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// What the device knows, by name: `deviceid`, `username`, `email`, `phonenumber`, `geopoint`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub properties: BTreeMap<String, String>,
    /// What random numbers and identifiers are made from; without it there are none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seed: Option<u64>,
    /// Secondary instances by id: an object is a group, an array of objects a repeat, an array of texts a multiple choice.
    #[serde(default)]
    pub instances: BTreeMap<String, Value>,
}
