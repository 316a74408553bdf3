//! What the decisions of the country and of provinces want reached, by when, and which figure of which form shows it, from `data/targets.toml`.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::{DataError, UnitKind, read};

/// One target.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// Its id, unique among the targets.
    pub id: String,
    /// The decision or plan, by language.
    pub source: BTreeMap<String, String>,
    /// What is to be reached, by language; where it is left out, the field's own label says it.
    pub label: Option<BTreeMap<String, String>>,
    /// The province whose own it is, by its code; the country's where none is named.
    pub province: Option<String>,
    /// The kinds of unit that are measured by it.
    pub levels: Vec<UnitKind>,
    /// The first year.
    pub from: i32,
    /// The last year.
    pub to: i32,
    /// Whether it is set anew each year.
    #[serde(default)]
    pub yearly: bool,
    /// At least so much by the end of the last year.
    pub least: Option<f64>,
    /// The field of the same report in which units write what they want to reach at least.
    pub least_path: Option<String>,
    /// At most so much.
    pub most: Option<f64>,
    /// Where it began.
    #[serde(default)]
    pub start: f64,
    /// Whether it holds at all times, and not only at the end.
    #[serde(default)]
    pub always: bool,
    /// The form.
    pub form: String,
    /// The field whose total is the result, or its numerator.
    pub path: String,
    /// How the result is made.
    pub take: Take,
    /// What the result is a share of, in percent; only of the last period's figure.
    pub of: Option<Whole>,
    /// With `having`: the kind of unit that is counted.
    pub units: Option<UnitKind>,
}

/// How a result is made from the totals of periods.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Take {
    /// The total of the year's last period of which something is approved.
    Last,
    /// The totals of all years from the first, added.
    Sum,
    /// In how many of a hundred units the figure is more than nothing.
    Having,
}

/// What a result is a share of.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Whole {
    /// The form, where it is another one.
    pub form: Option<String>,
    /// The field.
    pub path: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    target: Vec<Target>,
}

/// All targets, in the order of their file.
pub fn targets() -> Result<Vec<Target>, DataError> {
    read::<File>("targets.toml", include_str!("../data/targets.toml")).map(|file| file.target)
}

impl Target {
    /// Whether a unit of a kind is measured by it in a year.
    pub fn concerns(&self, kind: Option<UnitKind>, year: i32) -> bool {
        kind.is_some_and(|kind| self.levels.contains(&kind)) && (self.from..=self.to).contains(&year)
    }

    /// A target that a unit set itself for one year.
    pub fn of_year(year: i32, form: &str, path: &str, least: Option<f64>, most: Option<f64>, source: &str) -> Target {
        Target {
            id: format!("{form}/{path}"),
            source: ["vi", "en"].map(|language| (language.to_owned(), source.to_owned())).into(),
            label: None,
            province: None,
            levels: Vec::new(),
            from: year,
            to: year,
            yearly: true,
            least,
            least_path: None,
            most,
            start: 0.0,
            always: false,
            form: form.to_owned(),
            path: path.to_owned(),
            take: Take::Last,
            of: None,
            units: None,
        }
    }
}
