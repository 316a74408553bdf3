//! Beside the period before and the same period a year earlier. A difference is given only where both are whole: of an incomplete
//! total it would tell who is missing, not what has changed.

use phieu_report::Period;
use phieu_rollup::{FieldTotal, Total, Totals, figure};
use serde_json::{Map, Value, json};

use super::Counts;

/// A period to compare with, and its name in answers.
pub(super) struct Before {
    pub(super) name: &'static str,
    pub(super) period: Period,
}

/// The period before of the same kind, and the same one a year earlier; for a year both are one.
pub(super) fn before(period: Period) -> Vec<Before> {
    let previous = period.previous().map(|period| Before { name: "previous", period });
    let last_year = period.last_year().filter(|year| Some(*year) != period.previous()).map(|period| Before { name: "last_year", period });
    previous.into_iter().chain(last_year).collect()
}

/// An earlier period added up.
pub(super) struct Compared {
    pub(super) name: &'static str,
    pub(super) period: Period,
    pub(super) counts: Counts,
    pub(super) totals: Totals,
}

impl Compared {
    /// A field's earlier figure, how many gave it, and the difference where both periods are whole.
    pub(super) fn field(&self, now: &FieldTotal, counts: &Counts) -> Value {
        let before = self.totals.fields.iter().find(|field| field.path == now.path);
        let value = before.and_then(|before| number(&before.total));
        let whole = is_whole(&self.counts) && is_whole(counts);
        let difference = number(&now.total).zip(value).filter(|_| whole).map(|(now, before)| difference(now, before));
        json!({
            "value": value.map(figure),
            "answered": before.map_or(0, |before| before.units),
            "difference": difference,
        })
    }
}

/// Each period with how complete it is.
pub(super) fn summary(all: &[Compared]) -> Value {
    let each = all.iter().map(|one| {
        let of = json!({
            "period": one.period.to_string(), "expected": one.counts.expected, "approved": one.counts.approved, "whole": is_whole(&one.counts),
        });
        (one.name.to_owned(), of)
    });
    Value::Object(each.collect::<Map<_, _>>())
}

/// A difference as people subtract decimals.
pub(super) fn difference(now: f64, before: f64) -> Value {
    let mut sum = phieu_rollup::Sum::of(now);
    sum.add(phieu_rollup::Sum::of(-before));
    sum.value().map_or(Value::Null, figure)
}

pub(super) fn number(total: &Total) -> Option<f64> {
    match total {
        Total::Number(number) => *number,
        Total::Counts { .. } | Total::Texts(_) => None,
    }
}

fn is_whole(counts: &Counts) -> bool {
    counts.expected > 0 && counts.approved == counts.expected
}
