//! When each form is due, from `data/calendar.toml`.

use phieu_report::{DueRule, PeriodType, Window};
use serde::Deserialize;

use crate::{DataError, UnitKind, read};

/// The due days of all forms.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calendar {
    /// Where periods begin and end.
    pub window: Window,
    due: Vec<Row>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    form: String,
    period_type: PeriodType,
    from: UnitKind,
    months_after: i8,
    day: u8,
    opens_days_before: u16,
}

/// The calendar of the catalogue.
pub fn calendar() -> Result<Calendar, DataError> {
    read("calendar.toml", include_str!("../data/calendar.toml"))
}

impl Calendar {
    /// When units of a kind send a form (or, above the unit that fills it in, have decided it) for periods of a kind.
    pub fn due_rule(&self, form: &str, period_type: PeriodType, from: UnitKind) -> Option<DueRule> {
        let row = self.due.iter().find(|row| row.form == form && row.period_type == period_type && row.from == from)?;
        Some(DueRule { months_after: row.months_after, day: row.day, opens_days_before: row.opens_days_before })
    }
}
