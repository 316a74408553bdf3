//! Other people's programs: keys by which they come in, the events they may read, and the hooks by which they are told.
//!
//! A key and a hook belong to an account: what that account's duties show and allow is all that they do. What a scope allows, how a try is
//! sent and when the next one is due is decided elsewhere.

use async_trait::async_trait;
use phieu_report::{Event, FormId, OrgUnitCode, Period, ReportId, Revision, Status};

use crate::{Account, By, Error, Moment};

/// A key to keep.
#[derive(Debug, Clone)]
pub struct NewKey {
    /// The hash of the key.
    pub hash: String,
    /// For whom it acts.
    pub login: String,
    /// What it is called.
    pub name: String,
    /// What it may do: words with a blank between.
    pub scopes: String,
    /// When it stops counting.
    pub expires_at: Moment,
}

/// A key as kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// Its number.
    pub id: i64,
    /// For whom it acts.
    pub login: String,
    /// What it is called.
    pub name: String,
    /// What it may do: words with a blank between.
    pub scopes: String,
    /// The login of whoever made it.
    pub made_by: String,
    /// When it was made.
    pub made_at: Moment,
    /// When it stops counting.
    pub expires_at: Moment,
    /// When it was taken back.
    pub revoked_at: Option<Moment>,
    /// When it was used last, to the minute.
    pub last_used_at: Option<Moment>,
}

/// The key of a request, of the account that sent it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnceKey {
    /// Whose.
    pub login: String,
    /// The hash of the key.
    pub hash: String,
}

/// What is known of a request when it comes in under a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Once {
    /// Nothing; from now on it is being carried out.
    Begun,
    /// It is being carried out, or was broken off.
    Running,
    /// Another request came under the same key.
    Other,
    /// It was carried out.
    Done {
        /// When it began.
        at: Moment,
        /// What was kept of its answer.
        answer: Vec<u8>,
    },
}

/// Which events: those of units below some units, after a line of the audit.
#[derive(Debug, Clone)]
pub struct EventQuery<'a> {
    /// The units; what happened to one of them or below it, as they stand today, is given. A period that was closed above them as well.
    pub tops: &'a [OrgUnitCode],
    /// The line after which they come; 0 is before the first.
    pub after: i64,
    /// How many lines of the audit are looked at.
    pub most: u32,
}

/// Events in the order in which they happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventPage {
    /// Those that the units see.
    pub events: Vec<ReportEvent>,
    /// The last line that was looked at: after it the next page begins.
    pub last: i64,
    /// Whether there are lines after it.
    pub more: bool,
}

/// Something that happened to a report or a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportEvent {
    /// The line of the audit.
    pub line: i64,
    /// When.
    pub at: Moment,
    /// What.
    pub event: Event,
    /// The report, its revision and the status after it; none where a period was closed or opened.
    pub report: Option<(ReportId, Revision, Status)>,
    /// The form.
    pub form: FormId,
    /// The unit.
    pub unit: OrgUnitCode,
    /// The period.
    pub period: Period,
    /// The other report, of a flag or a replacement.
    pub about: Option<ReportId>,
}

/// A hook to keep.
#[derive(Debug, Clone)]
pub struct NewHook {
    /// Whose events are told.
    pub login: String,
    /// Where they are sent.
    pub url: String,
    /// What signs them.
    pub secret: String,
    /// Which are told: words with a blank between; empty is all.
    pub events: String,
}

/// A hook as kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hook {
    /// Its number.
    pub id: i64,
    /// Whose events are told.
    pub login: String,
    /// Where they are sent.
    pub url: String,
    /// What signs them.
    pub secret: String,
    /// Which are told: words with a blank between; empty is all.
    pub events: String,
    /// When it was made.
    pub made_at: Moment,
    /// How it goes on.
    pub state: HookState,
}

