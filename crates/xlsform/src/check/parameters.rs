//! The column `parameters`: `name=value` pairs, each with a meaning for the row's type.

use phieu_form::{Cell, Row, Sheet};

use super::Check;

/// The names that each type takes; a type that is not here takes what it likes.
const NAMES: [(&str, &[&str]); 12] = [
    ("select_one", &["randomize", "seed", "value", "label"]),
    ("select_multiple", &["randomize", "seed", "value", "label"]),
    ("rank", &["randomize", "seed", "value", "label"]),
    ("select_one_from_file", &["randomize", "seed", "value", "label"]),
    ("select_multiple_from_file", &["randomize", "seed", "value", "label"]),
    ("range", &["start", "end", "step", "tick_interval", "placeholder", "tick_labelset"]),
    ("text", &["rows", "max"]),
    ("image", &["max-pixels", "app"]),
    ("audio", &["quality"]),
    ("background-audio", &["quality"]),
    ("geopoint", &["allow-mock-accuracy", "capture-accuracy", "warning-accuracy"]),
    ("geoshape", &["allow-mock-accuracy", "incremental"]),
];

/// The parameters that a type takes, by its name.
pub fn parameters(name: &str) -> &'static [&'static str] {
    NAMES.iter().find(|(each, _)| *each == name).map_or(&[], |(_, names)| *names)
}

/// The pairs of a cell; `Err` with the part that is none.
pub(super) fn pairs(text: &str) -> Result<Vec<(String, String)>, String> {
    let parts = text.split([' ', ',', ';', '\n', '\t']).map(str::trim).filter(|part| !part.is_empty());
    parts
        .map(|part| match part.split_once('=') {
            Some((name, value)) if !name.is_empty() && !value.is_empty() && !value.contains('=') => {
                Ok((name.to_lowercase(), value.to_owned()))
            }
            _ => Err(part.to_owned()),
        })
        .collect()
}

impl Check<'_> {
    pub(super) fn parameters(&mut self, row: &Row, base: &str) {
        let Some(cell) = row.cell("parameters") else { return };
        // Spaces around `=` are no mistake.
        let text = cell.text.split('=').map(str::trim).collect::<Vec<_>>().join("=");
        let pairs = match pairs(&text) {
            Ok(pairs) => pairs,
            Err(part) => {
                let message = format!("expected `name=value`, found `{part}`");
                return self.cell(Sheet::Survey, cell, message, Some("write them as `start=1 end=5`"));
            }
        };
        if let Some((_, known)) = NAMES.iter().find(|(name, _)| *name == base) {
            for (name, _) in pairs.iter().filter(|(name, _)| !known.contains(&name.as_str())) {
                let hint = phieu_form::nearest(name, known.iter().copied());
                let message = format!("a row of type {base} has no parameter `{name}`; it has {}", known.join(", "));
                self.cell(Sheet::Survey, cell, message, hint.as_deref());
            }
        }
        self.values(cell, base, &pairs);
    }

    fn values(&mut self, cell: &Cell, base: &str, pairs: &[(String, String)]) {
        let value = |name: &str| pairs.iter().find(|(each, _)| each == name).map(|(_, value)| value.as_str());
        let mut wrong = |name: &str, expected: &str| {
            let message = format!("expected {expected} for `{name}`, found `{}`", value(name).unwrap_or_default());
            self.cell(Sheet::Survey, cell, message, None);
        };
        for name in ["value", "label"] {
            let is_name = |text: &str| {
                let mut letters = text.chars();
                letters.next().is_some_and(|first| first.is_alphabetic() || first == '_')
                    && letters.all(|each| each.is_alphanumeric() || "_-.".contains(each))
            };
            if base.ends_with("_from_file") && value(name).is_some_and(|value| !is_name(value)) {
                wrong(name, "the name of a column");
            }
        }
        let is_number = |text: &str| text.parse::<f64>().is_ok();
        if value("randomize").is_some_and(|value| !["true", "false"].contains(&value.to_lowercase().as_str())) {
            wrong("randomize", "true or false");
        }
        if value("seed").is_some_and(|seed| !is_number(seed) && !seed.starts_with("${")) {
            wrong("seed", "a number or a question");
        } else if value("seed").is_some() && !value("randomize").is_some_and(|value| value.eq_ignore_ascii_case("true")) {
            wrong("seed", "`randomize=true` beside it and a number");
        }
        if base == "text" && value("rows").is_some_and(|rows| rows.parse::<i64>().is_err()) {
            wrong("rows", "a whole number");
        }
        if base == "image" && value("max-pixels").is_some_and(|pixels| pixels.parse::<i64>().is_err()) {
            wrong("max-pixels", "a whole number");
        }
        let qualities: &[&str] = match base {
            "audio" => &["voice-only", "low", "normal", "external"],
            "background-audio" => &["voice-only", "low", "normal"],
            _ => return,
        };
        if value("quality").is_some_and(|quality| !qualities.contains(&quality)) {
            wrong("quality", &qualities.join(", "));
        }
    }
}
