//! What lists of reports ask for, page by page, and how reports are counted for those who review them.

use phieu_report::{Date, FormId, OrgUnitCode, Period, ReportId, Status};

use crate::ReportRow;

/// Units whose reports of a form somebody sees, and the levels on which that person decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    /// The form.
    pub form: FormId,
    /// Bit `n - 1` for level `n`; 0 where the person does not review.
    pub levels: u32,
    /// The units, each in one scope of a form only; `None` is all there are.
    pub units: Option<Vec<OrgUnitCode>>,
}

/// What a report is to one who reviews it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// It waits for this level, and figures that it read have changed.
    Again,
    /// It waits for this level.
    Waiting,
    /// It waits for another level's first decision.
    Elsewhere,
    /// It came back, or was opened again.
    Returned,
    /// It is approved, as far as this level is concerned.
    Approved,
    /// Another one stands in its place.
    Replaced,
}

impl Group {
    /// All of them, in the order of [`Counted::groups`].
    pub const ALL: [Group; 6] = [Group::Again, Group::Waiting, Group::Elsewhere, Group::Returned, Group::Approved, Group::Replaced];

    /// The word in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Group::Again => "again",
            Group::Waiting => "waiting",
            Group::Elsewhere => "elsewhere",
            Group::Returned => "returned",
            Group::Approved => "approved",
            Group::Replaced => "replaced",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Group> {
        Group::ALL.into_iter().find(|group| group.name() == text)
    }
}

/// Where a report stands in lists: the latest period first, then by form, period and unit. No two stand at one place, and none ever
/// moves, so that a list can be read on from a place whatever was written meanwhile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListPlace {
    /// The last day of its period.
    pub end: Date,
    /// The first day.
    pub start: Date,
    /// Its form.
    pub form: FormId,
    /// Its period.
    pub period: Period,
    /// Its unit.
    pub unit: OrgUnitCode,
}

impl ReportRow {
    /// Where it stands in lists.
    pub fn place(&self) -> ListPlace {
        let (start, end) = self.days;
        ListPlace { end, start, form: self.form.clone(), period: self.period, unit: self.unit.clone() }
    }
}

/// Which reports are listed. An absent condition lets everything through.
#[derive(Debug, Clone)]
pub struct Listing<'a> {
    /// Whose.
    pub scopes: &'a [Scope],
    /// The period.
    pub period: Option<Period>,
    /// The status.
    pub status: Option<Status>,
    /// What they are to the reviewer; with a group only reports that the person reviews.
    pub group: Option<Group>,
    /// Only those after this place.
    pub after: Option<ListPlace>,
    /// So many at most.
    pub most: u32,
}

/// How many reports of a form and period stand in each group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// The form.
    pub form: FormId,
    /// On which levels they are reviewed, as in [`Scope::levels`].
    pub levels: u32,
    /// The period.
    pub period: Period,
    /// How many, in the order of [`Group::ALL`].
    pub groups: [u64; 6],
}

/// The last report of a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastReport {
    /// The unit.
    pub unit: OrgUnitCode,
    /// Its period.
    pub period: Period,
    /// When its last revision was received.
    pub received_at: crate::Moment,
}

/// Rows of a list that units keep in the answers of a form's report. Paths are names with `/` between them.
#[derive(Debug, Clone)]
pub struct RowQuery<'a> {
    /// The form.
    pub form: &'a FormId,
    /// The period.
    pub period: Period,
    /// The units.
    pub units: &'a [OrgUnitCode],
    /// Where the list stands in the answers.
    pub rows: &'a str,
    /// Where a row says when it is due.
    pub due: Option<&'a str>,
    /// Where a row says its state; without one nothing is left to do with a row.
    pub state: Option<&'a str>,
    /// Where a row says of which day it is.
    pub day: Option<&'a str>,
    /// The states in which nothing is left to do.
    pub done: &'a [&'a str],
    /// What is due before this day and not done is overdue.
    pub today: Date,
}

/// Which of the rows, in the order in which they are looked at: the late ones first, the latest of them at the top; then what is due
/// next; then the newest.
#[derive(Debug, Clone, Copy, Default)]
pub struct RowPage<'a> {
    /// Only those in which something is left to do.
    pub open: bool,
    /// Only those in this state; the empty one is of those that say none.
    pub state: Option<&'a str>,
    /// How many are passed over.
    pub offset: u32,
    /// How many are given at most.
    pub most: u32,
}

/// A row of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListRow {
    /// Whose.
    pub unit: OrgUnitCode,
    /// In which report.
    pub report: ReportId,
    /// Its place in the report's list, from 1.
    pub number: usize,
    /// Its answers, as JSON.
    pub answers: String,
}

/// How many units have sent a report with a list, and how many rows their last revisions have.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RowSums {
    /// The units.
    pub units: u64,
    /// All rows.
    pub rows: u64,
    /// Those that are not done.
    pub open: u64,
    /// Of these, those that are overdue.
    pub overdue: u64,
}

/// How many rows a unit's last revision has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowCount {
    /// The unit.
    pub unit: OrgUnitCode,
    /// Its report.
    pub report: ReportId,
    /// When the last revision was received.
    pub received_at: crate::Moment,
    /// All.
    pub rows: u64,
    /// Those that are not done.
    pub open: u64,
    /// Of these, those that are overdue.
    pub overdue: u64,
}
