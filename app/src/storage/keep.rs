//! The operations on what is kept, each of them one transaction.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::files::drop_files;
use super::idb::{self, Error};
use super::records::{Draft, Duty, Helper, Me, Parcel, Receipt};
use crate::browser;

/// Everything that lists are made of.
#[derive(Default)]
pub struct Everything {
    /// Who is signed in on this phone.
    pub me: Option<Me>,
    /// Whom to call for help: who is signed in, or who has signed out on this phone last.
    pub helper: Option<Helper>,
    /// What the server last said is due.
    pub duties: Vec<Duty>,
    /// Being filled in.
    pub drafts: Vec<Draft>,
    /// On their way.
    pub outbox: Vec<Parcel>,
    /// With the server.
    pub receipts: Vec<Receipt>,
    /// How many reports of all accounts are here that the server does not have, or not all files of.
    pub unsent: usize,
    /// Nobody ever signed in here, as far as the storage knows: it is new, or the browser has cleared it.
    pub is_blank: bool,
}

/// Reads what the signed-in account may see; other accounts' records stay unread.
pub async fn everything() -> Result<Everything, Error> {
    let read = idb::read(&["kv", "drafts", "outbox", "receipts"]).await?;
    let is_blank = read.count("kv").await? == 0;
    let mut drafts: Vec<Draft> = read.all("drafts").await?;
    let mut outbox: Vec<Parcel> = read.all("outbox").await?;
    let mut receipts: Vec<Receipt> = read.all("receipts").await?;
    let unsent = drafts.len() + outbox.len() + receipts.iter().filter(|receipt| receipt.sends_on()).count();
    let Some(me) = read.get::<Me>("kv", "me").await? else {
        let left = read.get::<(Helper, f64)>("kv", HELPER).await.ok().flatten();
        let is_over = left.as_ref().is_some_and(|(_, at)| browser::now() - at > HELPER_KEPT);
        let helper = left.filter(|_| !is_over).map(|(helper, _)| helper);
        if is_over {
            unset(HELPER).await?;
        }
        return Ok(Everything { helper, unsent, is_blank, ..Everything::default() });
    };
    let duties = read.get("kv", &duties_key(&me.account)).await?.unwrap_or_default();
    drafts.retain(|draft| draft.account == me.account);
    outbox.retain(|parcel| parcel.draft.account == me.account);
    receipts.retain(|receipt| receipt.account == me.account);
    Ok(Everything { helper: me.helper.clone(), me: Some(me), duties, drafts, outbox, receipts, unsent, is_blank })
}

/// Keeps again what the app still knows after the browser has cleared the storage; what is there already is newer and stays.
pub async fn put_back(known: &Everything) -> Result<(), Error> {
    let Some(me) = &known.me else { return Ok(()) };
    let write = idb::write(&["kv", "drafts", "outbox", "receipts"]).await?;
    write.put("kv", "me", me)?;
    write.put("kv", &duties_key(&me.account), &known.duties)?;
    for draft in &known.drafts {
        if !write.has("drafts", &draft.key()).await? {
            write.put("drafts", &draft.key(), draft)?;
        }
    }
    for parcel in &known.outbox {
        write.put("outbox", &parcel.draft.report_id, parcel)?;
    }
    for receipt in &known.receipts {
        write.put("receipts", &receipt.report_id, receipt)?;
    }
    write.done().await
}

/// Whom the account that has signed out last calls for help, and when it did, in milliseconds since 1970.
const HELPER: &str = "helper";

/// How long that is kept, in milliseconds: 90 days.
const HELPER_KEPT: f64 = 90.0 * 86_400_000.0;

fn duties_key(account: &str) -> String {
    ["duties|", account].concat()
}

/// A small record: the language, the lease of the outbox.
pub async fn get<T: DeserializeOwned>(key: &str) -> Result<Option<T>, Error> {
    idb::read(&["kv"]).await?.get("kv", key).await
}

/// Keeps a small record.
pub async fn set<T: Serialize>(key: &str, record: &T) -> Result<(), Error> {
    let write = idb::write(&["kv"]).await?;
    write.put("kv", key, record)?;
    write.done().await
}

/// Removes a small record.
pub async fn unset(key: &str) -> Result<(), Error> {
    let write = idb::write(&["kv"]).await?;
    write.delete("kv", key)?;
    write.done().await
}

/// Keeps who is signed in.
pub async fn set_me(me: &Me) -> Result<(), Error> {
    set("me", me).await
}

/// Forgets who is signed in; the server is still to be told. Drafts and reports on their way stay for that account, and, where it is wanted,
/// whom to call for help when signing in fails.
pub async fn forget_me(keeps_helper: bool) -> Result<(), Error> {
    let write = idb::write(&["kv"]).await?;
    match write.get::<Me>("kv", "me").await.ok().flatten().and_then(|me| me.helper).filter(|_| keeps_helper) {
        Some(helper) => write.put("kv", HELPER, &(helper, browser::now()))?,
        None => write.delete("kv", HELPER)?,
    }
    write.delete("kv", "me")?;
    write.put("kv", "sign-out", &true)?;
    write.done().await
}

