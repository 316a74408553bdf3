//! Other people's programs in SQLite.

mod events;
mod hooks;
mod keys;
mod once;

use async_trait::async_trait;
use phieu_report::OrgUnitCode;

use super::SqliteStore;
use crate::programs::{Delivery, EventPage, EventQuery, Hook, HookState, Key, NewHook, NewKey, Once, OnceKey, Programs};
use crate::{Account, By, Error, Moment};

/// The accounts that have or had a duty of a role in a unit or below it.
macro_rules! accounts_within {
    () => {
        "(with recursive inside (code) as (
              select ?1 union select unit.code from unit join inside on unit.parent = inside.code)
          select login from duty join inside on duty.unit = inside.code where role = ?2)"
    };
}
use accounts_within;

#[async_trait]
impl Programs for SqliteStore {
    async fn make_key(&self, by: &By, new: &NewKey) -> Result<i64, Error> {
        keys::make(&self.pool, by, new).await
    }
    async fn key(&self, id: i64) -> Result<Option<Key>, Error> {
        keys::one(&self.pool, id).await
    }
    async fn keys_of(&self, login: &str) -> Result<Vec<Key>, Error> {
        keys::of(&self.pool, login).await
    }
    async fn keys_within(&self, top: &OrgUnitCode, role: &str) -> Result<Vec<Key>, Error> {
        keys::within(&self.pool, top, role).await
    }
    async fn use_key(&self, hash: &str, now: Moment) -> Result<Option<(Key, Account)>, Error> {
        keys::used(&self.pool, hash, now).await
    }
    async fn revoke_key(&self, by: &By, id: i64) -> Result<bool, Error> {
        keys::revoke(&self.pool, by, id).await
    }
    async fn begin_once(&self, key: &OnceKey, digest: &str, now: Moment, forgotten: Moment) -> Result<Once, Error> {
        once::begin(&self.pool, key, digest, now, forgotten).await
    }
    async fn forget_once(&self, until: Moment) -> Result<(), Error> {
        once::forget(&self.pool, until).await
    }
    async fn finish_once(&self, key: &OnceKey, answer: Option<&[u8]>) -> Result<(), Error> {
        once::finish(&self.pool, key, answer).await
    }
    async fn events(&self, asked: &EventQuery<'_>) -> Result<EventPage, Error> {
        events::page(&self.pool, asked).await
    }
    async fn last_line(&self) -> Result<i64, Error> {
        events::last(&self.pool).await
    }
    async fn make_hook(&self, by: &By, new: &NewHook) -> Result<i64, Error> {
        hooks::make(&self.pool, by, new).await
    }
    async fn hook(&self, id: i64) -> Result<Option<Hook>, Error> {
        hooks::one(&self.pool, id).await
    }
    async fn hooks_of(&self, login: &str) -> Result<Vec<Hook>, Error> {
        hooks::of(&self.pool, login).await
    }
    async fn hooks_within(&self, top: &OrgUnitCode, role: &str) -> Result<Vec<Hook>, Error> {
        hooks::within(&self.pool, top, role).await
    }
    async fn due_hooks(&self, now: Moment) -> Result<Vec<Hook>, Error> {
        hooks::due(&self.pool, now).await
    }
    async fn told(&self, hook: i64, delivery: Option<&Delivery>, state: &HookState) -> Result<bool, Error> {
        hooks::told(&self.pool, hook, delivery, state).await
    }
    async fn switch_hook(&self, by: &By, id: i64, on: bool) -> Result<(), Error> {
        hooks::switch(&self.pool, by, id, on).await
    }
    async fn remove_hook(&self, by: &By, id: i64) -> Result<(), Error> {
        hooks::remove(&self.pool, by, id).await
    }
    async fn deliveries(&self, hook: i64) -> Result<Vec<Delivery>, Error> {
        hooks::deliveries(&self.pool, hook).await
    }
}
