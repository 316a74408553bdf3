//! What the demonstration has told so far: reports of all units, from which later ones carry on.

use std::collections::BTreeMap;

use phieu_report::{Date, Period, PeriodType, Window};
use serde_json::Value;

/// A report that was told.
struct Entry {
    period: Period,
    answers: Value,
}

/// All of them, by form and unit, in the order in which they were told.
pub(super) struct Told {
    window: Window,
    entries: BTreeMap<(String, String), Vec<Entry>>,
}

impl Told {
    pub(super) fn new(window: Window) -> Told {
        Told { window, entries: BTreeMap::new() }
    }

    pub(super) fn add(&mut self, form: &str, unit: &str, period: Period, answers: &Value) {
        let entries = self.entries.entry((form.to_owned(), unit.to_owned())).or_default();
        entries.push(Entry { period, answers: answers.clone() });
    }

    /// A figure of the unit's last report that ended before a period begins; of two that ended together the one of the same kind.
    pub(super) fn before(&self, form: &str, unit: &str, period: Period, name: &str) -> Option<i64> {
        let ended =
            self.of(form, unit).filter(|entry| !entry.period.is_estimate() && entry.period.end(self.window) < period.start(self.window));
        let last = ended.max_by_key(|entry| (entry.period.end(self.window), entry.period.kind() == period.kind()))?;
        figure(&last.answers, name)
    }

    /// A figure of the unit's report for the period itself, or of its last one that ended by its end and before a day.
    pub(super) fn latest(&self, form: &str, unit: &str, period: Period, day: Date, name: &str) -> Option<i64> {
        let ended = |own: Period| own.end(self.window) <= period.end(self.window) && own.end(self.window) < day;
        let by_then = self.of(form, unit).filter(|entry| entry.period == period || ended(entry.period));
        let last = by_then.max_by_key(|entry| (entry.period == period, entry.period.end(self.window)))?;
        figure(&last.answers, name)
    }

    /// A figure of the unit's report for a period, or what its months or quarters within it add up to.
    pub(super) fn sum(&self, form: &str, unit: &str, period: Period, name: &str) -> i64 {
        let has_whole = self.of(form, unit).any(|entry| entry.period == period);
        let counts =
            |entry: &&Entry| if has_whole { entry.period == period } else { period.contains(entry.period) && is_part(entry.period) };
        self.of(form, unit).filter(counts).filter_map(|entry| figure(&entry.answers, name)).sum()
    }

    /// How many reports a unit has for parts of a period.
    pub(super) fn parts(&self, form: &str, unit: &str, period: Period) -> usize {
        self.of(form, unit).filter(|entry| period.contains(entry.period) && is_part(entry.period)).count()
    }

    fn of(&self, form: &str, unit: &str) -> impl Iterator<Item = &Entry> {
        self.entries.get(&(form.to_owned(), unit.to_owned())).into_iter().flatten()
    }
}

fn is_part(period: Period) -> bool {
    matches!(period.kind(), PeriodType::Month | PeriodType::Quarter)
}

/// A figure of answers, by the name of its field.
fn figure(answers: &Value, name: &str) -> Option<i64> {
    let members = answers.as_object()?;
    members.get(name).and_then(Value::as_i64).or_else(|| members.values().find_map(|member| figure(member, name)))
}
