//! Who is asking: the account behind a session cookie, or behind a program's key.

use std::sync::Arc;

use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use phieu_store::{Account, Session};

use crate::app::App;
use crate::clock::later;
use crate::people::fields::phone_digits;
use crate::programs::keys::{admitted, bearer};
use crate::refusal::{Code, Refusal};
use crate::token::{session_token, token_hash};

const COOKIE: &str = "phieu_session";
const LIFE_SECONDS: i64 = 30 * 24 * 3600;

/// The account that is signed in, with the duties that hold today; without one the request is refused.
pub(crate) struct SignedIn(pub(crate) Account);

impl FromRequestParts<Arc<App>> for SignedIn {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<SignedIn, Refusal> {
        account(parts, app).await?.map(SignedIn).ok_or_else(|| Code::NotSignedIn.into())
    }
}

impl OptionalFromRequestParts<Arc<App>> for SignedIn {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Option<SignedIn>, Refusal> {
        Ok(account(parts, app).await?.map(SignedIn))
    }
}

async fn account(parts: &Parts, app: &App) -> Result<Option<Account>, Refusal> {
    if let Some(key) = bearer(parts) {
        return admitted(app, key, parts).await.map(Some);
    }
    match token(&parts.headers) {
        Some(token) => {
            let account = app.store.session_account(&token_hash(token), app.now()).await?;
            Ok(account.map(|account| account.on(app.today())))
        }
        None => Ok(None),
    }
}

/// The account, with the duties that hold today, of a login or telephone number and its password. Guessing is braked.
pub(crate) async fn with_password(app: &App, login: &str, password: String) -> Result<Account, Refusal> {
    let phone = phone_digits(login);
    let account = app.store.account_named(login.trim(), phone.as_deref().unwrap_or_default()).await?;
    // However it is typed, an account or a number has one count of tries.
    let named = account.as_ref().map(|account| account.login.as_str());
    if !app.throttle.try_now(named.or(phone.as_deref()).unwrap_or(login.trim()), app.now()) {
        return Err(Code::TooManyAttempts.into());
    }
    let stored = account.as_ref().map(|account| account.password_hash.clone()).filter(|hash| !hash.is_empty());
    let right = app.passwords.is_right(password, stored).await;
    let Some(account) = account.filter(|_| right) else {
        return Err(Code::WrongCredentials.into());
    };
    app.throttle.forgive(&account.login);
    Ok(account.on(app.today()))
}

/// The hash of the token that the browser sent; of none, one that nobody has.
pub(crate) fn hash(headers: &HeaderMap) -> String {
    token(headers).map(token_hash).unwrap_or_default()
}

/// The token that the browser sent.
fn token(headers: &HeaderMap) -> Option<&str> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = cookies.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == COOKIE).map(|(_, token)| token)
}

/// Opens a session for an account and gives the `Set-Cookie` line.
pub(crate) async fn open(app: &App, account: &Account, headers: &HeaderMap) -> Result<String, Refusal> {
    let token = session_token().map_err(|error| {
        eprintln!("phieu: no randomness for a session: {error}");
        Refusal::from(Code::Internal)
    })?;
    let opened_at = app.now();
    let session = Session {
        token_hash: token_hash(&token),
        login: account.login.clone(),
        opened_at,
        expires_at: later(opened_at, LIFE_SECONDS * 1000),
    };
    app.store.open_session(&session).await?;
    Ok(cookie(app, headers, &token, LIFE_SECONDS))
}

/// Ends the session of a request, if it has one, and gives the `Set-Cookie` line that clears it.
pub(crate) async fn close(app: &App, headers: &HeaderMap) -> Result<String, Refusal> {
    if let Some(token) = token(headers) {
        app.store.close_session(&token_hash(token)).await?;
    }
    Ok(cookie(app, headers, "", 0))
}

fn cookie(app: &App, headers: &HeaderMap, token: &str, seconds: i64) -> String {
    let secure = if app.secure || behind_https(headers) { "; Secure" } else { "" };
    format!("{COOKIE}={token}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}")
}

pub(crate) fn behind_https(headers: &HeaderMap) -> bool {
    headers.get("x-forwarded-proto").is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"https"))
}
