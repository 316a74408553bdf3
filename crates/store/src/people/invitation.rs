//! Links that let a person in once: to begin a duty, or to choose a new password. Only the hash of a link's secret is kept.

use phieu_report::{Date, OrgUnitCode};

use super::Duty;
use crate::Moment;

/// What a link is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Offer {
    /// A duty.
    Duty {
        /// The unit.
        unit: OrgUnitCode,
        /// The role.
        role: String,
        /// The first day; one who comes later begins on the day of coming.
        from: Date,
        /// The duty that ends on the day on which this one begins.
        replaces: Option<i64>,
    },
    /// A new password for an account, by its login.
    Password(String),
}

/// A link to keep.
#[derive(Debug, Clone)]
pub struct NewInvitation {
    /// The hash of the secret in it.
    pub secret_hash: String,
    /// What it is for.
    pub offer: Offer,
    /// For whom, as the inviter wrote it; may be empty.
    pub name: String,
    /// When it stops counting.
    pub expires_at: Moment,
}

/// Where a link stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkState {
    /// It may be used, until it expires.
    Open,
    /// Somebody came in by it.
    Used,
    /// It was taken back.
    Revoked,
    /// Its time is over.
    Expired,
}

/// A link as kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// Its number.
    pub id: i64,
    /// What it is for.
    pub offer: Offer,
    /// For whom, as the inviter wrote it.
    pub name: String,
    /// The login of the inviter.
    pub by: String,
    /// The name of the inviter.
    pub by_name: String,
    /// When it stops counting.
    pub expires_at: Moment,
    /// Where it stands at the moment that was asked about.
    pub state: LinkState,
}

/// Who comes in by a link.
#[derive(Debug, Clone)]
pub enum Joining {
    /// A person who was not here: name, telephone number, password's hash, language.
    New {
        /// What logins of the unit begin with; a full stop and the first free number follow.
        login: String,
        /// The full name.
        name: String,
        /// The telephone number in digits.
        phone: Option<String>,
        /// The language of the pages.
        language: String,
        /// The hash of the password.
        password_hash: String,
        /// The version of the text that was agreed to.
        consent: String,
    },
    /// One who is signed in takes the duty on.
    Known(String),
    /// The password of the account that the link names; its sessions end.
    Password(String),
}

/// Why a step on people is not allowed now. Nothing was stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PeopleRefusal {
    /// There is no such link, person or duty.
    Unknown,
    /// The link cannot be used any more, and why.
    Link(LinkState),
    /// The link is for something else.
    OtherLink,
    /// Somebody has this telephone number.
    PhoneTaken,
    /// The person has this duty already.
    HasDuty,
    /// The duty has ended, or will have by that day.
    Ended,
    /// Nobody would be left with a role that must not end.
    LastOne,
}

/// A duty with whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DutyRow {
    /// The duty's number.
    pub id: i64,
    /// The person.
    pub login: String,
    /// The person's name; empty once erased.
    pub name: String,
    /// The person's telephone number.
    pub phone: Option<String>,
    /// Whether the person can sign in.
    pub signs_in: bool,
    /// The duty.
    pub duty: Duty,
}
