//! Hooks: where an account's events are sent. Made by an administrator or by a program for itself.

use phieu_store::{Account, Hook, NewHook};
use serde_json::{Value, json};

use super::events::kinds;
use super::guard::is_allowed;
use super::sign::new_secret;
use super::{responsible, tops};
use crate::app::App;
use crate::clock::iso;
use crate::people::fields;
use crate::people::manage::by;
use crate::people::role::{Capability, INTEGRATOR, may};
use crate::refusal::{Code, Refusal};

/// The most hooks of an account.
const MOST: usize = 10;

/// Makes a hook: `{"url", "events"?: […], "account"?}`. Its secret is shown only now.
pub(crate) async fn make(app: &App, account: &Account, body: &Value) -> Result<Value, Refusal> {
    if !may(account, Capability::Administers) && !may(account, Capability::HandsIn) {
        return Err(Code::NotManager.into());
    }
    let login = fields::text(body, "account")?.unwrap_or(&account.login).to_owned();
    responsible(app, account, &login).await?;
    let url = fields::required(body, "url")?.to_owned();
    if !is_allowed(&url, app.inside_hooks) {
        return Err(Code::HookAddress.into());
    }
    if app.store.hooks_of(&login).await?.len() >= MOST {
        return Err(Code::TooManyHooks.into());
    }
    let secret = new_secret().map_err(|error| {
        eprintln!("phieu: no randomness for a hook: {error}");
        Refusal::from(Code::Internal)
    })?;
    let new = NewHook { login, url, secret, events: chosen(&body["events"])? };
    let id = app.store.make_hook(&by(app, account), &new).await?;
    Ok(json!({ "id": id, "secret": new.secret }))
}

/// The events that a hook tells, as words with a blank between; none chosen is all.
fn chosen(listed: &Value) -> Result<String, Refusal> {
    let unfit = || Refusal::parameter("events");
    let listed = match listed {
        Value::Null => return Ok(String::new()),
        listed => listed.as_array().ok_or_else(unfit)?,
    };
    let known = |word: &Value| kinds().find(|kind| word == kind).ok_or_else(unfit);
    let mut words = listed.iter().map(known).collect::<Result<Vec<_>, _>>()?;
    words.sort_unstable();
    words.dedup();
    Ok(words.join(" "))
}

/// One's own hooks, those of the programs that one manages, and the events there are.
pub(crate) async fn list(app: &App, account: &Account) -> Result<Value, Refusal> {
    let mut hooks = app.store.hooks_of(&account.login).await?;
    for top in tops(account) {
        hooks.extend(app.store.hooks_within(&top, INTEGRATOR).await?);
    }
    hooks.sort_by_key(|hook| -hook.id);
    hooks.dedup_by_key(|hook| hook.id);
    Ok(json!({ "webhooks": hooks.iter().map(to_json).collect::<Value>(), "events": kinds().collect::<Value>() }))
}

fn to_json(hook: &Hook) -> Value {
    let state = match (hook.state.is_on, hook.state.failing_since) {
        (true, None) => "on",
        (true, Some(_)) => "failing",
        (false, _) => "off",
    };
    json!({
        "id": hook.id,
        "account": hook.login,
        "url": hook.url,
        "events": hook.events.split(' ').filter(|word| !word.is_empty()).collect::<Value>(),
        "state": state,
        "made_at": iso(hook.made_at),
        "after": hook.state.after,
        "tries": hook.state.tries,
        "failing_since": hook.state.failing_since.map(iso),
        "next_at": hook.state.failing_since.map(|_| iso(hook.state.next_at)),
    })
}

/// A hook for which the account answers.
async fn own(app: &App, account: &Account, id: i64) -> Result<Hook, Refusal> {
    let hook = app.store.hook(id).await?.ok_or(Code::UnknownProgram)?;
    responsible(app, account, &hook.login).await?;
    Ok(hook)
}

/// Stops a hook, or lets it go on where it stopped: `{"on": true}`.
pub(crate) async fn switch(app: &App, account: &Account, id: i64, body: &Value) -> Result<(), Refusal> {
    own(app, account, id).await?;
    let on = body["on"].as_bool().ok_or_else(|| Refusal::parameter("on"))?;
    Ok(app.store.switch_hook(&by(app, account), id, on).await?)
}

/// Removes a hook.
pub(crate) async fn remove(app: &App, account: &Account, id: i64) -> Result<(), Refusal> {
    own(app, account, id).await?;
    Ok(app.store.remove_hook(&by(app, account), id).await?)
}

/// The last tries of a hook.
pub(crate) async fn deliveries(app: &App, account: &Account, id: i64) -> Result<Value, Refusal> {
    own(app, account, id).await?;
    let listed = app.store.deliveries(id).await?;
    let shown = listed.iter().map(|one| json!({ "event": one.line, "at": iso(one.at), "status": one.status, "problem": one.problem }));
    Ok(json!({ "deliveries": shown.collect::<Value>() }))
}