/// How a hook goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HookState {
    /// Whether anything is sent.
    pub is_on: bool,
    /// The last line of the audit that was told or passed over.
    pub after: i64,
    /// How often the next one was tried in vain.
    pub tries: u32,
    /// Since when in vain.
    pub failing_since: Option<Moment>,
    /// Before when it is not tried again.
    pub next_at: Moment,
}

/// A try to tell an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// The line of the audit.
    pub line: i64,
    /// When.
    pub at: Moment,
    /// The HTTP status that came back.
    pub status: Option<u16>,
    /// Why it is no success; empty where it is one.
    pub problem: String,
}

/// Where programs are kept.
#[async_trait]
pub trait Programs: Send + Sync {
    /// Keeps a key, with its line in the audit of people, and gives its number.
    async fn make_key(&self, by: &By, new: &NewKey) -> Result<i64, Error>;
    /// One key.
    async fn key(&self, id: i64) -> Result<Option<Key>, Error>;
    /// The keys of an account, the last one first.
    async fn keys_of(&self, login: &str) -> Result<Vec<Key>, Error>;
    /// The keys of accounts that have or had a duty of a role in a unit or below it, the last one first.
    async fn keys_within(&self, top: &OrgUnitCode, role: &str) -> Result<Vec<Key>, Error>;
    /// The key of a hash with its account, unless it was taken back or has ended by `now`; notes that it was used.
    async fn use_key(&self, hash: &str, now: Moment) -> Result<Option<(Key, Account)>, Error>;
    /// Takes a key back; one that was taken back stays so. False where there is no such key.
    async fn revoke_key(&self, by: &By, id: i64) -> Result<bool, Error>;

    /// Events after a line, in order.
    async fn events(&self, asked: &EventQuery<'_>) -> Result<EventPage, Error>;
    /// The number of the last line of the audit.
    async fn last_line(&self) -> Result<i64, Error>;

    /// Keeps a hook that tells what happens from now on, with its line in the audit of people, and gives its number.
    async fn make_hook(&self, by: &By, new: &NewHook) -> Result<i64, Error>;
    /// One hook.
    async fn hook(&self, id: i64) -> Result<Option<Hook>, Error>;
    /// The hooks of an account, the last one first.
    async fn hooks_of(&self, login: &str) -> Result<Vec<Hook>, Error>;
    /// The hooks of accounts that have or had a duty of a role in a unit or below it, the last one first.
    async fn hooks_within(&self, top: &OrgUnitCode, role: &str) -> Result<Vec<Hook>, Error>;
    /// The hooks that are on, have something before them and may be tried.
    async fn due_hooks(&self, now: Moment) -> Result<Vec<Hook>, Error>;
    /// Keeps what became of a try, if there was one, and how the hook goes on. One that was stopped or removed meanwhile stays so; gives
    /// whether it is still on.
    async fn told(&self, hook: i64, delivery: Option<&Delivery>, state: &HookState) -> Result<bool, Error>;
    /// Lets a hook go on at once where it stopped, or stops it, with its line in the audit of people.
    async fn switch_hook(&self, by: &By, id: i64, on: bool) -> Result<(), Error>;
    /// Removes a hook with its log, with its line in the audit of people.
    async fn remove_hook(&self, by: &By, id: i64) -> Result<(), Error>;
    /// The last tries of a hook, the last one first.
    async fn deliveries(&self, hook: i64) -> Result<Vec<Delivery>, Error>;
    /// Begins a request under its key, or tells what became of it before. What began at `forgotten` or earlier is forgotten first.
    async fn begin_once(&self, key: &OnceKey, digest: &str, now: Moment, forgotten: Moment) -> Result<Once, Error>;
    /// Forgets the requests that began at a moment or earlier.
    async fn forget_once(&self, until: Moment) -> Result<(), Error>;
    /// Keeps the answer of a request that was carried out; without one forgets the request, because it did nothing.
    async fn finish_once(&self, key: &OnceKey, answer: Option<&[u8]>) -> Result<(), Error>;
}
