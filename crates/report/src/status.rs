//! What may happen to a report, as one table. What the table does not list does not happen.
//!
//! A reporter may send a correction while nobody has decided yet. Units above review one after the other, from near to far: the nearest
//! one's approval makes the figures count, each further one approves on top of it, and with the last one's the report is accepted.
//! What a level has approved, only the level that approved it last opens again; the approved revision stays, and a new one is added to it.
//!
//! Two things do not move a report but decide what may: whether figures that it read have changed since (`flagged`), and whether its
//! period is closed (`locked`): then nothing happens to it until the period is opened again.

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
    /// Approved by the nearest level at least; its figures count.
    Approved,
    /// Was approved and may be corrected.
    Reopened,
    /// Another report stands in its place.
    Replaced,
}

/// What happens to a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// A revision is sent.
    Submit,
    /// It is sent back with remarks.
    Return,
    /// A level approves it.
    Approve,
    /// It stays as it is, though figures that it read have changed.
    Confirm,
    /// An approved report is opened for correction.
    Reopen,
    /// Another report takes its place: the official one that of an estimate, a successor's that of a unit.
    Replace,
    /// Figures that it read have changed since.
    Flag,
    /// Its period is closed.
    Lock,
    /// Its period is opened again.
    Unlock,
}

/// Who makes it happen, as the table knows them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The unit that reports.
    Reporter,
    /// The reviewing level whose turn it is.
    Reviewer,
    /// The level that approved it last.
    Approver,
    /// A reviewing level whose turn it is not.
    Onlooker,
    /// The server itself, as a consequence of another report's step.
    Server,
}

/// A reviewing level of a report: its number, 1 for the nearest, and how many there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Level {
    /// From 1.
    pub number: u8,
    /// At least `number`.
    pub of: u8,
}

/// All that decides what may happen to a report next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Standing {
    /// Where it stands.
    pub status: Status,
    /// How many levels have approved it: at least 1 where it is approved, else 0.
    pub approvals: u8,
    /// Whether figures that it read have changed since ("cần duyệt lại").
    pub flagged: bool,
    /// Whether its period is closed.
    pub locked: bool,
}

/// Every transition there is: from, event, by whom, to.
pub const TRANSITIONS: [(Status, Event, Role, Status); 21] = [
    (Status::Draft, Event::Submit, Role::Reporter, Status::Submitted),
    (Status::Submitted, Event::Submit, Role::Reporter, Status::Submitted),
    (Status::Returned, Event::Submit, Role::Reporter, Status::Submitted),
    (Status::Reopened, Event::Submit, Role::Reporter, Status::Submitted),
    (Status::Submitted, Event::Return, Role::Reviewer, Status::Returned),
    (Status::Submitted, Event::Approve, Role::Reviewer, Status::Approved),
    (Status::Approved, Event::Return, Role::Reviewer, Status::Returned),
    (Status::Approved, Event::Approve, Role::Reviewer, Status::Approved),
    (Status::Approved, Event::Confirm, Role::Approver, Status::Approved),
    (Status::Approved, Event::Reopen, Role::Approver, Status::Reopened),
    (Status::Submitted, Event::Replace, Role::Reviewer, Status::Replaced),
    (Status::Returned, Event::Replace, Role::Reviewer, Status::Replaced),
    (Status::Approved, Event::Replace, Role::Approver, Status::Replaced),
    (Status::Reopened, Event::Replace, Role::Reviewer, Status::Replaced),
    (Status::Replaced, Event::Reopen, Role::Reviewer, Status::Reopened),
    (Status::Submitted, Event::Replace, Role::Server, Status::Replaced),
    (Status::Returned, Event::Replace, Role::Server, Status::Replaced),
    (Status::Approved, Event::Replace, Role::Server, Status::Replaced),
    (Status::Reopened, Event::Replace, Role::Server, Status::Replaced),
    (Status::Submitted, Event::Flag, Role::Server, Status::Submitted),
    (Status::Approved, Event::Flag, Role::Server, Status::Approved),
];

impl Status {
    /// All of them.
    pub const ALL: [Status; 6] = [Status::Draft, Status::Submitted, Status::Returned, Status::Approved, Status::Reopened, Status::Replaced];

