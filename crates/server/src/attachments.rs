//! Copies of papers that a report names: brought after the report by those who report for its unit, handed out to those who may read it.
//!
//! The answer of a question for a file is a name; the bytes come under that name. Nothing else is taken than what an office scans, told
//! by its first bytes and not by its name: PDF, JPEG, PNG.

use std::time::Duration;

use axum::body::{Body, to_bytes};
use phieu_report::{ReportId, Revision, Status, digest};
use phieu_store::{Account, Attachment, By, ReportRow};
use serde_json::{Value, json};
use tokio::sync::Semaphore;

use crate::app::App;
use crate::body::in_time;
use crate::closing::Closings;
use crate::context::content_of;
use crate::forms::Form;
use crate::people::manage::by;
use crate::people::named::is_in_charge;
use crate::people::request::reason;
use crate::refusal::{Code, Refusal};
use crate::review::{found, may_read};
use crate::units::{hands_in, reports_for};

/// The most bytes of a copy.
pub(crate) const LARGEST: usize = 8 << 20;

/// What is read of a copy that is too large, before it is refused: a sender still sending would lose the answer with the connection.
const READ_AT_MOST: usize = 4 * LARGEST;

/// The types of questions whose answer is the name of a file.
const FILES: [&str; 2] = ["file", "image"];

/// The refusal of a copy with too many bytes.
pub(crate) fn too_large() -> Refusal {
    Refusal::with(Code::FileTooLarge, json!({ "limit": LARGEST }))
}

/// The bytes of a copy.
async fn bytes(body: Body) -> Result<Vec<u8>, Refusal> {
    let read = to_bytes(body, READ_AT_MOST).await.map_err(|_| too_large())?;
    if read.len() > LARGEST { Err(too_large()) } else { Ok(read.into()) }
}

/// How long a copy may take to come: 8 MB at 28 kB a second.
pub(crate) const LONGEST: Duration = Duration::from_secs(300);

/// How many copies are held at once; more wait. Each is held in memory, and phones send slowly.
pub(crate) static AT_ONCE: Semaphore = Semaphore::const_new(16);

/// Keeps a copy under a name that the report's last revision gives. Nothing is read of one that is not the sender's to bring.
pub(crate) async fn keep(app: &App, account: &Account, id: &ReportId, name: &str, body: Body) -> Result<Value, Refusal> {
    let row = awaited(app, account, id, name).await?;
    let _turn = AT_ONCE.acquire().await.map_err(|_| Code::Internal)?;
    let bytes = in_time(LONGEST, bytes(body)).await?;
    Ok(told(&take(app, account, &row, name, &bytes).await?))
}

/// The report whose last revision names a file, where the account may bring it now: it reports for the unit, or hands in for it.
pub(crate) async fn awaited(app: &App, account: &Account, id: &ReportId, name: &str) -> Result<ReportRow, Refusal> {
    let (row, chain) = found(app, id).await?;
    let form = app.forms.get(&row.form, &row.version)?;
    if !chain.first().is_some_and(|unit| reports_for(account, unit)) && !hands_in(account, &chain) {
        return Err(Refusal::with(Code::ForeignUnit, json!({ "org_unit": row.unit.as_str() })));
    }
    if Closings::of(app, &chain).await?.lock(app, form, &chain, row.period, app.now()).is_some() {
        return Err(Code::PeriodLocked.into());
    }
    if names(form, &last_answers(app, id, row.revision).await?, name) { Ok(row) } else { Err(not_named(name)) }
}

/// Whether answers name a file.
pub(crate) fn names(form: &Form, answers: &Value, name: &str) -> bool {
    !name.is_empty() && paths(form).any(|path| texts(answers, path).contains(&name))
}

/// The refusal of a file that nothing names.
pub(crate) fn not_named(name: &str) -> Refusal {
    Refusal::with(Code::FileNotNamed, json!({ "name": name }))
}

/// Keeps the bytes of a file that a report names. The paper that stood there when the report was approved is not replaced by another; the
/// same again changes nothing.
pub(crate) async fn take(app: &App, account: &Account, row: &ReportRow, name: &str, bytes: &[u8]) -> Result<Attachment, Refusal> {
    let kind = kind(bytes).ok_or(Code::FileUnknown)?;
    if let Some(kept) = kept(app, &row.id, name).await? {
        if kept.digest == digest(bytes) {
            return Ok(kept);
        }
        if row.status.counts() || row.status == Status::Replaced {
            return Err(Refusal::with(Code::StatusForbids, json!({ "status": row.status.name() })));
        }
    }
    Ok(app.store.attach(&by(app, account), &row.id, name, kind, bytes).await?)
}

