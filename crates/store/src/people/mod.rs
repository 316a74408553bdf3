//! Who signs in, and for what. Passwords are kept as PHC strings made elsewhere, session tokens as hashes: nothing here lets a reader of the
//! database sign in.
//!
//! A person has any number of duties, each in a unit and for some time. What a role may do is not known here.

mod data;
mod invitation;
mod keeping;

pub use data::{By, Consent, OldRevision, PeopleLine, Redaction, SentRevision};
pub use invitation::{DutyRow, Invitation, Joining, LinkState, NewInvitation, Offer, PeopleRefusal};
pub use keeping::{People, Person};

use phieu_report::{Date, OrgUnitCode};

use crate::Moment;

/// Someone who can sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The name typed at sign-in, unique; the id of the person in reports and audits.
    pub login: String,
    /// The person's full name; empty once the person's data are erased.
    pub name: String,
    /// The person's telephone number in digits: a second name for signing in, unique.
    pub phone: Option<String>,
    /// The language of the person's pages: `vi` or `en`.
    pub language: String,
    /// The password's hash, as a PHC string; empty where the person does not sign in.
    pub password_hash: String,
    /// All duties that the person has, had or will have, the first given first.
    pub duties: Vec<Duty>,
}

/// What a person does for a unit, from a day to a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duty {
    /// The unit.
    pub unit: OrgUnitCode,
    /// The role, a word that the server knows.
    pub role: String,
    /// The first day.
    pub from: Date,
    /// The first day on which it holds no more.
    pub to: Option<Date>,
}

impl Duty {
    /// Whether the duty holds on a day.
    pub fn holds_on(&self, day: Date) -> bool {
        self.from <= day && self.to.is_none_or(|end| day < end)
    }
}

impl Account {
    /// The account with the duties that hold on a day and no others.
    pub fn on(mut self, day: Date) -> Account {
        self.duties.retain(|duty| duty.holds_on(day));
        self
    }
}

/// An open sign-in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// The hash of the token that the browser holds.
    pub token_hash: String,
    /// Whose session it is.
    pub login: String,
    /// When it was opened.
    pub opened_at: Moment,
    /// When it stops counting.
    pub expires_at: Moment,
}
