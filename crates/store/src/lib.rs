//! What is kept: organisation units, accounts, reports with their revisions, remarks and history, and the numbers of reports.
//!
//! One trait, [`Store`], whose methods are whole uses ("keep this revision"), each one transaction, so that a half-kept report cannot exist
//! and an implementation may decide on its own how it locks. It keeps bytes, keys and the facts it is handed: it knows no form and no rule,
//! and it never changes what a person sent. Sums of what counts are kept up to date in the step that lets a report count. Whether a step is allowed is asked of the status machine of `phieu_report`, inside the transaction.
//!
//! It does not check authority, does not validate answers and reads no clock: moments come in as arguments.

mod audit;
mod error;
mod listing;
mod people;
mod programs;
mod records;
mod registers;
mod sqlite;
mod store;
mod totals;
mod uploads;

pub use audit::{AuditFault, AuditMark};
pub use error::{Error, Refusal};
pub use listing::{Counted, Group, LastReport, ListPlace, ListRow, Listing, RowCount, RowPage, RowQuery, RowSums, Scope};
pub use people::{
    Account, By, Consent, Duty, DutyRow, Invitation, Joining, LinkState, NewInvitation, Offer, OldRevision, People, PeopleLine,
    PeopleRefusal, Person, Redaction, SentRevision, Session,
};
pub use programs::{Delivery, EventPage, EventQuery, Hook, HookState, Key, NewHook, NewKey, Once, OnceKey, Programs, ReportEvent};
pub use records::{
    AuditLine, Closing, Decision, FactFilter, Flag, HELPER, Helper, Kept, NewClosing, NewDecision, NewRemark, NewRevision, NewUnitChange,
    PlannedChange, Receipt, Remark, ReportFilter, ReportRow, RevisionKey, RevisionRow, Sealed, Unit, UnitFacts,
};
pub use registers::{Attachment, Registers};
pub use sqlite::SqliteStore;
pub use store::Store;
pub use totals::{Awaited, Both, Expected, Figure, OwnTarget, Progress, SumQuery, UnitName, UnitSum};
pub use uploads::{Piece, Upload, Uploads};

/// A moment: milliseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(pub i64);
