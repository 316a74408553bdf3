//! Links by which people come in: made by whoever manages them, opened once on a phone.
//!
//! The secret is in the link alone; the database has its hash. A link for a password is made only by one who manages every duty
//! that the person has or will have: otherwise a chair could take over the account of one who is an administrator elsewhere. A link
//! opens nothing that its inviter could not offer on the day on which it is opened.

use axum::http::HeaderMap;
use phieu_report::{Date, OrgUnitCode};
use phieu_store::{Account, Invitation, Joining, LinkState, Moment, NewInvitation, Offer, PeopleRefusal};
use qrcode::QrCode;
use qrcode::render::svg;
use serde_json::{Value, json};

use super::fields;
use super::manage::{by, for_people, login_of, managed, seat};
use super::role::label;
use crate::app::App;
use crate::clock::{DAY_MS, iso, later, written};
use crate::headers::origin;
use crate::language::Language;
use crate::password::HashError;
use crate::refusal::{Code, Refusal};
use crate::token::{session_token, token_hash};
use crate::units::{brief, unit};

/// How long a link for a duty may be opened.
const DUTY_DAYS: i64 = 7;
/// How long a link for a password may be opened.
const PASSWORD_DAYS: i64 = 2;
/// The side of the QR code's picture, in pixels.
const QR_SIDE: u32 = 260;

/// Makes a link and gives it as an address, a QR code and a text to paste.
pub(crate) async fn invite(app: &App, account: &Account, body: &Value, headers: &HeaderMap) -> Result<Value, Refusal> {
    let (offer, name) = match fields::text(body, "account")? {
        Some(login) => password_offer(app, account, login).await?,
        None => duty_offer(app, account, body).await?,
    };
    let secret = session_token().map_err(|error| Refusal::from(HashError::from(error)))?;
    let days = if matches!(offer, Offer::Password(_)) { PASSWORD_DAYS } else { DUTY_DAYS };
    let new = NewInvitation { secret_hash: token_hash(&secret), offer, name, expires_at: later(app.now(), days * DAY_MS) };
    let id = app.store.invite(&by(app, account), &new).await?;
    let path = format!("/join/{secret}");
    let address = format!("{}{path}", origin(headers));
    let text = text(app, &new, &address, Language::of(headers)).await?;
    Ok(json!({ "link": id, "path": path, "address": address, "qr": qr(&address)?, "text": text, "expires_at": iso(new.expires_at) }))
}

async fn duty_offer(app: &App, account: &Account, body: &Value) -> Result<(Offer, String), Refusal> {
    let name = fields::text(body, "name")?.unwrap_or_default().chars().take(100).collect();
    let from = fields::day(body, "from")?.unwrap_or(app.today()).max(app.today());
    let (code, role, replaces) = match body["replaces"].as_i64() {
        Some(id) => {
            let before = managed(app, account, id).await?.duty;
            (before.unit, before.role, Some(id))
        }
        None => {
            let code = OrgUnitCode::parse(fields::required(body, "org_unit")?).map_err(|_| Refusal::parameter("org_unit"))?;
            (code, fields::required(body, "role")?.to_owned(), None)
        }
    };
    let (_, role) = seat(app, account, &code, &role).await?;
    for_people(role.name)?;
    Ok((Offer::Duty { unit: code, role: role.name.to_owned(), from, replaces }, name))
}

async fn password_offer(app: &App, account: &Account, login: &str) -> Result<(Offer, String), Refusal> {
    let mut person = app.store.account(login).await?.ok_or(Code::UnknownPerson)?;
    person.duties.retain(|duty| duty.to.is_none_or(|end| end > app.today().max(duty.from)));
    if person.duties.is_empty() {
        return Err(Code::NotManager.into());
    }
    for duty in &person.duties {
        for_people(&duty.role)?;
        seat(app, account, &duty.unit, &duty.role).await?;
    }
    Ok((Offer::Password(person.login), person.name))
}

/// Refuses a link that its inviter could not make today.
async fn still_offered(app: &App, link: &Invitation) -> Result<(), Refusal> {
    let inviter = app.store.account(&link.by).await?.ok_or(Code::LinkRevoked)?.on(app.today());
    let offered = match &link.offer {
        Offer::Password(login) => password_offer(app, &inviter, login).await.map(drop),
        Offer::Duty { unit, role, .. } => match for_people(role) {
            Ok(()) => seat(app, &inviter, unit, role).await.map(drop),
            Err(refusal) => Err(refusal),
        },
    };
    offered.map_err(|refusal| if refusal.code == Code::Internal { refusal } else { Code::LinkRevoked.into() })
}

