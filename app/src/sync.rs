//! Keeping up with the server: who is signed in, what is due, which forms, what reviewers said.
//!
//! Everything that is fetched is kept before it is shown, so that the app works the same a minute later without a network.

use std::collections::BTreeMap;

use leptos::prelude::*;
use phieu_form::{json, record};
use serde_json::Value;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

use crate::outbox::{self, Hurry};
use crate::pages::tell_agreed;
use crate::state::{App, Net};
use crate::storage::records::{Duty, Me, Receipt};
use crate::{api, browser, router, storage};

/// What came of signing in.
pub enum SignIn {
    /// Signed in.
    Done,
    /// The server's sentence why not.
    Refused(String),
    /// The server cannot be reached.
    Away,
    /// The phone cannot keep it.
    Trouble,
}

/// Signs in.
pub async fn sign_in(app: App, account: &str, password: &str) -> SignIn {
    enter(app, "/api/v1/session", &json::text(&serde_json::json!({ "account": account, "password": password }))).await
}

/// Opens a session by sign-in or by a link; keeps who it is, what is due and the forms for it.
pub async fn enter(app: App, path: &str, body: &str) -> SignIn {
    let answer = api::send("POST", path, Some(body)).await;
    if answer.status.is_none_or(|status| status >= 500) {
        return SignIn::Away;
    }
    if !answer.is_good() {
        return SignIn::Refused(answer.message().to_string());
    }
    app.told_time(answer.at);
    let Some(me) = record::<Me>(answer.body) else { return SignIn::Away };
    // Whether the browser has cleared the storage is seen only before something is kept in it.
    app.reload().await;
    if storage::unset("sign-out").await.is_err() || storage::set_me(&me).await.is_err() {
        return SignIn::Trouble;
    }
    app.signed_out.set(false);
    app.net.set(Net::Good);
    duties(app, &me).await;
    app.asked.set(true);
    app.changed().await;
    browser::keep_storage();
    outbox::kick(app, Hurry::Yes);
    SignIn::Done
}

/// Signs out here at once, and with the server now or when it can be reached. What is not sent stays for this account, and in the app whom to
/// call for help: at the desk one only signs out when one's account was erased.
pub async fn sign_out(app: App) {
    match storage::forget_me(app.is_volunteers()).await {
        // Nothing that is known here may sign the person in again, not even where the browser has cleared the storage.
        Ok(()) => app.me.set(None),
        Err(_) => app.trouble.set(true),
    }
    browser::remove_printed();
    finish_sign_out().await;
    app.signed_out.set(false);
    app.changed().await;
}

/// Tells the server about a sign-out; `false` while it still has to be told.
async fn finish_sign_out() -> bool {
    let pending = storage::get::<bool>("sign-out").await.ok().flatten().unwrap_or(false);
    if !pending {
        return true;
    }
    let answer = api::send("DELETE", "/api/v1/session", None).await;
    let told = answer.is_good() || answer.status == Some(401);
    told && storage::unset("sign-out").await.is_ok()
}

/// Asks the server for everything that may have changed, keeps it, then sends what waits.
pub async fn round(app: App) {
    if !browser::has_network() {
        app.net.set(Net::NoNetwork);
        return;
    }
    if !finish_sign_out().await || app.me.with_untracked(Option::is_none) {
        return;
    }
    let answer = api::get("/api/v1/session").await;
    app.net.set(if answer.status.is_some() { Net::Good } else { Net::NoServer });
    if answer.is_good() {
        app.told_time(answer.at);
        if let Some(me) = record::<Me>(answer.body) {
            app.signed_out.set(false);
            // Whether the browser has cleared the storage is seen only before something is kept in it.
            app.reload().await;
            // Signed out while the server was asked.
            if app.account().is_none() {
                return;
            }
            if storage::set_me(&me).await.is_err() {
                app.trouble.set(true);
            }
            duties(app, &me).await;
            app.asked.set(true);
            tell_agreed(app).await;
        }
    } else if answer.status == Some(401) {
        app.signed_out.set(app.me.with_untracked(Option::is_some));
    }
    app.changed().await;
    outbox::kick(app, Hurry::Yes);
}

