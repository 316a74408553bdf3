//! Another person's request about the person's own data, carried out: handed out, corrected, erased. For people without a phone, who
//! come with a paper.
//!
//! Who may: whoever manages every duty that the person has or will have, and where there is none any more every duty that the person had.
//! That is who let the person in and can make a new password: the chair of the commune for its clubs, the province for its communes, an
//! administrator for all below. A chair does not reach one who is an administrator elsewhere. Each step takes a reason, such as the
//! paper's number and day, and has its line in the audit of people, which the person finds among the own data.

use phieu_store::{Account, By};
use serde_json::Value;

use super::fields;
use super::manage::{by, manages_duty};
use super::own;
use super::role::lasting;
use crate::app::App;
use crate::refusal::{Code, Refusal};

/// The longest reason, in characters.
const LONGEST_REASON: usize = 2000;

/// The person whom a request is about, and the step with its reason; or why not.
async fn asked(app: &App, account: &Account, login: &str, body: &Value) -> Result<(Account, By), Refusal> {
    if login == account.login {
        return Err(Code::OwnAccount.into());
    }
    let person = app.store.account(login).await?.ok_or(Code::UnknownPerson)?;
    let today = app.today();
    let (open, past): (Vec<_>, Vec<_>) = person.duties.iter().partition(|duty| duty.to.is_none_or(|end| end > today.max(duty.from)));
    let counted = if open.is_empty() { past } else { open };
    if counted.is_empty() {
        return Err(Code::NotManager.into());
    }
    for duty in counted {
        if !manages_duty(app, account, duty).await? {
            return Err(Code::NotManager.into());
        }
    }
    let reason = reason(body)?;
    Ok((person, By { reason: Some(reason), ..by(app, account) }))
}

/// Why a step is taken.
pub(crate) fn reason(body: &Value) -> Result<String, Refusal> {
    let reason = fields::text(body, "reason")?.filter(|reason| reason.chars().count() <= LONGEST_REASON);
    reason.map(str::to_owned).ok_or_else(|| Code::ReasonMissing.into())
}

/// Everything that is kept of the person, to hand out.
pub(crate) async fn export(app: &App, account: &Account, login: &str, body: &Value) -> Result<Value, Refusal> {
    let (person, by) = asked(app, account, login, body).await?;
    app.store.note_export(&by, &person.login).await?;
    own::data(app, &person.login, "").await
}

/// Corrects name, telephone number and language.
pub(crate) async fn correct(app: &App, account: &Account, login: &str, body: &Value) -> Result<(), Refusal> {
    let (person, by) = asked(app, account, login, body).await?;
    Ok(app.store.correct(&by, &own::corrected(&person, body)?).await??)
}

/// Erases the person's data and ends the duties, as the person could.
pub(crate) async fn erase(app: &App, account: &Account, login: &str, body: &Value) -> Result<(), Refusal> {
    let (person, by) = asked(app, account, login, body).await?;
    Ok(app.store.erase(&by, &person.login, app.today(), &lasting()).await??)
}
