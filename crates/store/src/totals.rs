//! What is asked of kept sums and of who has reported, and what comes out.

use phieu_report::{Date, FormId, OrgUnitCode, Period, ReportId, Status};
use phieu_rollup::Sum;

use crate::Moment;

/// Which sums: of a form, over the reports that count below each unit, or of the unit itself.
#[derive(Debug, Clone)]
pub struct SumQuery<'a> {
    /// The form.
    pub form: &'a FormId,
    /// The periods.
    pub periods: &'a [Period],
    /// The units.
    pub units: &'a [OrgUnitCode],
    /// One field with its choices; `None` is every field.
    pub path: Option<&'a str>,
    /// Statuses besides those that count.
    pub also: &'a [Status],
}

/// One sum.
#[derive(Debug, Clone, PartialEq)]
pub struct UnitSum {
    /// Below which unit.
    pub unit: OrgUnitCode,
    /// For when.
    pub period: Period,
    /// Of which field or choice; empty for the reports themselves, of which `given` is the number.
    pub path: String,
    /// The sum over all reports asked for.
    pub sum: Sum,
    /// How many of those that gave a figure do not count yet.
    pub open: u64,
}

/// The reports that are expected below a unit.
#[derive(Debug, Clone)]
pub struct Expected<'a> {
    /// The form.
    pub form: &'a FormId,
    /// The period.
    pub period: Period,
    /// Its last day, on which the units are asked who they were.
    pub day: Date,
    /// The unit.
    pub top: &'a OrgUnitCode,
    /// The kind of unit that fills the form in.
    pub kind: &'a str,
}

/// How far the reports below one child of a unit are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// The child: its code, name and kind. The unit itself where it fills the form in.
    pub child: UnitName,
    /// Units that must report.
    pub expected: u64,
    /// Of these, units whose report was received, in whatever status.
    pub received: u64,
    /// Of these, units whose report counts.
    pub counted: u64,
    /// Received by the moment that was asked.
    pub on_time: u64,
}

/// A unit as lists name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitName {
    /// Its code.
    pub code: OrgUnitCode,
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: String,
}

/// A unit whose report does not count, with the report, if it has sent one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Awaited {
    /// The unit.
    pub unit: UnitName,
    /// The child of the top that it belongs to.
    pub child: OrgUnitCode,
    /// Its report and where that stands.
    pub report: Option<(ReportId, Status)>,
}

/// A figure: of a form, in a period.
#[derive(Debug, Clone, Copy)]
pub struct Figure<'a> {
    /// The form.
    pub form: &'a FormId,
    /// The period.
    pub period: Period,
    /// The field.
    pub path: &'a str,
}

/// The sums of two figures over the units that gave both.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Both {
    /// Of the first figure.
    pub first: Sum,
    /// Of the second one.
    pub second: Sum,
}

/// A target that a unit set itself.
#[derive(Debug, Clone, PartialEq)]
pub struct OwnTarget {
    /// Whose.
    pub unit: OrgUnitCode,
    /// For which year.
    pub year: i32,
    /// The form.
    pub form: FormId,
    /// The figure.
    pub path: String,
    /// At least so much.
    pub least: Option<f64>,
    /// At most so much.
    pub most: Option<f64>,
    /// The plan or resolution that says so, as it was written.
    pub source: String,
    /// Who wrote it.
    pub login: String,
    /// When.
    pub at: Moment,
}