fn qr(address: &str) -> Result<String, Refusal> {
    let code = QrCode::new(address).map_err(|_| Code::BadParameter)?;
    Ok(code.render::<svg::Color>().min_dimensions(QR_SIDE, QR_SIDE).build())
}

/// A short text to send by Zalo or message.
async fn text(app: &App, new: &NewInvitation, address: &str, language: Language) -> Result<String, Refusal> {
    let last_day = crate::clock::day(later(new.expires_at, -1));
    let until = written(last_day);
    let name = if new.name.is_empty() { None } else { Some(new.name.as_str()) };
    Ok(match (&new.offer, language) {
        (Offer::Duty { unit: code, role, .. }, language) => {
            let (unit, label) = (unit(app, code).await?.name, label(role));
            match language {
                Language::Vi => format!(
                    "Kính gửi {}: mời bác mở đường dẫn này trên điện thoại để nhận nhiệm vụ {} của {unit}. Bác chỉ cần ghi tên và đặt mật khẩu. \
                     Đường dẫn dùng một lần, đến hết ngày {until}: {address}",
                    name.unwrap_or("bác"),
                    lower(label["vi"].as_str().unwrap_or_default()),
                ),
                Language::En => format!(
                    "Dear {}: please open this link on your phone to take on the duty of {} of {unit}. It asks for your name and a password. \
                     The link works once, until {until}: {address}",
                    name.unwrap_or("colleague"),
                    lower(label["en"].as_str().unwrap_or_default()),
                ),
            }
        }
        (Offer::Password(_), Language::Vi) => format!(
            "Kính gửi {}: mời bác mở đường dẫn này trên điện thoại để đặt mật khẩu mới. Đường dẫn dùng một lần, đến hết ngày {until}: {address}",
            name.unwrap_or("bác")
        ),
        (Offer::Password(_), Language::En) => format!(
            "Dear {}: please open this link on your phone to choose a new password. The link works once, until {until}: {address}",
            name.unwrap_or("colleague")
        ),
    })
}

fn lower(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

/// What a link is for, as one who opens it is told.
pub(crate) async fn look(app: &App, secret: &str) -> Result<Value, Refusal> {
    let link = open(app, secret).await?;
    let mut told = json!({ "name": link.name, "by": link.by_name, "expires_at": iso(link.expires_at) });
    match &link.offer {
        Offer::Password(login) => {
            told["kind"] = "password".into();
            told["account"] = login.as_str().into();
        }
        Offer::Duty { unit: code, role, from, .. } => {
            told["kind"] = "duty".into();
            told["org_unit"] = brief(&unit(app, code).await?);
            told["label"] = label(role);
            told["from"] = from.to_string().into();
            told["consent"] = json!({ "version": app.forms.consent.version, "text": app.forms.consent.text });
        }
    }
    Ok(told)
}

async fn open(app: &App, secret: &str) -> Result<Invitation, Refusal> {
    let link = app.store.invitation(&token_hash(secret), app.now()).await?.ok_or(Code::LinkUnknown)?;
    if link.state != LinkState::Open {
        return Err(PeopleRefusal::Link(link.state).into());
    }
    still_offered(app, &link).await?;
    Ok(link)
}

/// Lets somebody in: a new person with name and password, one who is signed in, or one who chooses a new password. Gives the account.
pub(crate) async fn join(app: &App, secret: &str, known: Option<Account>, body: &Value, language: Language) -> Result<Account, Refusal> {
    let link = open(app, secret).await?;
    let joining = match (&link.offer, known) {
        (Offer::Password(_), _) => Joining::Password(app.passwords.hash_later(fields::password(body, "password", None)?).await?),
        (Offer::Duty { .. }, Some(account)) if body["password"].is_null() => Joining::Known(account.login),
        (Offer::Duty { unit, .. }, _) => new_person(app, unit, body, language).await?,
    };
    let (at, today): (Moment, Date) = (app.now(), app.today());
    let login = app.store.join(&token_hash(secret), &joining, at, today).await??;
    app.throttle.forgive(&login);
    let account = app.store.account(&login).await?.ok_or(Code::UnknownPerson)?;
    Ok(account.on(today))
}

async fn new_person(app: &App, unit: &OrgUnitCode, body: &Value, language: Language) -> Result<Joining, Refusal> {
    let (name, phone) = (fields::name(body)?, fields::phone(body)?);
    let password = fields::password(body, "password", phone.as_deref())?;
    let consent = fields::text(body, "consent")?.filter(|version| *version == app.forms.consent.version).ok_or(Code::ConsentMissing)?;
    Ok(Joining::New {
        login: login_of(unit),
        name,
        phone,
        language: language.tag().to_owned(),
        password_hash: app.passwords.hash_later(password).await?,
        consent: consent.to_owned(),
    })
}
