//! Files that come in pieces, for networks that break off: how far one has come is told, and the rest goes on from there.
//!
//! The manner is that of the IETF's "Resumable Uploads for HTTP" (`Upload-Offset`, `Upload-Complete`, `Upload-Length`, `PATCH` with
//! `application/partial-upload`), with one difference: an upload is not made first. Its address names the report, the file's name and the
//! digest of the whole, so that a sender who was killed finds it again, and the same bytes are never sent twice. A piece comes whole or not
//! at all. The whole is taken by the same rules as a copy that comes at once ([`attachments`](crate::attachments)).

use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, HeaderName};
use phieu_report::{ReportId, digest};
use phieu_store::{Account, Moment, Piece, ReportRow};
use serde_json::json;

use crate::app::App;
use crate::attachments::{AT_ONCE, LARGEST, awaited, kept, kind, take, too_large};
use crate::body::{LIMIT, in_time};
use crate::clock::later;
use crate::refusal::{Code, Refusal};

/// Where a piece begins, and how far a file has come.
pub(crate) const OFFSET: HeaderName = HeaderName::from_static("upload-offset");
/// How many bytes the whole has.
pub(crate) const LENGTH: HeaderName = HeaderName::from_static("upload-length");
/// Whether the whole is kept, as a structured header's boolean.
pub(crate) const COMPLETE: HeaderName = HeaderName::from_static("upload-complete");

/// What is read of a piece that is too large, before it is refused: a sender still sending would lose the answer with the connection.
const READ_AT_MOST: usize = 16 * LIMIT;

/// How long a piece may take to come: 256 kB at 2 kB a second.
const LONGEST_PIECE: Duration = Duration::from_secs(120);

/// How long a file waits for its next piece, in milliseconds: 30 days.
const PATIENCE: i64 = 30 * 86_400_000;

/// Which file is meant.
pub(crate) struct Subject {
    pub(crate) report: ReportId,
    pub(crate) name: String,
    /// Of the whole.
    pub(crate) digest: String,
}

/// How far a file has come.
pub(crate) struct Standing {
    pub(crate) offset: u64,
    /// Unknown where nothing has come.
    pub(crate) size: Option<u64>,
    pub(crate) is_complete: bool,
}

/// How far a file has come, for those who may bring it.
pub(crate) async fn standing(app: &App, account: &Account, subject: &Subject) -> Result<Standing, Refusal> {
    awaited(app, account, &subject.report, &subject.name).await?;
    if let Some(whole) = complete(app, subject).await? {
        return Ok(whole);
    }
    let here = app.store.upload(&subject.report, &subject.name).await?.filter(|here| here.digest == subject.digest);
    Ok(Standing { offset: here.as_ref().map_or(0, |here| here.received), size: here.map(|here| here.size), is_complete: false })
}

/// Adds a piece; with the last one the whole is looked at and kept.
pub(crate) async fn add(app: &App, account: &Account, subject: &Subject, headers: &HeaderMap, body: Body) -> Result<Standing, Refusal> {
    let Subject { report, name, digest: whole } = subject;
    let row = awaited(app, account, report, name).await?;
    let (offset, size) = (number(headers, &OFFSET)?, number(headers, &LENGTH)?);
    if size > LARGEST as u64 {
        return Err(too_large());
    }
    let bytes = in_time(LONGEST_PIECE, piece(body)).await?;
    let _turn = AT_ONCE.acquire().await.map_err(|_| Code::Internal)?;
    if let Some(whole) = complete(app, subject).await? {
        return Ok(whole);
    }
    if offset == 0 && !bytes.is_empty() && kind(&bytes).is_none() {
        return Err(Code::FileUnknown.into());
    }
    let piece = Piece { report, name, digest: whole, size, offset, bytes: &bytes };
    let received = app.store.add_piece(&piece, app.now(), stale_before(app)).await?;
    if received != offset.saturating_add(bytes.len() as u64) {
        return Err(Refusal::with(Code::UploadOffset, json!({ "offset": received })));
    }
    if received < size {
        return Ok(Standing { offset: received, size: Some(size), is_complete: false });
    }
    finish(app, account, &row, subject).await
}

/// What has had no piece since this moment waits no longer.
pub(crate) fn stale_before(app: &App) -> Moment {
    later(app.now(), -PATIENCE)
}

/// Keeps what has come in pieces. What is not the file that was announced, or nothing that is taken, is dropped.
async fn finish(app: &App, account: &Account, row: &ReportRow, subject: &Subject) -> Result<Standing, Refusal> {
    let bytes = app.store.uploaded(&subject.report, &subject.name).await?;
    let taken = match digest(&bytes) == subject.digest {
        true => take(app, account, row, &subject.name, &bytes).await.map(|_| ()),
        false => Err(Code::FileDamaged.into()),
    };
    // The last piece may have come twice at once; then the other one's has kept it.
    match (complete(app, subject).await?, taken) {
        (Some(whole), _) => Ok(whole),
        (None, Err(refusal)) if refusal.code != Code::Internal => {
            app.store.drop_upload(&subject.report, &subject.name).await?;
            Err(refusal)
        }
        (None, taken) => Err(taken.err().unwrap_or(Code::Internal.into())),
    }
}

/// The file, where the whole of it is kept already.
async fn complete(app: &App, subject: &Subject) -> Result<Option<Standing>, Refusal> {
    let kept = kept(app, &subject.report, &subject.name).await?.filter(|kept| kept.digest == subject.digest);
    Ok(kept.map(|kept| Standing { offset: kept.size, size: Some(kept.size), is_complete: true }))
}

/// The bytes of a piece.
async fn piece(body: Body) -> Result<Vec<u8>, Refusal> {
    let too_large = || Refusal::with(Code::TooLarge, json!({ "limit": LIMIT }));
    let read = to_bytes(body, READ_AT_MOST).await.map_err(|_| too_large())?;
    if read.len() > LIMIT { Err(too_large()) } else { Ok(read.into()) }
}

fn number(headers: &HeaderMap, name: &HeaderName) -> Result<u64, Refusal> {
    let read = headers.get(name).and_then(|value| value.to_str().ok()).and_then(|text| text.parse().ok());
    read.ok_or_else(|| Refusal::parameter(name.as_str()))
}
