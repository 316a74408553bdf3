//! Files that come in pieces, because a phone's network breaks off: how far each is, and what has come of it.

use async_trait::async_trait;
use phieu_report::ReportId;

use crate::{Error, Moment};

/// How far a file under a name of a report has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// The SHA-256 that the whole is to have, hexadecimal.
    pub digest: String,
    /// How many bytes the whole is to have.
    pub size: u64,
    /// How many bytes are here, from the first on.
    pub received: u64,
}

/// A piece of a file.
#[derive(Debug, Clone, Copy)]
pub struct Piece<'a> {
    /// Whose file.
    pub report: &'a ReportId,
    /// The name by which the report calls it.
    pub name: &'a str,
    /// The SHA-256 of the whole, hexadecimal.
    pub digest: &'a str,
    /// How many bytes the whole has.
    pub size: u64,
    /// How many bytes stand before the piece.
    pub offset: u64,
    /// The piece.
    pub bytes: &'a [u8],
}

/// Where files on their way are kept.
#[async_trait]
pub trait Uploads {
    /// How far a file under a name has come; `None` where nothing has.
    async fn upload(&self, report: &ReportId, name: &str) -> Result<Option<Upload>, Error>;
    /// Adds a piece and gives how far its file is then, in one transaction. One that does not begin where the file ends, or leads beyond its
    /// size, changes nothing. A piece of another file begins anew under the name. What has had no piece since `stale` is dropped.
    async fn add_piece(&self, piece: &Piece<'_>, at: Moment, stale: Moment) -> Result<u64, Error>;
    /// What has come of a file; empty where nothing has.
    async fn uploaded(&self, report: &ReportId, name: &str) -> Result<Vec<u8>, Error>;
    /// Drops what has had no piece since a moment.
    async fn drop_stale_uploads(&self, stale: Moment) -> Result<(), Error>;
    /// Drops what has come under a name.
    async fn drop_upload(&self, report: &ReportId, name: &str) -> Result<(), Error>;
}
