//! A report as it is exchanged: who reports what for when, in which revision, and what may happen to it.
//!
//! Pure: no clock, no network, no storage, no form. Answers are JSON here; whether they hold is another crate's question.
//! Everything that names something is a newtype made by `parse`, so that a text which is not a unit, a period or a
//! report id stops at the door and not in a query.

mod canonical;
mod date;
mod due;
mod error;
mod ids;
mod period;
mod report;
mod status;

pub use canonical::{canonical, canonical_text, digest};
pub use date::Date;
pub use due::{DueRule, DutyState, duty_state};
pub use error::Error;
pub use ids::{FormId, OrgUnitCode, ReportId, Revision, Version};
pub use period::{Period, PeriodType, Window};
pub use report::{Remark, Report};
pub use status::{Event, Level, Role, Standing, Status, TRANSITIONS};