/// What has come of the files that a report's answers name.
pub(crate) async fn of_report(app: &App, id: &ReportId) -> Result<Value, Refusal> {
    Ok(app.store.attachments(std::slice::from_ref(id)).await?.iter().map(|(_, kept)| told(kept)).collect())
}

/// A copy with its kind, for those who may read the report.
pub(crate) async fn read(app: &App, account: &Account, id: &ReportId, name: &str) -> Result<(String, Vec<u8>), Refusal> {
    let (row, chain) = found(app, id).await?;
    if !may_read(account, app.forms.get(&row.form, &row.version)?, &chain) {
        return Err(Code::ForeignUnit.into());
    }
    let kept = kept(app, id, name).await?.ok_or(Code::UnknownFile)?;
    let bytes = app.store.file(&kept.digest).await?.ok_or(Code::UnknownFile)?;
    Ok((kept.kind, bytes))
}

/// Erases what stands under a name of a report, for a reason, by whoever carries out requests about the report.
pub(crate) async fn erase(app: &App, account: &Account, id: &ReportId, name: &str, body: &Value) -> Result<(), Refusal> {
    let (row, chain) = found(app, id).await?;
    if !is_in_charge(account, app.forms.get(&row.form, &row.version)?, &chain) {
        return Err(Code::ForeignUnit.into());
    }
    let by = By { reason: Some(reason(body)?), ..by(app, account) };
    if app.store.erase_copies(&by, id, Some(name)).await? == 0 { Err(Code::UnknownFile.into()) } else { Ok(()) }
}

/// What stands under a name of a report.
pub(crate) async fn kept(app: &App, id: &ReportId, name: &str) -> Result<Option<Attachment>, Refusal> {
    let mut kept = app.store.attachments(std::slice::from_ref(id)).await?.into_iter().map(|(_, kept)| kept);
    Ok(kept.find(|kept| kept.name == name))
}

async fn last_answers(app: &App, id: &ReportId, revision: Revision) -> Result<Value, Refusal> {
    let stored = app.store.revision(id, revision).await?.ok_or(Code::UnknownReport)?;
    Ok(content_of(&stored.content)["answers"].take())
}

/// The paths of a form's questions for files.
pub(crate) fn paths(form: &Form) -> impl Iterator<Item = &str> {
    let fields = form.definition["fields"].as_array().into_iter().flatten();
    fields.filter(|field| FILES.iter().any(|kind| field["type"] == *kind)).filter_map(|field| field["path"].as_str())
}

/// The texts that stand at a path, in every row that it leads through.
fn texts<'v>(answers: &'v Value, path: &str) -> Vec<&'v str> {
    let found = path.split('/').fold(vec![answers], |found, name| {
        let below = |value: &'v Value| value[name].as_array().map_or_else(|| vec![&value[name]], |rows| rows.iter().collect());
        found.into_iter().flat_map(below).collect()
    });
    found.into_iter().filter_map(Value::as_str).collect()
}

/// What bytes are, if they are something that is taken.
pub(crate) fn kind(bytes: &[u8]) -> Option<&'static str> {
    const KINDS: [(&[u8], &str); 3] = [(b"%PDF-", "application/pdf"), (b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png")];
    KINDS.into_iter().find(|(beginning, _)| bytes.starts_with(beginning)).map(|(_, kind)| kind)
}

pub(crate) fn told(kept: &Attachment) -> Value {
    json!({ "name": kept.name, "digest": kept.digest, "kind": kept.kind, "size": kept.size })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_in_rows_of_rows() {
        let answers = json!({ "book": { "rows": [{ "copy": "a", "more": [{ "copy": "b" }] }, { "copy": 3 }], "copy": "c" } });
        assert_eq!(texts(&answers, "book/rows/copy"), ["a"]);
        assert_eq!(texts(&answers, "book/rows/more/copy"), ["b"]);
        assert_eq!(texts(&answers, "book/copy"), ["c"]);
        assert!(texts(&answers, "nothing/here").is_empty());
    }

    #[test]
    fn a_kind_is_told_by_the_first_bytes() {
        assert_eq!(kind(b"%PDF-1.7 ..."), Some("application/pdf"));
        assert_eq!(kind(b"\xff\xd8\xff\xe0"), Some("image/jpeg"));
        for bytes in [&b"<html>"[..], b"", b"PK\x03\x04", b"\x89PNG"] {
            assert_eq!(kind(bytes), None);
        }
    }
}
