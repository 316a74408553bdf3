//! A range: its bounds, its steps, and the marks along it.

use phieu_form::{Cell, Row, Sheet};

use super::Check;
use super::parameters::pairs;

/// What the parameters say; the field's defaults where they say nothing.
struct Range {
    start: f64,
    end: f64,
    step: f64,
}

impl Range {
    fn holds(&self, value: f64) -> bool {
        (self.start.min(self.end)..=self.start.max(self.end)).contains(&value)
    }

    /// Whether a value is some steps of a size away from the start.
    fn is_step(&self, value: f64, size: f64) -> bool {
        let steps = (value - self.start) / size;
        (steps - steps.round()).abs() < 1e-9
    }
}

impl Check<'_> {
    pub(super) fn range(&mut self, row: &Row) {
        let cell = row.cell("parameters").cloned().unwrap_or_default();
        let text = cell.text.split('=').map(str::trim).collect::<Vec<_>>().join("=");
        let Ok(pairs) = pairs(&text) else { return };
        let mut numbers = Vec::new();
        for (name, value) in pairs.iter().filter(|(name, _)| name != "tick_labelset") {
            match value.parse::<f64>().ok().filter(|number| number.is_finite()) {
                Some(number) => numbers.push((name.as_str(), number)),
                None => return self.of_range(&cell, format!("expected a number for `{name}`, found `{value}`")),
            }
        }
        let number = |name: &str| numbers.iter().find(|(each, _)| *each == name).map(|(_, number)| *number);
        let range =
            Range { start: number("start").unwrap_or(1.0), end: number("end").unwrap_or(10.0), step: number("step").unwrap_or(1.0).abs() };
        let length = (range.end - range.start).abs();
        for (name, size) in [("step", number("step")), ("tick_interval", number("tick_interval"))] {
            let Some(size) = size else { continue };
            if size == 0.0 {
                return self.of_range(&cell, format!("`{name}` cannot be 0"));
            }
            if size.abs() > length {
                return self.of_range(&cell, format!("`{name}` is {size}, more than the whole range of {length}"));
            }
        }
        if number("tick_interval").is_some_and(|interval| !Range { start: 0.0, ..range }.is_step(interval, range.step)) {
            self.of_range(&cell, format!("`tick_interval` is no multiple of the step {}", range.step));
        }
        if let Some(placeholder) = number("placeholder") {
            if !range.holds(placeholder) {
                self.of_range(&cell, format!("`placeholder` is {placeholder}, not between {} and {}", range.start, range.end));
            } else if !range.is_step(placeholder, range.step) {
                self.of_range(
                    &cell,
                    format!("`placeholder` is {placeholder}, which no steps of {} from {} lead to", range.step, range.start),
                );
            }
        }
        self.appearance(row, &cell, &pairs);
        if let Some((_, list)) = pairs.iter().find(|(name, _)| name == "tick_labelset") {
            self.labels(row, &cell, list, &range, number("tick_interval"));
        }
    }

    fn of_range(&mut self, cell: &Cell, message: String) {
        self.cell(Sheet::Survey, cell, message, None);
    }

    /// Marks are drawn on a line, and by some appearances not at all.
    fn appearance(&mut self, row: &Row, cell: &Cell, pairs: &[(String, String)]) {
        let words: Vec<&str> = row.text("appearance").split_whitespace().collect();
        let has_line = words.iter().all(|word| ["vertical", "no-ticks"].contains(word));
        let marks = pairs.iter().find(|(name, _)| ["tick_interval", "placeholder", "tick_labelset"].contains(&name.as_str()));
        if let (false, Some((name, _))) = (has_line, marks) {
            self.of_range(cell, format!("`{name}` has no meaning with the appearance `{}`", row.text("appearance")));
        }
    }

    /// The names of the list's choices are places on the line.
    fn labels(&mut self, row: &Row, cell: &Cell, list: &str, range: &Range, interval: Option<f64>) {
        let choices: Vec<&Row> = self.definition.choices.iter().filter(|row| row.text("list_name") == list).collect();
        if choices.is_empty() {
            return self.of_range(cell, format!("there is no choice list `{list}`"));
        }
        let places: Option<Vec<f64>> = choices.iter().map(|row| row.text("name").parse().ok()).collect();
        let Some(places) = places else { return self.of_range(cell, format!("the names in `{list}` must all be numbers")) };
        if let Some(outside) = places.iter().find(|place| !range.holds(**place)) {
            return self.of_range(cell, format!("`{outside}` in `{list}` is not between {} and {}", range.start, range.end));
        }
        if row.text("appearance").split_whitespace().any(|word| word == "no-ticks") {
            let ends = places.iter().all(|place| *place == range.start || *place == range.end);
            let both = [range.start, range.end].iter().all(|end| places.contains(end));
            if !both || !ends {
                self.of_range(cell, format!("without ticks `{list}` has two names: {} and {}", range.start, range.end));
            }
            return;
        }
        let size = interval.map_or(range.step, f64::abs);
        if let Some(between) = places.iter().find(|place| !range.is_step(**place, size)) {
            self.of_range(cell, format!("no steps of {size} from {} lead to `{between}` in `{list}`", range.start));
        }
    }
}
