//! Asking the server, for every page of the desk: what came of it, and how that is drawn.

use leptos::prelude::*;
use leptos::task::spawn_local;
use phieu_ui::dom::{View, nothing};
use serde_json::Value;

use crate::api::{self, Answer};
use crate::pages::frame::{empty, waiting};
use crate::state::{App, Net};

/// What came of asking.
#[derive(Clone)]
pub enum Found {
    /// Being asked.
    Waiting,
    /// Here it is.
    Here(Box<Value>),
    /// The server's sentence why not.
    Refused(String),
    /// No network.
    Away,
}

impl Found {
    /// What is here, if it is.
    pub fn body(&self) -> Option<&Value> {
        if let Found::Here(body) = self { Some(body) } else { None }
    }
}

/// Asks for something and says when it is here.
pub fn fetched(app: App, path: String) -> RwSignal<Found> {
    let found = RwSignal::new(Found::Waiting);
    spawn_local(async move {
        let answer = ask(app, &path).await;
        found.try_set(answer);
    });
    found
}

/// Asks for something.
pub async fn ask(app: App, path: &str) -> Found {
    let answer = api::get(path).await;
    match answer.status {
        None => Found::Away,
        Some(200) => {
            app.net.set(Net::Good);
            Found::Here(Box::new(answer.body))
        }
        Some(status) => {
            app.signed_out.update(|out| *out |= status == 401);
            Found::Refused(answer.message().to_string())
        }
    }
}

/// Draws what was found, or why there is nothing.
pub fn drawn(app: App, found: Found, draw: impl FnOnce(&Value) -> View) -> View {
    match found {
        Found::Waiting => waiting().into(),
        Found::Away => empty(app.texts().needs_network).into(),
        Found::Refused(said) if said.is_empty() => nothing(),
        Found::Refused(said) => empty(&said).into(),
        Found::Here(body) => draw(&body),
    }
}

/// Why the server did not do something, in its words or because it could not be reached.
pub fn refused(app: App, answer: &Answer) -> String {
    app.signed_out.update(|out| *out |= answer.status == Some(401));
    app.net.set(if answer.status.is_some() { Net::Good } else { Net::NoServer });
    if answer.status.is_some() { answer.message().to_string() } else { app.texts().needs_network.to_string() }
}
