//! Other people's programs: how they come in (keys with scopes), what they may read of what happened (events), and how they are told of it
//! (hooks).

pub(crate) mod deliver;
pub(crate) mod events;
pub(crate) mod guard;
pub(crate) mod hooks;
pub(crate) mod keys;
pub(crate) mod once;
pub(crate) mod scope;
pub(crate) mod sign;

use phieu_report::OrgUnitCode;
use phieu_store::Account;

use crate::app::App;
use crate::people::manage::seat;
use crate::people::role::{Capability, INTEGRATOR, lets};
use crate::refusal::{Code, Refusal};

/// The units below which an account manages programs.
fn tops(account: &Account) -> Vec<OrgUnitCode> {
    let leads = |duty: &&phieu_store::Duty| lets(duty, Capability::Administers) || lets(duty, Capability::Reviews);
    account.duties.iter().filter(leads).map(|duty| duty.unit.clone()).collect()
}

/// Refuses where a login is neither the account's own nor that of a program which it manages.
async fn responsible(app: &App, account: &Account, login: &str) -> Result<(), Refusal> {
    if login == account.login {
        return Ok(());
    }
    let program = app.store.account(login).await?.ok_or(Code::UnknownProgram)?;
    let is_program = !program.duties.is_empty() && program.duties.iter().all(|duty| duty.role == INTEGRATOR);
    if !is_program || !program.password_hash.is_empty() {
        return Err(Code::UnknownProgram.into());
    }
    for duty in &program.duties {
        seat(app, account, &duty.unit, &duty.role).await.map_err(|_| Code::UnknownProgram)?;
    }
    Ok(())
}
