//! The functions: one file each, one table that lists them ([`FUNCTIONS`]), and how their arguments are reached.
//!
//! A function gets its arguments unevaluated, so that `if` and `coalesce` evaluate only what they need.

mod abs;
mod acos;
mod area;
mod arguments;
mod asin;
mod atan;
mod atan2;
mod base64;
mod base64_decode;
mod boolean;
mod boolean_from_string;
mod ceiling;
mod checklist;
mod choice_name;
mod coalesce;
mod concat;
mod contains;
mod cos;
mod count;
mod count_non_empty;
mod count_selected;
mod crossing;
mod current;
mod date;
mod date_time;
mod decimal_date_time;
mod decimal_time;
pub(crate) mod digest;
mod distance;
mod ends_with;
mod exp;
mod exp10;
mod false_;
mod floor;
pub(crate) mod format_date;
mod format_date_time;
mod geo;
mod geofence;
mod id;
mod if_;
mod indexed_repeat;
mod instance;
mod int;
mod intersects;
mod itext;
mod join;
mod lang;
mod last;
mod local_name;
mod log;
mod log10;
mod max;
mod min;
mod name;
mod namespace_uri;
mod normalize_space;
mod not;
mod now;
mod number;
mod once;
mod pi;
mod position;
mod pow;
mod property;
mod pulldata;
mod random;
mod randomize;
pub(crate) mod regex;
mod round;
mod selected;
mod selected_at;
mod sin;
mod sqrt;
mod starts_with;
mod string;
mod string_length;
mod substr;
mod substring;
mod substring_after;
mod substring_before;
mod sum;
mod table;
mod tan;
mod today;
mod translate;
mod true_;
mod uuid;
mod version;
mod weighted_checklist;

pub(crate) use arguments::Arguments;
pub use table::{FUNCTIONS, UNSUPPORTED};

use crate::ast::Span;
use crate::error::{Error, ErrorCode, Eval};
use crate::number::is_space;
use crate::value::Operand;

/// A function: what it is called, what it takes, what it does.
#[derive(Debug)]
pub struct Function {
    /// The name as it is written, with its prefix.
    pub name: &'static str,
    /// The arguments as a reader would write them: `text, start, end?`.
    pub arguments: &'static str,
    /// The fewest arguments.
    pub min: usize,
    /// The most arguments; `usize::MAX` where there is no bound.
    pub max: usize,
    /// Arguments above the fewest come in groups of so many.
    pub step: usize,
    /// Whether the first argument must be nodes, so that a plain value there is refused when the form is compiled.
    pub needs_nodes: bool,
    pub(crate) evaluate: Evaluate,
}

pub(crate) type Evaluate = for<'a> fn(&Arguments<'_, 'a>) -> Eval<Operand<'a>>;

impl PartialEq for Function {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Function {
    /// Whether it can be called with so many arguments.
    pub fn takes(&self, count: usize) -> bool {
        (self.min..=self.max).contains(&count) && (count - self.min).is_multiple_of(self.step)
    }

    /// How many arguments it takes, in words.
    pub(crate) fn expected_count(&self) -> String {
        let step = if self.step > 1 { format!(", then {} at a time", self.step) } else { String::new() };
        match (self.min, self.max) {
            (0, 0) => "no arguments".to_owned(),
            (1, 1) => "1 argument".to_owned(),
            (min, max) if min == max => format!("{min} arguments"),
            (min, usize::MAX) => format!("at least {min} arguments{step}"),
            (min, max) => format!("{min} to {max} arguments"),
        }
    }
}

/// Other names that JavaRosa knows functions by.
const ALIASES: [(&str, &str); 2] = [("enclosed-area", "area"), ("is-selected", "selected")];

/// The function of this name, or why there is none.
pub(crate) fn find(name: &str, span: Span) -> Eval<&'static Function> {
    let name = ALIASES.iter().find(|(alias, _)| *alias == name).map_or(name, |(_, name)| *name);
    if let Ok(index) = FUNCTIONS.binary_search_by(|function| function.name.cmp(name)) {
        return Ok(&FUNCTIONS[index]);
    }
    if let Some((_, reason)) = UNSUPPORTED.iter().find(|(known, _)| *known == name) {
        let error = Error::new(ErrorCode::UnsupportedFunction, span, format!("function `{name}` is not supported"));
        return Err(Box::new(error.with_hint(*reason)));
    }
    let error = Error::new(ErrorCode::UnknownFunction, span, format!("unknown function `{name}`"));
    Err(Box::new(match nearest(name) {
        Some(nearest) => error.with_hint(format!("did you mean `{nearest}`?")),
        None => error,
    }))
}

/// The function whose name is nearest to what was written, if any is near.
fn nearest(name: &str) -> Option<&'static str> {
    if name.len() > 40 {
        return None;
    }
    let lower = name.to_ascii_lowercase().replace('_', "-");
    let bound = 1 + lower.len() / 4;
    let distances = FUNCTIONS.iter().map(|function| (edit_distance(&lower, function.name), function.name));
    distances.filter(|(distance, _)| *distance <= bound).min_by_key(|(distance, _)| *distance).map(|(_, name)| name)
}

/// Letters to insert, drop or replace to turn one text into the other.
fn edit_distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.bytes().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.bytes().enumerate() {
            let replaced = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

/// The words of a list of choices.
pub(crate) fn words(list: &str) -> impl Iterator<Item = &str> {
    list.split(is_space).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_each_name_stands_once() {
        assert!(FUNCTIONS.is_sorted_by(|a, b| a.name < b.name));
        assert!(FUNCTIONS.iter().all(|function| function.about().ends_with('.')));
        for (name, _) in UNSUPPORTED {
            assert!(FUNCTIONS.iter().all(|function| function.name != name), "{name}");
        }
    }

    #[test]
    fn a_misspelt_name_gets_a_hint() {
        for (written, meant) in [("countt", "count"), ("format_date", "format-date"), ("SUM", "sum"), ("strng", "string")] {
            assert_eq!(nearest(written), Some(meant));
        }
        assert_eq!(nearest("completely-different"), None);
    }
}
