//! What may happen to a report, as one table. What the table does not list does not happen.
//!
//! A reporter may send a correction while nobody has decided yet. After approval only a reviewer opens the report again;
//! the approved revision stays, and a new one is added to it.

use serde::{Deserialize, Serialize};

use crate::error::{Error, shown};

/// Where a report stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Being filled in; nobody else has it.
    Draft,
    /// Sent, not decided.
    Submitted,
    /// Sent back with remarks.
    Returned,
    /// Accepted; its figures count.
    Approved,
    /// Was approved and may be corrected.
    Reopened,
}

/// What happens to a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// A revision is sent.
    Submit,
    /// It is sent back with remarks.
    Return,
    /// It is accepted.
    Approve,
    /// An accepted report is opened for correction.
    Reopen,
}

/// Who makes it happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The unit that reports.
    Reporter,
    /// The unit that reads and decides.
    Reviewer,
}

/// Every transition there is: from, event, by whom, to.
pub const TRANSITIONS: [(Status, Event, Role, Status); 7] = [
    (Status::Draft, Event::Submit, Role::Reporter, Status::Submitted),
    (Status::Submitted, Event::Submit, Role::Reporter, Status::Submitted),
    (Status::Returned, Event::Submit, Role::Reporter, Status::Submitted),
    (Status::Reopened, Event::Submit, Role::Reporter, Status::Submitted),
    (Status::Submitted, Event::Return, Role::Reviewer, Status::Returned),
    (Status::Submitted, Event::Approve, Role::Reviewer, Status::Approved),
    (Status::Approved, Event::Reopen, Role::Reviewer, Status::Reopened),
];

impl Status {
    /// All of them.
    pub const ALL: [Status; 5] = [Status::Draft, Status::Submitted, Status::Returned, Status::Approved, Status::Reopened];

    /// The word in JSON and in the store.
    pub fn name(self) -> &'static str {
        match self {
            Status::Draft => "draft",
            Status::Submitted => "submitted",
            Status::Returned => "returned",
            Status::Approved => "approved",
            Status::Reopened => "reopened",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Result<Status, Error> {
        Status::ALL.into_iter().find(|status| status.name() == text).ok_or_else(|| Error::Word(shown(text)))
    }

    /// The status after an event; errors tell a wrong role from a wrong moment.
    pub fn after(self, event: Event, role: Role) -> Result<Status, Error> {
        if !TRANSITIONS.iter().any(|row| row.1 == event && row.2 == role) {
            return Err(Error::RoleForbids(role, event));
        }
        let row = TRANSITIONS.iter().find(|row| row.0 == self && row.1 == event && row.2 == role);
        row.map(|row| row.3).ok_or(Error::StatusForbids(self, event))
    }
}

impl Event {
    /// All of them.
    pub const ALL: [Event; 4] = [Event::Submit, Event::Return, Event::Approve, Event::Reopen];

    /// The word in JSON and in the store.
    pub fn name(self) -> &'static str {
        match self {
            Event::Submit => "submit",
            Event::Return => "return",
            Event::Approve => "approve",
            Event::Reopen => "reopen",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Result<Event, Error> {
        Event::ALL.into_iter().find(|event| event.name() == text).ok_or_else(|| Error::Word(shown(text)))
    }
}

impl Role {
    /// All of them.
    pub const ALL: [Role; 2] = [Role::Reporter, Role::Reviewer];

    /// The word in JSON and in the store.
    pub fn name(self) -> &'static str {
        match self {
            Role::Reporter => "reporter",
            Role::Reviewer => "reviewer",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Result<Role, Error> {
        Role::ALL.into_iter().find(|role| role.name() == text).ok_or_else(|| Error::Word(shown(text)))
    }
}
