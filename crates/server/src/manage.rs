//! Accounts, the sums and the audit of a server's database, for whoever has its files: not over HTTP. The server may run meanwhile.

use std::path::Path;

use phieu_report::{Date, OrgUnitCode};
use phieu_store::{Account, AuditFault, AuditMark, By, Duty, People, SqliteStore, Store, Unit};

use crate::clock::{Clock, day, system_clock};
use crate::forms::Forms;
use crate::manage_units::told;
use crate::password::{HashCost, HashError, Passwords};
use crate::people::retention::{self, Retained};
use crate::people::role::{self, Role};
use crate::start::StartError;
use crate::token::random_text;

/// The letters of a password that is made here, 5 random bits each.
const PASSWORD_LENGTH: usize = 16;
const LONGEST_LOGIN: usize = 64;
/// In whose name the audit tells of what `phieu account` did; it has a blank, and so is nobody's login.
const COMMAND: &str = "phieu account";

/// Why an account or unit could not be kept, or the audit not be read.
#[derive(Debug, thiserror::Error)]
pub enum ManageError {
    /// There is no database to keep it in.
    #[error("{0} has no database: start the server there once")]
    NoDatabase(String),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] phieu_store::Error),
    /// No password could be made.
    #[error(transparent)]
    Hash(#[from] HashError),
    /// A login that nobody could type.
    #[error("`{0}` is not a login: 1 to 64 small letters, digits, hyphens and dots")]
    Login(String),
    /// Not a code.
    #[error("{0}")]
    Code(#[from] phieu_report::Error),
    /// The server's parts could not be made ready.
    #[error(transparent)]
    Start(#[from] Box<StartError>),
    /// What a change would break; one sentence, and what it is about.
    #[error("{0}")]
    Refused(String),
    /// A unit that the database has not.
    #[error("there is no unit {0}")]
    UnknownUnit(String),
    /// The catalogue's forms cannot be used.
    #[error("{0}")]
    Forms(String),
    /// Not a role.
    #[error("`{0}` is not a role: {roles}", roles = role::names())]
    Role(String),
    /// The role is one of other kinds of unit.
    #[error("a {kind} has no `{role}`")]
    Unfit {
        /// The role.
        role: String,
        /// The kind of the unit.
        kind: String,
    },
}

/// An account to add, or to change together with its password.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// What is typed to sign in.
    pub login: String,
    /// The person's full name.
    pub name: String,
    /// The code of the person's unit.
    pub unit: String,
    /// The person's roles in it, such as `club_secretary`.
    pub roles: Vec<String>,
}

/// Adds an account or changes the one of the same login, and gives its new password. Its open sessions and keys end, and so do its other
/// duties; the audit of people tells of each step.
pub async fn put_account(data: &Path, new: NewAccount) -> Result<String, ManageError> {
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '.';
    if new.login.is_empty() || new.login.len() > LONGEST_LOGIN || !new.login.chars().all(allowed) {
        return Err(ManageError::Login(new.login));
    }
    let password = random_text(PASSWORD_LENGTH).map_err(HashError::from)?;
    let unit = OrgUnitCode::parse(&new.unit)?;
    let password_hash = Passwords::new(HashCost::Normal)?.hash(&password)?;
    let store = open(data).await?;
    let kind = existing(&store, &unit).await?.kind;
    fitting(&new.roles, &kind)?;
    let before = store.account(&new.login).await?;
    let (phone, had) = before.map(|account| (account.phone, account.duties)).unwrap_or_default();
    let now = system_clock()();
    let today = day(now);
    let duties = changed(had, &unit, new.roles, today);
    let account = Account { login: new.login, name: new.name, phone, language: "vi".to_owned(), password_hash, duties };
    let done = store.replace_account(&By::of(COMMAND, now), &account, today, &role::lasting()).await?;
    // A server may be running on the same file; it takes the log over.
    let _ = store.close().await;
    done.map(|()| password).map_err(|refusal| ManageError::Refused(told(&refusal.into())))
}

/// Whether all are roles, and in units of this kind.
fn fitting(roles: &[String], kind: &str) -> Result<(), ManageError> {
    for role in roles {
        let known = Role::of(role).ok_or_else(|| ManageError::Role(role.clone()))?;
        if !known.kinds.contains(&kind) {
            return Err(ManageError::Unfit { role: role.clone(), kind: kind.to_owned() });
        }
    }
    Ok(())
}

/// The duties of one who from a day on has these roles in this unit and nothing else.
fn changed(mut duties: Vec<Duty>, unit: &OrgUnitCode, mut roles: Vec<String>, day: Date) -> Vec<Duty> {
    for duty in duties.iter_mut().filter(|duty| duty.to.is_none_or(|end| end > day)) {
        match roles.iter().position(|role| duty.unit == *unit && duty.role == *role && duty.holds_on(day)) {
            Some(at) => _ = roles.remove(at),
            None => duty.to = Some(day.max(duty.from)),
        }
    }
    let begun = |role| Duty { unit: unit.clone(), role, from: day, to: None };
    duties.extend(roles.into_iter().map(begun));
    duties
}

/// Computes the whole audit again and compares it with a mark that was noted: the last line's mark, or the first thing that does not fit.
pub async fn verify_audit(data: &Path, noted: Option<&AuditMark>) -> Result<Result<AuditMark, AuditFault>, ManageError> {
    let store = open(data).await?;
    let said = store.verify_audit(noted).await?;
    // A server may be running on the same file; it takes the log over.
    let _ = store.close().await;
    Ok(said)
}

/// The same of the audit of people, with a mark of its own.
pub async fn verify_people_audit(data: &Path, noted: Option<&AuditMark>) -> Result<Result<AuditMark, AuditFault>, ManageError> {
    let store = open(data).await?;
    let said = store.verify_people_audit(noted).await?;
    // A server may be running on the same file; it takes the log over.
    let _ = store.close().await;
    Ok(said)
}

/// Erases the personal answers whose time is over by the forms of the catalogue; without `really` only counts them.
pub async fn retain(data: &Path, clock: &Clock, really: bool) -> Result<Retained, ManageError> {
    let forms = Forms::from_catalog().map_err(|error| ManageError::Forms(error.to_string()))?;
    let store = open(data).await?;
    let now = clock();
    let done = retention::retain(&store, &forms, now, day(now), really).await;
    // What was overwritten is to be gone from the log as well; where somebody else reads, the log goes with the next closing.
    let _ = store.close().await;
    done.map_err(|refusal| ManageError::Forms(refusal.code.name().to_owned()))
}

/// Makes all kept sums anew from the reports that count: how many there are, and how many had not been the same.
pub async fn rebuild_totals(data: &Path) -> Result<(u64, u64), ManageError> {
    let store = open(data).await?;
    let counts = store.rebuild_sums().await?;
    // A server may be running on the same file; it takes the log over.
    let _ = store.close().await;
    Ok(counts)
}

pub(crate) async fn open(data: &Path) -> Result<SqliteStore, ManageError> {
    let file = data.join("phieu.db");
    if !file.is_file() {
        return Err(ManageError::NoDatabase(data.display().to_string()));
    }
    Ok(SqliteStore::open(&file).await?)
}

async fn existing(store: &SqliteStore, code: &OrgUnitCode) -> Result<Unit, ManageError> {
    store.unit(code).await?.ok_or_else(|| ManageError::UnknownUnit(code.to_string()))
}
