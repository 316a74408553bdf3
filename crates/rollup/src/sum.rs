//! Exact addition. A sum comes out the same in whatever order its figures are added and taken away again, so that sums which are kept
//! up to date and sums which are made anew are the same to the last digit.
//!
//! A figure is taken to nine decimals, and wholes and billionths are added as whole numbers. More decimals than that nobody reports.

use std::collections::BTreeMap;

/// Parts of one.
const PARTS: i64 = 1_000_000_000;

/// Sums of a form's figures by path. Of a choice that is counted the path carries the choice: `meeting/meeting_held=yes`.
pub type Sums = BTreeMap<String, Sum>;

/// A sum of figures and how many units gave one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// Wholes; an i64 holds the largest figures that a form takes, of all units of the country.
    pub whole: i64,
    /// Billionths, of which there may be more than one whole.
    pub part: i64,
    /// How many units gave a figure.
    pub given: u64,
}

impl Sum {
    /// One figure of one unit. What is beyond an i64 stays at its bounds.
    pub fn of(value: f64) -> Sum {
        let whole = value as i64;
        let rest = (value - whole as f64) * PARTS as f64;
        Sum { whole, part: (rest + 0.5_f64.copysign(rest)) as i64, given: 1 }
    }

    /// Adds another.
    pub fn add(&mut self, other: Sum) {
        self.whole = self.whole.saturating_add(other.whole);
        self.part = self.part.saturating_add(other.part);
        self.given += other.given;
    }

    /// The sum as a number; `None` where nobody gave one.
    pub fn value(self) -> Option<f64> {
        (self.given > 0).then(|| self.number())
    }

    /// The number nearest to the sum.
    fn number(self) -> f64 {
        let parts = i128::from(self.whole) * i128::from(PARTS) + i128::from(self.part);
        if parts % i128::from(PARTS) == 0 {
            return (parts / i128::from(PARTS)) as f64;
        }
        // Reading a decimal text is rounded rightly everywhere; dividing would round twice.
        format!("{parts}e-9").parse().unwrap_or_default()
    }

    /// Whether there is more than nothing.
    pub fn is_positive(self) -> bool {
        i128::from(self.whole) * i128::from(PARTS) + i128::from(self.part) > 0
    }
}
