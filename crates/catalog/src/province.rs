//! What a province sets, from `data/provinces/<code>.toml`: texts by name, which forms read from `instance('unit')`.
//! What holds from a day on, its `[[set]]`s, is read by `parameters`.

use std::collections::BTreeMap;

use crate::DataError;

/// A province's parameters, as texts (`"60"`, `"c"`); empty where the province has no file, and forms use their own figures.
pub fn province_parameters(province: &str) -> Result<BTreeMap<String, String>, DataError> {
    let (file, text) = match province {
        "68" => ("provinces/68.toml", include_str!("../data/provinces/68.toml")),
        _ => return Ok(BTreeMap::new()),
    };
    let table: BTreeMap<String, toml::Value> = crate::read(file, text)?;
    Ok(table.into_iter().filter(|(name, _)| name != "set").map(|(name, value)| (name, plain(value))).collect())
}

fn plain(value: toml::Value) -> String {
    match value {
        toml::Value::String(text) => text,
        other => other.to_string(),
    }
}
