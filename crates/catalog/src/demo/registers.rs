//! What units keep in their registers, with days told from the day of the first start.

use phieu_report::Date;
use serde::Deserialize;
use serde_json::Value;

use crate::{DataError, read};

/// One register of one unit.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Register {
    pub(super) form: String,
    pub(super) unit: String,
    #[serde(default)]
    pub(super) fires: Vec<String>,
    answers: Value,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    register: Vec<Register>,
}

/// All registers of the demonstration.
pub(super) fn registers() -> Result<Vec<Register>, DataError> {
    let File { register } = read("demo-registers.toml", include_str!("../../data/demo-registers.toml"))?;
    Ok(register)
}

impl Register {
    /// As it stands today.
    pub(super) fn answers(&self, today: Date) -> Value {
        dated(&self.answers, today)
    }
}

/// The same with `today-40` as a day.
fn dated(value: &Value, today: Date) -> Value {
    match value {
        Value::String(text) => {
            let days = text.strip_prefix("today").and_then(|days| if days.is_empty() { Some(0) } else { days.parse().ok() });
            days.and_then(|days| today.plus_days(days)).map_or_else(|| value.clone(), |day| day.to_string().into())
        }
        Value::Array(items) => items.iter().map(|item| dated(item, today)).collect(),
        Value::Object(members) => members.iter().map(|(name, member)| (name.clone(), dated(member, today))).collect(),
        other => other.clone(),
    }
}
