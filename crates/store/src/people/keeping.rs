//! The trait of what is kept around people: duties, links, consents, one's own data, and the audit of all that.
//!
//! Every step writes its line into a chain of its own in the step's transaction, as steps on reports do into theirs.

use async_trait::async_trait;
use phieu_report::{Date, OrgUnitCode, ReportId};

use super::{
    Account, By, Consent, DutyRow, Invitation, Joining, NewInvitation, OldRevision, PeopleLine, PeopleRefusal, Redaction, SentRevision,
    Session,
};
use crate::{AuditFault, AuditMark, Error, Moment};

/// Where people are kept.
#[async_trait]
pub trait People: Send + Sync {
    /// The account of a login or, if nobody has that, of a telephone number.
    async fn account_named(&self, login: &str, phone: &str) -> Result<Option<Account>, Error>;
    /// The duties that anybody has, had or will have in these units, by unit, role and first day.
    async fn duties_in(&self, units: &[OrgUnitCode]) -> Result<Vec<DutyRow>, Error>;
    /// One duty.
    async fn duty(&self, id: i64) -> Result<Option<DutyRow>, Error>;
    /// Gives a duty. A person who is new is kept first; the login is what [`Joining::New`] says of it, without a password.
    async fn begin_duty(&self, by: &By, person: Person<'_>, duty: &super::Duty) -> Result<Result<String, PeopleRefusal>, Error>;
    /// Ends a duty on a day: it holds no more from then on. A later end comes forward, an earlier one stays. A duty of a `lasting` role ends
    /// only where somebody who signs in still has one of these roles, without an end, in the unit or above it.
    async fn end_duty(&self, by: &By, id: i64, day: Date, lasting: &[&str]) -> Result<Result<(), PeopleRefusal>, Error>;
    /// Puts an account as it is to be from a day on, like [`crate::Store::put_account`]. The audit of people gets a line for each duty that begins
    /// or ends, one where a known person's name, number or language changes, and one for the password. The keys that the account made for itself
    /// are taken back. Duties of `lasting` roles end only as [`People::end_duty`] says.
    async fn replace_account(&self, by: &By, account: &Account, day: Date, lasting: &[&str]) -> Result<Result<(), PeopleRefusal>, Error>;
    /// Ends a duty and begins the same for another person on the same day; of `lasting` roles as [`People::end_duty`] says.
    async fn hand_over(&self, by: &By, id: i64, day: Date, login: &str, lasting: &[&str]) -> Result<Result<(), PeopleRefusal>, Error>;

    /// Keeps a link and gives its number.
    async fn invite(&self, by: &By, new: &NewInvitation) -> Result<i64, Error>;
    /// The link of a secret, as it stands at a moment.
    async fn invitation(&self, secret_hash: &str, now: Moment) -> Result<Option<Invitation>, Error>;
    /// A link by its number, if it may still be used.
    async fn open_invitation(&self, id: i64, now: Moment) -> Result<Option<Invitation>, Error>;
    /// The links for duties in these units, and for accounts with a duty in them, that may still be used, the last one first.
    async fn invitations_in(&self, units: &[OrgUnitCode], now: Moment) -> Result<Vec<Invitation>, Error>;
    /// Takes a link back.
    async fn revoke(&self, by: &By, id: i64) -> Result<Result<(), PeopleRefusal>, Error>;
    /// Lets a person in by a link, which is used up: gives the login. `today` is the day in Viet Nam.
    async fn join(&self, secret_hash: &str, joining: &Joining, at: Moment, today: Date) -> Result<Result<String, PeopleRefusal>, Error>;

    /// Changes name, telephone number and language of an account.
    async fn correct(&self, by: &By, account: &Account) -> Result<Result<(), PeopleRefusal>, Error>;
    /// Sets an account's password; its sessions end but one, by the hash of its token.
    async fn set_password(&self, by: &By, login: &str, hash: &str, but: &str) -> Result<(), Error>;
    /// Keeps a consent; the first one to the same version stands.
    async fn agree(&self, by: &By, subject: &str, version: &str) -> Result<(), Error>;
    /// What somebody agreed to, in order of time.
    async fn consents(&self, login: &str) -> Result<Vec<Consent>, Error>;
    /// Somebody's open sessions, the last one first.
    async fn sessions(&self, login: &str, now: Moment) -> Result<Vec<Session>, Error>;
    /// Ends somebody's sessions but one, by the hash of its token.
    async fn close_sessions(&self, login: &str, but: &str) -> Result<(), Error>;
    /// All revisions that somebody sent, in order of time.
    async fn sent_by(&self, login: &str) -> Result<Vec<SentRevision>, Error>;
    /// The lines of the audit of people that somebody wrote or that are about the person, in order.
    async fn people_history(&self, login: &str) -> Result<Vec<PeopleLine>, Error>;
    /// The units whose helper has a telephone number.
    async fn helps(&self, phone: &str) -> Result<Vec<OrgUnitCode>, Error>;
    /// Erases an account's name, telephone number, password and sessions, ends its duties on a day and takes back links for it. Where its
    /// number is that of a unit's helper, there is none any more; a corrected number is corrected there too. The login, consents and the audit stay. Of `lasting` roles as [`People::end_duty`] says.
    async fn erase(&self, by: &By, login: &str, day: Date, lasting: &[&str]) -> Result<Result<(), PeopleRefusal>, Error>;

    /// Writes down that somebody's data were handed out.
    async fn note_export(&self, by: &By, login: &str) -> Result<(), Error>;

    /// Writes down that people were looked for in reports, and why.
    async fn note_search(&self, by: &By) -> Result<(), Error>;

    /// The revisions of one report, in order.
    async fn revisions_of(&self, report: &ReportId) -> Result<Vec<OldRevision>, Error>;
    /// All revisions, some at a time, after a report and revision; of some units where any are named.
    async fn revisions_after(&self, after: Option<(&str, i64)>, units: Option<&[OrgUnitCode]>) -> Result<Vec<OldRevision>, Error>;
    /// Replaces a revision's bytes by what is left of them and empties remarks, with lines in the audit of people. The audit of reports is
    /// computed with the digests of before. False, and nothing is done, where the bytes are not those any more of which this was left.
    async fn redact(&self, by: &By, left: &Redaction) -> Result<bool, Error>;

    /// As [`crate::Store::verify_audit`], of the audit of people.
    async fn verify_people_audit(&self, noted: Option<&AuditMark>) -> Result<Result<AuditMark, AuditFault>, Error>;
}

/// Who gets a duty.
#[derive(Debug, Clone, Copy)]
pub enum Person<'a> {
    /// By login.
    Known(&'a str),
    /// Somebody new who does not sign in: what the login begins with, and the name.
    New(&'a str, &'a str),
}
