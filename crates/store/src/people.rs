//! Who signs in. Passwords are kept as PHC strings made elsewhere, session tokens as hashes: nothing here lets a reader of the database sign in.

use phieu_report::OrgUnitCode;

use crate::Moment;

/// Someone who can sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The name typed at sign-in, unique.
    pub login: String,
    /// The person's full name.
    pub name: String,
    /// The unit the person works for.
    pub unit: OrgUnitCode,
    /// What the person may do: `reporter`, `reviewer`, `viewer`, `administrator`.
    pub roles: Vec<String>,
    /// The language of the person's pages: `vi` or `en`.
    pub language: String,
    /// The password's hash, as a PHC string.
    pub password_hash: String,
}

impl Account {
    /// Whether the account has a role.
    pub fn has_role(&self, role: &str) -> bool {
        self.roles.iter().any(|own| own == role)
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