    /// The word in JSON and in the store.
    pub fn name(self) -> &'static str {
        match self {
            Status::Draft => "draft",
            Status::Submitted => "submitted",
            Status::Returned => "returned",
            Status::Approved => "approved",
            Status::Reopened => "reopened",
            Status::Replaced => "replaced",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Result<Status, Error> {
        Status::ALL.into_iter().find(|status| status.name() == text).ok_or_else(|| Error::Word(shown(text)))
    }

    /// Whether the report's figures count in totals.
    pub fn counts(self) -> bool {
        self == Status::Approved
    }

    /// Whether it lies with those who review: its figures stand, decided or not.
    pub fn is_with_reviewers(self) -> bool {
        matches!(self, Status::Submitted | Status::Approved)
    }
}

impl Level {
    /// Who this level is to a report that so many levels have approved.
    pub fn role(self, approvals: u8) -> Role {
        match self.number.checked_sub(approvals) {
            Some(1) => Role::Reviewer,
            Some(0) => Role::Approver,
            _ => Role::Onlooker,
        }
    }
}

impl Standing {
    /// A report of which nothing has been sent yet.
    pub const NEW: Standing = Standing { status: Status::Draft, approvals: 0, flagged: false, locked: false };

    /// How it stands after an event. Errors tell a closed period, a role that never does this, and a wrong moment from each other.
    pub fn after(self, event: Event, role: Role) -> Result<Standing, Error> {
        if !TRANSITIONS.iter().any(|row| row.1 == event && row.2 == role) {
            return Err(Error::RoleForbids(role, event));
        }
        // A flag changes nothing that was reported, and must not be lost because the period is closed.
        if self.locked && event != Event::Flag {
            return Err(Error::Locked);
        }
        let row = TRANSITIONS.iter().find(|row| row.0 == self.status && row.1 == event && row.2 == role);
        let to = row.filter(|_| event != Event::Confirm || self.flagged).map(|row| row.3);
        let status = to.ok_or(Error::StatusForbids(self.status, event))?;
        let approvals = match event {
            Event::Approve => self.approvals.saturating_add(1),
            Event::Confirm | Event::Flag => self.approvals,
            _ => 0,
        };
        // Sending it again takes no flag away: the reviewer decides on what was said of it.
        let flagged = event == Event::Flag || (event == Event::Submit && self.flagged);
        Ok(Standing { status, approvals, flagged, ..self })
    }

    /// Whether the last of so many levels has approved it.
    pub fn is_accepted(self, levels: u8) -> bool {
        self.status.counts() && self.approvals >= levels
    }

    /// Whether a level's decision is what it waits for: its turn has come, or it approved figures that were flagged since.
    pub fn waits_for(self, level: Level) -> bool {
        match level.role(self.approvals) {
            Role::Reviewer => self.status.is_with_reviewers(),
            Role::Approver => self.status.counts() && self.flagged,
            _ => false,
        }
    }
}

impl Event {
    /// All of them.
    pub const ALL: [Event; 9] = [
        Event::Submit,
        Event::Return,
        Event::Approve,
        Event::Confirm,
        Event::Reopen,
        Event::Replace,
        Event::Flag,
        Event::Lock,
        Event::Unlock,
    ];

    /// What a reviewer may decide.
    pub const DECISIONS: [Event; 5] = [Event::Return, Event::Approve, Event::Confirm, Event::Reopen, Event::Replace];

    /// The word in JSON and in the store.
    pub fn name(self) -> &'static str {
        match self {
            Event::Submit => "submit",
            Event::Return => "return",
            Event::Approve => "approve",
            Event::Confirm => "confirm",
            Event::Reopen => "reopen",
            Event::Replace => "replace",
            Event::Flag => "flag",
            Event::Lock => "lock",
            Event::Unlock => "unlock",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Result<Event, Error> {
        Event::ALL.into_iter().find(|event| event.name() == text).ok_or_else(|| Error::Word(shown(text)))
    }
}

impl Role {
    /// All of them.
    pub const ALL: [Role; 5] = [Role::Reporter, Role::Reviewer, Role::Approver, Role::Onlooker, Role::Server];

    /// The word in JSON and in the store.
    pub fn name(self) -> &'static str {
        match self {
            Role::Reporter => "reporter",
            Role::Reviewer => "reviewer",
            Role::Approver => "approver",
            Role::Onlooker => "onlooker",
            Role::Server => "server",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Result<Role, Error> {
        Role::ALL.into_iter().find(|role| role.name() == text).ok_or_else(|| Error::Word(shown(text)))
    }
}
