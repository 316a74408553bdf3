//! What registers need besides reports: how a unit's tables were matched, and the copies that reports name.

use async_trait::async_trait;
use phieu_report::{FormId, OrgUnitCode, ReportId};

use crate::{By, Error, Moment};

/// A copy that a report names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// The name by which an answer of the report calls it.
    pub name: String,
    /// The SHA-256 of its bytes, hexadecimal.
    pub digest: String,
    /// What it is, as a media type: `application/pdf`.
    pub kind: String,
    /// How many bytes it has.
    pub size: u64,
    /// Who brought it, by login.
    pub login: String,
    /// When.
    pub at: Moment,
}

/// Where matched tables and copies are kept.
#[async_trait]
pub trait Registers {
    /// Keeps how a table with these headings is matched for a unit and a form; the last word holds.
    async fn put_matching(&self, by: &By, unit: &OrgUnitCode, form: &FormId, headings: &str, columns: &str) -> Result<(), Error>;
    /// All that was said of tables for a unit and a form: headings, columns.
    async fn matchings(&self, unit: &OrgUnitCode, form: &FormId) -> Result<Vec<(String, String)>, Error>;

    /// Keeps a copy under a name of a report, with its line in the audit of people, in one transaction. Of one name the last copy holds;
    /// the same bytes are kept once. What has come in pieces under the name is dropped.
    async fn attach(&self, by: &By, report: &ReportId, name: &str, kind: &str, bytes: &[u8]) -> Result<Attachment, Error>;
    /// The copies that reports have, one for each name, by name.
    async fn attachments(&self, reports: &[ReportId]) -> Result<Vec<(ReportId, Attachment)>, Error>;
    /// Erases the copies under a name of a report, or all of the report's: their bytes are gone unless another report has them, and the audit
    /// of people tells of each. Gives how many were erased.
    async fn erase_copies(&self, by: &By, report: &ReportId, name: Option<&str>) -> Result<usize, Error>;
    /// The reports that have copies, or pieces of them.
    async fn with_copies(&self) -> Result<Vec<ReportId>, Error>;
    /// The bytes of a digest.
    async fn file(&self, digest: &str) -> Result<Option<Vec<u8>>, Error>;
}