/// Fetches what is due, the forms for it, and the answers of what was returned.
async fn duties(app: App, me: &Me) {
    let answer = api::get("/api/v1/duties").await;
    let Some(rows) = answer.body["duties"].as_array().filter(|_| answer.is_good()) else { return };
    let duties: Vec<Duty> = rows.iter().cloned().filter_map(record).collect();
    if storage::set_duties(&me.account, &duties).await.is_err() {
        app.trouble.set(true);
    }
    let mut forms: Vec<(&str, &str)> = duties.iter().map(|duty| (duty.form.as_str(), duty.version.as_str())).collect();
    forms.sort_unstable();
    forms.dedup();
    for (form, version) in forms {
        rows_of(form, version).await;
    }
    for duty in duties.iter().filter(|duty| matches!(duty.state.as_str(), "returned" | "open")) {
        if let Some(id) = duty.report_id.as_deref() {
            keep_report(me, duty, id).await;
        }
    }
}

/// A form's rows as JSON: kept, or of the app's own files, or of the server.
pub async fn rows_of(form: &str, version: &str) -> Option<Value> {
    let key = [form, "@", version].concat();
    if let Ok(Some(rows)) = storage::form(&key).await {
        return Some(rows);
    }
    let own = ["/forms/", form, "@", version, ".json"].concat();
    let server = ["/api/v1/forms/", &router::encode(form), "/", &router::encode(version), "/source"].concat();
    for path in [own, server] {
        let answer = api::get(&path).await;
        if answer.is_good() && answer.body["survey"].is_array() {
            // Not being able to keep it does not keep anybody from reading it now.
            let _ = storage::set_form(&key, &answer.body).await;
            return Some(answer.body);
        }
    }
    None
}

/// Keeps a report of the server's for reading and correcting without a network, where it is not kept as it now is.
async fn keep_report(me: &Me, duty: &Duty, id: &str) {
    let revision = duty.revision.unwrap_or(1);
    let kept = storage::receipt(id).await.ok().flatten();
    if kept.as_ref().is_some_and(|kept| kept.revision == revision && kept.status == duty.state) {
        return;
    }
    let answer = api::get(&["/api/v1/reports/", &router::encode(id)].concat()).await;
    if !answer.is_good() {
        return;
    }
    let receipt = Receipt {
        report_id: id.to_string(),
        account: me.account.clone(),
        subject: duty.subject(),
        version: answer.body["version"].as_str().unwrap_or(&duty.version).to_string(),
        title: duty.title.clone(),
        unit_name: duty.org_unit.name.clone(),
        revision,
        status: duty.state.clone(),
        received_at: answer.body["received_at"].as_str().unwrap_or_default().to_string(),
        body: json::text(&answer.body),
        files: Vec::new(),
        stuck: BTreeMap::new(),
    };
    let _ = storage::set_receipt(&receipt).await;
}

/// Starts the service worker, and notices when a new version of the app waits.
pub async fn start_worker(app: App) {
    let workers = browser::property(&browser::window().navigator(), "serviceWorker");
    if !workers.is_object() {
        return;
    }
    let workers = browser::window().navigator().service_worker();
    browser::listen(&workers, "message", move || outbox::kick(app, Hurry::Yes));
    let Ok(registration) = JsFuture::from(workers.register("/sw.js")).await else { return };
    let registration: web_sys::ServiceWorkerRegistration = registration.unchecked_into();
    let has_page = workers.controller().is_some();
    app.update.set(has_page && registration.waiting().is_some());
    let watched = registration.clone();
    browser::listen(&registration, "updatefound", move || {
        let Some(worker) = watched.installing() else { return };
        let registration = watched.clone();
        browser::listen(&worker, "statechange", move || {
            if registration.waiting().is_some() && browser::window().navigator().service_worker().controller().is_some() {
                app.update.set(true);
            }
        });
    });
}

/// Lets the new version of the app take over, then loads it. Only ever called because a person asked.
pub async fn use_update() {
    let workers = browser::window().navigator().service_worker();
    let reload = || {
        let _ = browser::window().location().reload();
    };
    let Ok(ready) = workers.ready() else { return reload() };
    let Ok(registration) = JsFuture::from(ready).await else { return reload() };
    let registration: web_sys::ServiceWorkerRegistration = registration.unchecked_into();
    match registration.waiting() {
        Some(waiting) => {
            browser::listen(&workers, "controllerchange", reload);
            let _ = waiting.post_message(&"use".into());
        }
        None => reload(),
    }
}
