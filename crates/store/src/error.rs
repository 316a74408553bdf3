//! The two ways in which the store says no: the world failed ([`Error`]), or the step is not allowed now ([`Refusal`]).

use phieu_report::{ReportId, Revision, Status};

/// The database could not do what was asked, or holds what it should not.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database failed.
    #[error("database: {0}")]
    Database(#[from] sqlx::Error),
    /// Somebody is still reading or writing.
    #[error("the database is still in use")]
    InUse,
    /// The tables could not be brought to this version's shape.
    #[error("database migration: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// A stored value is not what this version writes.
    #[error("stored {what} cannot be read: {value}")]
    Corrupt {
        /// Which value.
        what: &'static str,
        /// What stands there.
        value: String,
    },
}

/// A step that the state of the report does not allow. Nothing was stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// No report has this id.
    UnknownReport,
    /// The form, unit and period already have a report, under another id.
    ReportExists(ReportId),
    /// The id belongs to a report of another form, unit or period.
    OtherReport,
    /// The last revision was stored with other content.
    RevisionConflict(Revision),
    /// The revision is older than the last one stored, which is named.
    RevisionOld(Revision),
    /// Revisions before this one are missing; the last one stored is named, if there is any.
    RevisionGap(Option<Revision>),
    /// The status does not allow the step.
    Status(Status),
    /// Another level's decision is waited for.
    Turn,
    /// The period is closed.
    Locked,
    /// The period is not closed.
    NotLocked,
    /// The report that should stand in its place is none of the same form and period, or is the report itself.
    Replacement,
}
