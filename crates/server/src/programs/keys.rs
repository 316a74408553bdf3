//! Keys: how a program comes in without a person's password. Made for oneself (for an app such as ODK Collect) or for a program that works
//! for a unit and all below; shown once, kept as a hash, bounded by scopes and a last day, taken back at any time.

use axum::extract::MatchedPath;
use axum::http::header;
use axum::http::request::Parts;
use phieu_report::OrgUnitCode;
use phieu_store::{Account, Duty, Key, NewKey, Person};
use serde_json::{Value, json};

use super::scope::{SCOPES, Scope, opens};
use super::{responsible, tops};
use crate::app::App;
use crate::clock::{DAY_MS, iso, later};
use crate::people::fields;
use crate::people::manage::{by, login_of, seat};
use crate::people::role::INTEGRATOR;
use crate::refusal::{Code, Refusal};
use crate::routes::operations;
use crate::token::{session_token, token_hash};

/// What every key begins with.
pub(crate) const BEGINNING: &str = "phieu_";
const LONGEST_DAYS: i64 = 730;
const USUAL_DAYS: i64 = 365;

/// The key that a request carries: `Authorization: Bearer …`.
pub(crate) fn bearer(parts: &Parts) -> Option<&str> {
    let line = parts.headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, key) = line.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| key.trim())
}

/// The account of the key that a request carries, with the duties of today, if its scopes open what is asked for.
pub(crate) async fn admitted(app: &App, key: &str, parts: &Parts) -> Result<Account, Refusal> {
    let (key, account) = known(app, key).await?;
    let path = parts.extensions.get::<MatchedPath>().map(MatchedPath::as_str).unwrap_or_default();
    let asked =
        operations().find(|operation| operation.path == path && parts.method.as_str().eq_ignore_ascii_case(operation.method.name()));
    match asked {
        Some(operation) if opens(&key.scopes, operation.id) => Ok(account),
        _ => Err(Refusal::with(Code::KeyScope, json!({ "scopes": words(&key.scopes) }))),
    }
}

/// A key that counts, with its account and the duties of today.
pub(crate) async fn known(app: &App, key: &str) -> Result<(Key, Account), Refusal> {
    let found = app.store.use_key(&token_hash(key), app.now()).await?;
    let (key, account) = found.ok_or(Code::KeyUnknown)?;
    Ok((key, account.on(app.today())))
}

/// Makes a key: `{"name", "scopes": […], "days"?, "org_unit"?}`. With a unit it is a new program's, which works for the unit and all below.
pub(crate) async fn make(app: &App, account: &Account, body: &Value) -> Result<Value, Refusal> {
    let name = fields::name(body)?;
    let scopes = scopes(body)?;
    let days = match &body["days"] {
        Value::Null => USUAL_DAYS,
        days => days.as_i64().filter(|days| (1..=LONGEST_DAYS).contains(days)).ok_or_else(|| Refusal::parameter("days"))?,
    };
    let login = match fields::text(body, "org_unit")? {
        None => account.login.clone(),
        Some(code) => program(app, account, code, &name).await?,
    };
    let secret = session_token().map_err(|error| {
        eprintln!("phieu: no randomness for a key: {error}");
        Refusal::from(Code::Internal)
    })?;
    let key = format!("{BEGINNING}{secret}");
    let expires_at = later(app.now(), days * DAY_MS);
    let new = NewKey { hash: token_hash(&key), login: login.clone(), name, scopes, expires_at };
    let id = app.store.make_key(&by(app, account), &new).await?;
    Ok(json!({ "id": id, "key": key, "account": login, "expires_at": iso(expires_at) }))
}

/// Takes a program up as an account that never signs in with a password.
async fn program(app: &App, account: &Account, code: &str, name: &str) -> Result<String, Refusal> {
    let unit = OrgUnitCode::parse(code).map_err(|_| Refusal::parameter("org_unit"))?;
    seat(app, account, &unit, INTEGRATOR).await?;
    let beginning = login_of(&unit);
    let duty = Duty { unit, role: INTEGRATOR.to_owned(), from: app.today(), to: None };
    Ok(app.store.begin_duty(&by(app, account), Person::New(&beginning, name), &duty).await??)
}

fn scopes(body: &Value) -> Result<String, Refusal> {
    let listed = body["scopes"].as_array().filter(|listed| !listed.is_empty() && listed.len() <= SCOPES.len());
    let named = listed.into_iter().flatten().map(|word| word.as_str().and_then(Scope::of).map(|scope| scope.name));
    let named: Option<Vec<&str>> = named.collect();
    named.filter(|named| !named.is_empty()).map(|named| named.join(" ")).ok_or_else(|| Refusal::parameter("scopes"))
}

/// One's own keys, those of the programs that one manages, and what there is to choose from.
pub(crate) async fn list(app: &App, account: &Account) -> Result<Value, Refusal> {
    let own = app.store.keys_of(&account.login).await?;
    let mut programs = Vec::new();
    for top in tops(account) {
        programs.extend(app.store.keys_within(&top, INTEGRATOR).await?);
    }
    programs.sort_by_key(|key| -key.id);
    programs.dedup();
    let shown = |keys: &[Key]| keys.iter().map(|key| to_json(app, key)).collect::<Value>();
    Ok(json!({ "own": shown(&own), "programs": shown(&programs), "scopes": SCOPES.iter().map(Scope::to_json).collect::<Value>() }))
}

fn to_json(app: &App, key: &Key) -> Value {
    let state = match key.revoked_at {
        Some(_) => "revoked",
        None if key.expires_at <= app.now() => "expired",
        None => "open",
    };
    json!({
        "id": key.id,
        "account": key.login,
        "name": key.name,
        "scopes": words(&key.scopes),
        "state": state,
        "made_at": iso(key.made_at),
        "expires_at": iso(key.expires_at),
        "last_used_at": key.last_used_at.map(iso),
    })
}

fn words(scopes: &str) -> Vec<&str> {
    scopes.split(' ').collect()
}

/// Takes a key back: one's own, or that of a program that one manages.
pub(crate) async fn revoke(app: &App, account: &Account, id: i64) -> Result<(), Refusal> {
    let key = app.store.key(id).await?.ok_or(Code::UnknownProgram)?;
    responsible(app, account, &key.login).await?;
    app.store.revoke_key(&by(app, account), id).await?;
    Ok(())
}
