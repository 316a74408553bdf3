//! The trait of people on SQLite: each method goes to the file that does it.

use async_trait::async_trait;
use phieu_report::{Date, OrgUnitCode, ReportId};
use serde_json::json;

use super::{chain, duties, links, own, redact, replace, whole};
use crate::people::{
    By, Consent, DutyRow, Invitation, Joining, NewInvitation, OldRevision, People, PeopleLine, PeopleRefusal, Person, Redaction,
    SentRevision,
};
use crate::sqlite::registers;
use crate::{Account, AuditFault, AuditMark, Duty, Error, Moment, Session, SqliteStore};

#[async_trait]
impl People for SqliteStore {
    async fn account_named(&self, login: &str, phone: &str) -> Result<Option<Account>, Error> {
        let query = sqlx::query("select * from account where login = ?1 or phone = ?2 order by login <> ?1 limit 1");
        whole(&self.pool, query.bind(login).bind(phone).fetch_optional(&self.pool).await?).await
    }
    async fn duties_in(&self, units: &[OrgUnitCode]) -> Result<Vec<DutyRow>, Error> {
        duties::all_in(&self.pool, units).await
    }
    async fn duty(&self, id: i64) -> Result<Option<DutyRow>, Error> {
        duties::one(&mut *self.pool.acquire().await?, id).await
    }
    async fn begin_duty(&self, by: &By, person: Person<'_>, duty: &Duty) -> Result<Result<String, PeopleRefusal>, Error> {
        duties::begin(&self.pool, by, person, duty).await
    }
    async fn end_duty(&self, by: &By, id: i64, day: Date, lasting: &[&str]) -> Result<Result<(), PeopleRefusal>, Error> {
        duties::end(&self.pool, by, id, day, lasting).await
    }
    async fn replace_account(&self, by: &By, account: &Account, day: Date, lasting: &[&str]) -> Result<Result<(), PeopleRefusal>, Error> {
        replace(&self.pool, by, account, day, lasting).await
    }
    async fn hand_over(&self, by: &By, id: i64, day: Date, login: &str, lasting: &[&str]) -> Result<Result<(), PeopleRefusal>, Error> {
        duties::hand_over(&self.pool, by, id, day, login, lasting).await
    }

    async fn invite(&self, by: &By, new: &NewInvitation) -> Result<i64, Error> {
        links::invite(&self.pool, by, new).await
    }
    async fn invitation(&self, secret_hash: &str, now: Moment) -> Result<Option<Invitation>, Error> {
        links::of_secret(&mut *self.pool.acquire().await?, secret_hash, now).await
    }
    async fn open_invitation(&self, id: i64, now: Moment) -> Result<Option<Invitation>, Error> {
        links::open_one(&self.pool, id, now).await
    }
    async fn invitations_in(&self, units: &[OrgUnitCode], now: Moment) -> Result<Vec<Invitation>, Error> {
        links::open_in(&self.pool, units, now).await
    }
    async fn revoke(&self, by: &By, id: i64) -> Result<Result<(), PeopleRefusal>, Error> {
        links::revoke(&self.pool, by, id).await
    }
    async fn join(&self, secret_hash: &str, joining: &Joining, at: Moment, today: Date) -> Result<Result<String, PeopleRefusal>, Error> {
        links::join(&self.pool, secret_hash, joining, at, today).await
    }

    async fn correct(&self, by: &By, account: &Account) -> Result<Result<(), PeopleRefusal>, Error> {
        own::correct(&self.pool, by, account).await
    }
    async fn set_password(&self, by: &By, login: &str, hash: &str, but: &str) -> Result<(), Error> {
        let mut tx = self.pool.begin_with("begin immediate").await?;
        own::set_password(&mut tx, by, login, hash, but).await?;
        Ok(tx.commit().await?)
    }
    async fn agree(&self, by: &By, subject: &str, version: &str) -> Result<(), Error> {
        let mut tx = self.pool.begin_with("begin immediate").await?;
        own::agree(&mut tx, by, subject, version).await?;
        Ok(tx.commit().await?)
    }
    async fn consents(&self, login: &str) -> Result<Vec<Consent>, Error> {
        own::consents(&self.pool, login).await
    }
    async fn sessions(&self, login: &str, now: Moment) -> Result<Vec<Session>, Error> {
        own::sessions(&self.pool, login, now).await
    }
    async fn close_sessions(&self, login: &str, but: &str) -> Result<(), Error> {
        own::close_sessions(&mut *self.pool.acquire().await?, login, but).await
    }
    async fn sent_by(&self, login: &str) -> Result<Vec<SentRevision>, Error> {
        own::sent(&self.pool, login).await
    }
    async fn people_history(&self, login: &str) -> Result<Vec<PeopleLine>, Error> {
        own::history(&self.pool, login).await
    }
    async fn helps(&self, phone: &str) -> Result<Vec<OrgUnitCode>, Error> {
        own::helps(&mut *self.pool.acquire().await?, phone).await
    }
    async fn erase(&self, by: &By, login: &str, day: Date, lasting: &[&str]) -> Result<Result<(), PeopleRefusal>, Error> {
        own::erase(&self.pool, by, login, day, lasting).await
    }

    async fn note_export(&self, by: &By, login: &str) -> Result<(), Error> {
        let mut tx = self.pool.begin_with("begin immediate").await?;
        chain::write(&mut tx, by, "export", &json!({ "person": login })).await?;
        Ok(tx.commit().await?)
    }
    async fn note_search(&self, by: &By) -> Result<(), Error> {
        let mut tx = self.pool.begin_with("begin immediate").await?;
        chain::write(&mut tx, by, "search", &json!({})).await?;
        Ok(tx.commit().await?)
    }
    async fn revisions_of(&self, report: &ReportId) -> Result<Vec<OldRevision>, Error> {
        redact::revisions_of(&self.pool, report).await
    }
    async fn revisions_after(&self, after: Option<(&str, i64)>, units: Option<&[OrgUnitCode]>) -> Result<Vec<OldRevision>, Error> {
        redact::revisions_after(&self.pool, after, units).await
    }
    async fn redact(&self, by: &By, left: &Redaction) -> Result<bool, Error> {
        redact::redact(&self.pool, by, left).await
    }

    async fn verify_people_audit(&self, noted: Option<&AuditMark>) -> Result<Result<AuditMark, AuditFault>, Error> {
        let lines = chain::verify(&self.pool, noted).await?;
        let Ok(last) = lines else { return Ok(lines) };
        Ok(registers::changed(&self.pool).await?.map_or(Ok(last), Err))
    }
}
