//! A person's own data: everything that is kept of the person, corrected, and erased.

use phieu_store::{Account, Consent, PeopleLine, SentRevision, Session};
use serde_json::{Value, json};

use super::fields;
use super::manage::by;
use super::role::{label, lasting};
use crate::app::App;
use crate::clock::iso;
use crate::refusal::{Code, Refusal};

/// Everything that is kept of a person; `token_hash` is that of the session that asks.
pub(crate) async fn data(app: &App, login: &str, token_hash: &str) -> Result<Value, Refusal> {
    let store = app.store.as_ref();
    let account = store.account(login).await?.ok_or(Code::UnknownPerson)?;
    let mut duties = Vec::new();
    for duty in &account.duties {
        duties.push(json!({
            "role": duty.role,
            "label": label(&duty.role),
            "org_unit": store.unit(&duty.unit).await?.map(|unit| crate::units::brief(&unit)),
            "from": duty.from.to_string(),
            "to": duty.to.map(|day| day.to_string()),
        }));
    }
    let mut helps = Vec::new();
    for code in store.helps(account.phone.as_deref().unwrap_or_default()).await? {
        helps.extend(store.unit(&code).await?.as_ref().map(crate::units::brief));
    }
    let session = |session: &Session| json!({ "opened_at": iso(session.opened_at), "expires_at": iso(session.expires_at), "this": session.token_hash == token_hash });
    Ok(json!({
        "account": account.login,
        "name": account.name,
        "phone": account.phone,
        "language": account.language,
        "duties": duties,
        "helps": helps,
        "sessions": store.sessions(login, app.now()).await?.iter().map(session).collect::<Value>(),
        "consents": store.consents(login).await?.iter().map(consent).collect::<Value>(),
        "sent": store.sent_by(login).await?.iter().map(|sent| sent_revision(app, sent)).collect::<Value>(),
        "history": store.people_history(login).await?.iter().map(line).collect::<Value>(),
    }))
}

pub(crate) fn consent(consent: &Consent) -> Value {
    json!({ "subject": consent.subject, "version": consent.version, "at": iso(consent.at) })
}

fn sent_revision(app: &App, sent: &SentRevision) -> Value {
    json!({
        "report_id": sent.report.as_str(),
        "revision": sent.revision.get(),
        "form": sent.form.as_str(),
        "title": app.forms.named(sent.form.as_str()).map(|form| form.title()).unwrap_or_default(),
        "org_unit": sent.unit.as_str(),
        "period": sent.period.to_string(),
        "received_at": iso(sent.received_at),
    })
}

fn line(line: &PeopleLine) -> Value {
    json!({ "at": iso(line.at), "by": line.login, "event": line.event, "details": line.details })
}

/// Corrects name, telephone number and language.
pub(crate) async fn correct(app: &App, account: &Account, body: &Value) -> Result<(), Refusal> {
    Ok(app.store.correct(&by(app, account), &corrected(account, body)?).await??)
}

/// An account with the name, telephone number and language of a body.
pub(crate) fn corrected(account: &Account, body: &Value) -> Result<Account, Refusal> {
    let language = match fields::text(body, "language")? {
        Some(tag @ ("vi" | "en")) => tag.to_owned(),
        Some(_) => return Err(Refusal::parameter("language")),
        None => account.language.clone(),
    };
    Ok(Account { name: fields::name(body)?, phone: fields::phone(body)?, language, ..account.clone() })
}

/// Changes the password; other sessions end.
pub(crate) async fn change_password(app: &App, account: &Account, body: &Value, token_hash: &str) -> Result<(), Refusal> {
    proven(app, account, body).await?;
    let password = fields::password(body, "new", account.phone.as_deref())?;
    let hash = app.passwords.hash_later(password).await?;
    Ok(app.store.set_password(&by(app, account), &account.login, &hash, token_hash).await?)
}

/// Keeps the person's consent to what a form asks of other people, in the words of one version of it.
pub(crate) async fn agree(app: &App, account: &Account, body: &Value) -> Result<(), Refusal> {
    let (subject, version) = (fields::required(body, "subject")?, fields::required(body, "version")?);
    app.forms.of_version(subject, version)?;
    Ok(app.store.agree(&by(app, account), subject, version).await?)
}

/// Erases the person's data. Reports stay, as the unit's; the login stays in them and in the audit.
pub(crate) async fn erase(app: &App, account: &Account, body: &Value) -> Result<(), Refusal> {
    proven(app, account, body).await?;
    Ok(app.store.erase(&by(app, account), &account.login, app.today(), &lasting()).await??)
}

/// Whether the person at the phone knows the password, with the same brake as at signing in.
async fn proven(app: &App, account: &Account, body: &Value) -> Result<(), Refusal> {
    let Value::String(password) = &body["password"] else { return Err(Refusal::parameter("password")) };
    if !app.throttle.try_now(&account.login, app.now()) {
        return Err(Code::TooManyAttempts.into());
    }
    if !app.passwords.is_right(password.clone(), Some(account.password_hash.clone())).await {
        return Err(Code::WrongPassword.into());
    }
    app.throttle.forgive(&account.login);
    Ok(())
}
