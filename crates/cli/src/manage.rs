//! `phieu account`: who may sign in.

use std::path::PathBuf;

use clap::Args;
use phieu_server::{ManageError, NewAccount, put_account};

/// What `phieu account` takes.
#[derive(Args)]
pub struct AccountArguments {
    /// What is typed to sign in
    login: String,
    /// The person's full name
    #[arg(long)]
    name: String,
    /// The code of the person's unit
    #[arg(long)]
    unit: String,
    /// The person's role there, such as club_secretary or commune_chair (a wrong one gets the list); may be given several times
    #[arg(long = "role", required = true)]
    roles: Vec<String>,
    /// The folder of the database
    #[arg(long, default_value = "data")]
    data: PathBuf,
}

/// Keeps an account and tells its password. What was signed in with it, and the keys it made for itself, end.
pub fn account(arguments: AccountArguments) -> Result<String, String> {
    let AccountArguments { login, name, unit, roles, data } = arguments;
    let text = |password| format!("{login} signs in with: {password}\n");
    let new = NewAccount { login: login.clone(), name, unit, roles };
    run(put_account(&data, new)).map(text)
}

/// Waits for work on the database.
pub fn run<T>(work: impl Future<Output = Result<T, ManageError>>) -> Result<T, String> {
    let runtime = tokio::runtime::Runtime::new().map_err(|error| format!("no threads to run on: {error}"))?;
    runtime.block_on(work).map_err(|error| error.to_string())
}
