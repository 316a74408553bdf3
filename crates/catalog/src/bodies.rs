//! Bodies that are no more and who has their tasks now, from `data/bodies.toml`: what forms read from `instance('bodies')`.

use phieu_report::Date;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{DataError, read};

/// All of them, and how names are compared.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bodies {
    /// Letters that stand for others where names are compared.
    pub letters: String,
    /// The letters in whose place they stand, in the same order; those without one are left out.
    pub plain: String,
    /// The bodies.
    #[serde(rename = "body")]
    pub bodies: Vec<Body>,
}

/// A body that is no more.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Body {
    /// How its name is written.
    pub names: Vec<String>,
    /// The first day on which it was no more.
    pub until: Date,
    /// Who has its tasks now.
    pub now: String,
    /// Where that is said.
    pub source: String,
}

/// The bodies of the catalogue.
pub fn bodies() -> Result<Bodies, DataError> {
    read("bodies.toml", include_str!("../data/bodies.toml"))
}

impl Bodies {
    /// A name as it is compared: what `normalize-space(translate(name, letters, plain))` makes of it.
    pub fn compared(&self, name: &str) -> String {
        let place = |letter: char| self.letters.chars().position(|own| own == letter);
        let plain = name.chars().filter_map(|letter| place(letter).map_or(Some(letter), |at| self.plain.chars().nth(at)));
        plain.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// `{"letters", "plain", "body": [{"name": [{"key"}, …], "until", "now"}, …]}`, one `name` for each way to write it.
    pub fn instance(&self) -> Value {
        let of = |body: &Body| {
            let names: Vec<Value> = body.names.iter().map(|name| json!({ "key": self.compared(name) })).collect();
            json!({ "name": names, "until": body.until.to_string(), "now": body.now })
        };
        json!({ "letters": self.letters, "plain": self.plain, "body": self.bodies.iter().map(of).collect::<Value>() })
    }
}
