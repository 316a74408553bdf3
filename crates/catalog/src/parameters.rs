//! What a province sets from a day on, from `data/provinces`: points, classes, thresholds, which forms read from `instance('province')`.
//!
//! A `[[set]]` holds from its day. A later set names only what it changes, and a province's sets go before the country's, so that
//! a weight of next year is one line and an old report keeps what was true for its period. Which day counts is the caller's choice.

use std::collections::BTreeMap;

use phieu_report::Date;
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::{DataError, read};

/// All sets of the country and of the provinces, each list in the order of its days.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameters {
    country: Vec<Set>,
    provinces: BTreeMap<&'static str, Vec<Set>>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
struct Set {
    from: Date,
    #[serde(flatten)]
    values: Map<String, Value>,
}

#[derive(Deserialize)]
struct File {
    #[serde(default, rename = "set")]
    sets: Vec<Set>,
}

/// Reads what the country and the provinces set.
pub fn parameters() -> Result<Parameters, DataError> {
    Parameters::parse(include_str!("../data/provinces/national.toml"), &[("68", include_str!("../data/provinces/68.toml"))])
}

/// The sets of a file; what stands in it beside them is for others.
fn sets(file: &'static str, text: &str) -> Result<Vec<Set>, DataError> {
    let mut sets = read::<File>(file, text)?.sets;
    sets.sort_by_key(|set| set.from);
    Ok(sets)
}

impl Parameters {
    /// Reads the country's file and those of provinces, by their codes.
    pub fn parse(country: &str, provinces: &[(&'static str, &str)]) -> Result<Parameters, DataError> {
        let own = provinces.iter().map(|(code, text)| Ok((*code, sets("provinces/<code>.toml", text)?)));
        Ok(Parameters { country: sets("provinces/national.toml", country)?, provinces: own.collect::<Result<_, DataError>>()? })
    }

    /// What holds on a day in a province (its code; `None` is the country alone): groups of figures and texts.
    pub fn on(&self, province: Option<&str>, day: Date) -> Value {
        let own = province.and_then(|code| self.provinces.get(code));
        let mut held = Value::Object(Map::new());
        for set in self.country.iter().chain(own.into_iter().flatten()).filter(|set| set.from <= day) {
            set.values.iter().for_each(|(name, value)| lay_over(&mut held[name], value));
        }
        held
    }
}

/// Puts a value in the place of another; of groups, member by member.
fn lay_over(held: &mut Value, value: &Value) {
    match (held, value) {
        (Value::Object(held), Value::Object(members)) => {
            members.iter().for_each(|(name, value)| lay_over(held.entry(name).or_insert(Value::Null), value));
        }
        (held, value) => *held = value.clone(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use serde_json::json;

    use super::*;

    fn two_years() -> Parameters {
        let country = "[[set]]\nfrom = \"2027-01-01\"\n[set.rubric]\nmeetings = 18\n\n[[set]]\nfrom = \"2020-01-01\"\n[set.rubric]\nmeetings = 15\nbooks = 7\n";
        let own = "delta_percent = 30\n\n[[set]]\nfrom = \"2026-07-01\"\n[set.rubric]\nbooks = 9\n";
        Parameters::parse(country, &[("68", own)]).unwrap()
    }

    #[test]
    fn each_period_keeps_what_held_on_its_last_day() {
        for (province, day, expected) in [
            (None, "2019-12-31", json!({})),
            (None, "2026-12-14", json!({"rubric": {"meetings": 15, "books": 7}})),
            (None, "2027-01-01", json!({"rubric": {"meetings": 18, "books": 7}})),
            (Some("68"), "2026-06-14", json!({"rubric": {"meetings": 15, "books": 7}})),
            (Some("68"), "2026-12-14", json!({"rubric": {"meetings": 15, "books": 9}})),
            (Some("68"), "2027-06-14", json!({"rubric": {"meetings": 18, "books": 9}})),
            (Some("01"), "2027-06-14", json!({"rubric": {"meetings": 18, "books": 7}})),
        ] {
            assert_eq!(two_years().on(province, Date::parse(day).unwrap()), expected, "{province:?} {day}");
        }
    }

    #[test]
    fn a_set_without_its_day_is_told() {
        assert!(sets("file", "[[set]]\n[set.rubric]\nmeetings = 18\n").unwrap_err().message.contains("from"));
    }
}