/// Keeps what is due.
pub async fn set_duties(account: &str, duties: &[Duty]) -> Result<(), Error> {
    set(&duties_key(account), &duties).await
}

/// A form's rows as JSON, by id and version.
pub async fn form(key: &str) -> Result<Option<Value>, Error> {
    idb::read(&["forms"]).await?.get("forms", key).await
}

/// Keeps a form's rows.
pub async fn set_form(key: &str, rows: &Value) -> Result<(), Error> {
    let write = idb::write(&["forms"]).await?;
    write.put("forms", key, rows)?;
    write.done().await
}

/// Why a draft was not kept.
pub enum SaveError {
    /// Another window has kept a newer state of it.
    Elsewhere,
    /// The phone could not keep it.
    Phone,
}

impl From<Error> for SaveError {
    fn from(_: Error) -> Self {
        SaveError::Phone
    }
}

fn practice_key(account: &str) -> String {
    ["practice|", account].concat()
}

/// What an account practises with: one report, in no list of drafts.
pub async fn practice(account: &str) -> Result<Option<Draft>, Error> {
    get(&practice_key(account)).await
}

/// Forgets it.
pub async fn end_practice(account: &str) -> Result<(), Error> {
    unset(&practice_key(account)).await
}

/// Keeps a draft that follows the state with `known` saves; resolves only once it is on the disk. Tells whether none was there before.
pub async fn save_draft(draft: &Draft, known: u32) -> Result<bool, SaveError> {
    if draft.subject.is_practice() {
        set(&practice_key(&draft.account), draft).await?;
        return Ok(false);
    }
    replace_draft(draft, known, &draft.report_id).await
}

/// The same, where the state that it follows may be of another report about the same thing.
pub async fn replace_draft(draft: &Draft, known: u32, report_id: &str) -> Result<bool, SaveError> {
    let write = idb::write(&["drafts", "outbox", "receipts"]).await?;
    let key = draft.key();
    let kept: Option<Draft> = write.get("drafts", &key).await?;
    // One that was kept and is not there any more, or only in an older state, was cleared by the browser: it is kept again.
    if has_left(&write, draft, kept.as_ref()).await? || is_newer(kept.as_ref(), known, report_id) {
        write.abort();
        return Err(SaveError::Elsewhere);
    }
    write.put("drafts", &key, draft)?;
    write.done().await?;
    Ok(kept.is_none())
}

/// Whether what is kept is not what the window with `known` saves has seen.
fn is_newer(kept: Option<&Draft>, known: u32, report_id: &str) -> bool {
    kept.is_some_and(|kept| kept.stamp > known || kept.report_id != report_id)
}

/// Whether another window has sent a draft: one that still shows it must not bring it back. A receipt says so only where the draft has
/// vanished: beside a draft it is what another phone has sent, and sending shows the two side by side.
async fn has_left(write: &idb::Transaction, draft: &Draft, kept: Option<&Draft>) -> Result<bool, Error> {
    if write.has("outbox", &draft.report_id).await? {
        return Ok(true);
    }
    let sent: Option<Receipt> = write.get("receipts", &draft.report_id).await?;
    Ok(kept.is_none() && sent.is_some_and(|sent| sent.revision >= draft.revision))
}

/// A draft by its key.
pub async fn draft(key: &str) -> Result<Option<Draft>, Error> {
    idb::read(&["drafts"]).await?.get("drafts", key).await
}

/// Seals: the draft becomes a report on its way, in one transaction. Refused where another window has kept a newer state, and to what is
/// only practised: nothing else puts a report into the outbox.
pub async fn seal(parcel: &Parcel) -> Result<(), SaveError> {
    if parcel.draft.subject.is_practice() {
        return Err(SaveError::Phone);
    }
    let write = idb::write(&["drafts", "outbox", "receipts"]).await?;
    let key = parcel.draft.key();
    let kept: Option<Draft> = write.get("drafts", &key).await?;
    let Draft { stamp, report_id, .. } = &parcel.draft;
    if has_left(&write, &parcel.draft, kept.as_ref()).await? || is_newer(kept.as_ref(), *stamp, report_id) {
        write.abort();
        return Err(SaveError::Elsewhere);
    }
    write.put("outbox", &parcel.draft.report_id, parcel)?;
    write.delete("drafts", &key)?;
    write.done().await?;
    Ok(())
}

/// Keeps a report on its way after an attempt, if it is still there.
pub async fn update_parcel(parcel: &Parcel) -> Result<(), Error> {
    let write = idb::write(&["outbox"]).await?;
    if write.get::<Value>("outbox", &parcel.draft.report_id).await?.is_some() {
        write.put("outbox", &parcel.draft.report_id, parcel)?;
    }
    write.done().await
}

