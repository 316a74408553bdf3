//! Who asks: Basic authentication, with a key that the person made for this app, or with the person's own account and password.

use axum::http::{HeaderMap, header};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use phieu_store::Account;

use crate::app::App;
use crate::programs::keys::{BEGINNING, known};
use crate::refusal::{Code, Refusal};
use crate::session;

/// The scope that a key needs.
const SCOPE: &str = "reports:submit";

/// The account behind a request, with the duties of today.
pub(crate) async fn sender(app: &App, headers: &HeaderMap) -> Result<Account, Refusal> {
    let (login, secret) = credentials(headers).ok_or(Code::NotSignedIn)?;
    if !secret.starts_with(BEGINNING) {
        return session::with_password(app, &login, secret).await;
    }
    let (key, account) = known(app, &secret).await?;
    if key.login != login {
        return Err(Code::KeyUnknown.into());
    }
    if key.scopes.split(' ').any(|scope| scope == SCOPE) { Ok(account) } else { Err(Code::KeyScope.into()) }
}

/// `Authorization: Basic …`: the account and the secret.
fn credentials(headers: &HeaderMap) -> Option<(String, String)> {
    let line = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, coded) = line.split_once(' ')?;
    let text = String::from_utf8(STANDARD.decode(coded.trim()).ok()?).ok()?;
    let (login, secret) = text.split_once(':')?;
    scheme.eq_ignore_ascii_case("basic").then(|| (login.trim().to_owned(), secret.to_owned()))
}
