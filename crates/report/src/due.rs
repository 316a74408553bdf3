//! When a report is due, and where a duty stands on a given day.
//!
//! The day is handed in: nothing here reads a clock. A late report is late by the day the server received it; the phone's own
//! clock is kept beside it and never believed.

use serde::{Deserialize, Serialize};

use crate::date::days_in_month;
use crate::{Date, Period, Status};

/// The due day of a form for a kind of period, told from the period's last month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DueRule {
    /// Months after the period's last month: 0 is that month, 1 the next; -1 is the month before it, where figures are
    /// wanted before the period has ended.
    pub months_after: i8,
    /// The day of that month; the month's last where it is shorter.
    pub day: u8,
    /// How many days before the due day the report is asked for.
    pub opens_days_before: u16,
}

impl DueRule {
    /// The last day on which the report is on time.
    pub fn due(self, period: Period) -> Date {
        let months = i32::from(period.last_month()) - 1 + i32::from(self.months_after);
        let (year, month) = (period.end_year() + months.div_euclid(12), (months.rem_euclid(12) + 1) as u8);
        let day = self.day.clamp(1, days_in_month(year, month));
        Date::new(year, month, day).unwrap_or(Date::FIRST)
    }

    /// The first day on which the report is asked for.
    pub fn opens(self, period: Period) -> Date {
        let due = self.due(period);
        due.plus_days(-i64::from(self.opens_days_before)).unwrap_or(due)
    }
}

/// Where a unit's duty to report stands, as the home page lists it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DutyState {
    /// Not asked for yet.
    Upcoming,
    /// To be sent, still in time.
    Due,
    /// To be sent, and late.
    Overdue,
    /// Sent, waiting for the reviewer.
    Submitted,
    /// To be corrected and sent again: returned, or opened again after approval.
    Returned,
    /// Done.
    Approved,
    /// Nothing is to be done any more: another report stands in its place.
    Replaced,
    /// It was not done, and its period is closed.
    Locked,
    /// A register: kept all the time, and never due.
    Open,
}

impl DutyState {
    /// The word in JSON.
    pub fn name(self) -> &'static str {
        match self {
            DutyState::Upcoming => "upcoming",
            DutyState::Due => "due",
            DutyState::Overdue => "overdue",
            DutyState::Submitted => "submitted",
            DutyState::Returned => "returned",
            DutyState::Approved => "approved",
            DutyState::Replaced => "replaced",
            DutyState::Locked => "locked",
            DutyState::Open => "open",
        }
    }
}

/// The state of a duty on a day; `status` is that of the report, if there is one on the server.
pub fn duty_state(status: Option<Status>, rule: DueRule, period: Period, today: Date) -> DutyState {
    match status {
        Some(Status::Submitted) => DutyState::Submitted,
        Some(Status::Approved) => DutyState::Approved,
        Some(Status::Replaced) => DutyState::Replaced,
        Some(Status::Returned | Status::Reopened) => DutyState::Returned,
        None | Some(Status::Draft) if today < rule.opens(period) => DutyState::Upcoming,
        None | Some(Status::Draft) if today <= rule.due(period) => DutyState::Due,
        None | Some(Status::Draft) => DutyState::Overdue,
    }
}