/// A report on its way.
pub async fn parcel(report_id: &str) -> Result<Option<Parcel>, Error> {
    idb::read(&["outbox"]).await?.get("outbox", report_id).await
}

/// The server has it: the report leaves the outbox and its receipt is kept with the names of the files that follow, in one transaction.
/// Files that it does not name go, and so do those of the unit's earlier reports, as far as nothing of these is still to be sent.
pub async fn delivered(receipt: &Receipt) -> Result<(), Error> {
    let write = idb::write(&["drafts", "outbox", "receipts", "files"]).await?;
    let all: Vec<Receipt> = write.all("receipts").await?;
    let drafts: Vec<Draft> = write.all("drafts").await?;
    let parcels: Vec<Parcel> = write.all("outbox").await?;
    let Receipt { account, subject, report_id, body, .. } = receipt;
    let is_over = |other: &&Receipt| {
        let same = other.account == *account && other.subject.form == subject.form && other.subject.org_unit == subject.org_unit;
        let mut unsent = drafts.iter().chain(parcels.iter().map(|parcel| &parcel.draft));
        same && other.subject.period < subject.period && other.files.is_empty() && unsent.all(|draft| draft.report_id != other.report_id)
    };
    for other in all.iter().filter(is_over) {
        drop_files(&write, account, &other.report_id, |_| false).await?;
    }
    let is_named = |name: &str| body.contains(&["\"", name, "\""].concat());
    let mut files = drop_files(&write, account, report_id, is_named).await?;
    // What waited with an earlier revision and is not here any more is told, not forgotten.
    let before = all.iter().filter(|other| other.report_id == *report_id).flat_map(|other| &other.files);
    let gone: Vec<String> = before.filter(|name| is_named(name) && !files.contains(name)).cloned().collect();
    files.extend(gone);
    write.delete("outbox", report_id)?;
    write.put("receipts", report_id, &Receipt { files, ..receipt.clone() })?;
    write.done().await
}

/// A report comes back from the outbox as a draft, in one transaction.
/// A draft of the same thing that was begun meanwhile is newer: it stays, and the report too. So does a report that the service worker has
/// tried to send since `parcel` was read.
pub async fn back_to_draft(parcel: &Parcel) -> Result<bool, Error> {
    let write = idb::write(&["drafts", "outbox"]).await?;
    let key = parcel.draft.key();
    let kept: Option<Parcel> = write.get("outbox", &parcel.draft.report_id).await?;
    let taken = write.has("drafts", &key).await? || kept.is_some_and(|kept| kept.attempts != parcel.attempts);
    if !taken {
        write.put("drafts", &key, &parcel.draft)?;
        write.delete("outbox", &parcel.draft.report_id)?;
    }
    write.done().await?;
    Ok(!taken)
}

/// Removes a report from the outbox because its owner said so, with its files where the server never had it.
pub async fn remove_parcel(account: &str, report_id: &str) -> Result<(), Error> {
    let write = idb::write(&["outbox", "receipts", "files"]).await?;
    if !write.has("receipts", report_id).await? {
        drop_files(&write, account, report_id, |_| false).await?;
    }
    write.delete("outbox", report_id)?;
    write.done().await
}

/// Keeps a report of the server's for reading without a network; which files wait is known here alone.
pub async fn set_receipt(receipt: &Receipt) -> Result<(), Error> {
    let write = idb::write(&["receipts"]).await?;
    let known: Option<Receipt> = write.get("receipts", &receipt.report_id).await?;
    let (files, stuck) = known.map(|known| (known.files, known.stuck)).unwrap_or_default();
    write.put("receipts", &receipt.report_id, &Receipt { files, stuck, ..receipt.clone() })?;
    write.done().await
}

/// A receipt.
pub async fn receipt(report_id: &str) -> Result<Option<Receipt>, Error> {
    idb::read(&["receipts"]).await?.get("receipts", report_id).await
}

/// Who may send, where the browser has no locks: one window, for a while.
#[derive(Default, Serialize, Deserialize)]
struct Lease {
    window: String,
    until: f64,
}

/// Takes or renews the lease of the outbox for this window; `false` where another window has it.
pub async fn lease(window: &str, milliseconds: f64) -> Result<bool, Error> {
    let write = idb::write(&["kv"]).await?;
    let held: Lease = write.get("kv", "lease").await?.unwrap_or_default();
    let left = held.until - browser::now();
    // A lease longer than any that is given was written by a clock that was wrong.
    let free = held.window == window || left < 0.0 || left > milliseconds;
    if free {
        write.put("kv", "lease", &Lease { window: window.into(), until: browser::now() + milliseconds })?;
    }
    write.done().await?;
    Ok(free)
}
