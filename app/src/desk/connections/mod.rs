//! Connections: keys for other programs, and the addresses that are told what happens.

mod hooks;
mod keys;
mod words;

use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use phieu_ui::dom::{El, View, button, call, el, member, nothing, say};
use serde_json::Value;

use super::asking::{Found, ask, drawn, refused};
use crate::api;
use crate::browser;
use crate::pages::frame::{heading, wide};
use crate::state::{App, app};
use words::{Words, words};

/// What every part of the page needs.
#[derive(Clone)]
struct Shared {
    app: App,
    words: &'static Words,
    /// Something that is shown once: a key, a secret.
    made: RwSignal<Option<(&'static str, String)>>,
    /// Why something was not done.
    said: RwSignal<Option<String>>,
    again: Rc<dyn Fn()>,
}

/// The page.
pub fn page() -> View {
    let app = app();
    let words = words(app.language.get());
    browser::set_title(words.title);
    let (keys, hooks) = (RwSignal::new(Found::Waiting), RwSignal::new(Found::Waiting));
    let again: Rc<dyn Fn()> = Rc::new(move || {
        spawn_local(async move {
            keys.try_set(ask(app, "/api/v1/keys").await);
            hooks.try_set(ask(app, "/api/v1/webhooks").await);
        });
    });
    again();
    let shared = Shared { app, words, made: RwSignal::new(None), said: RwSignal::new(None), again };
    let (said, made) = (shared.said, shared.clone());
    let of_hooks = shared.clone();
    let is_administrator = is(app, "administrator");
    wide("connections")
        .child(heading("", words.title))
        .child(say("p.quiet", words.about))
        .live(move || said.get().map(|said| say("p.message", &said).attr("role", "alert")))
        .live(move || shown_once(&made))
        .live(move || drawn(app, keys.get(), |body| keys::part(&shared, body)))
        .live(move || if is_administrator { drawn(app, hooks.get(), |body| hooks::part(&of_hooks, body)) } else { nothing() })
        .into()
}

/// What was just made, to be copied.
fn shown_once(shared: &Shared) -> Option<El> {
    let (words, made) = (shared.words, shared.made);
    let (title, text) = made.get()?;
    let copied = RwSignal::new(false);
    let secret = text.clone();
    let copy = button("button", words.copy, move || {
        let clipboard = member(&browser::window().navigator(), "clipboard");
        if clipboard.is_object() {
            call(&clipboard, "writeText", &[secret.as_str().into()]);
            copied.set(true);
        }
    });
    let part = el("section.sheet")
        .attr("role", "status")
        .child(say("h2", title))
        .child(say("p", words.made_how))
        .child(el("textarea.box").attr("readonly", "").attr("rows", "3").attr("name", "made").attr("aria-label", title).text(&text))
        .live(move || copied.get().then(|| say("p.quiet", words.copied)))
        .child(el("div.actions").child(copy).child(button("button button--second", words.close, move || made.set(None))));
    Some(part)
}

/// A button that asks the server for something, and shows what came of it.
fn doing(
    shared: &Shared,
    classes: &str,
    label: &str,
    ask: impl Fn() -> (&'static str, String, Value) + 'static,
    then: impl Fn(&Value) + Clone + 'static,
) -> El {
    let (app, said, again) = (shared.app, shared.said, shared.again.clone());
    button(classes, label, move || {
        let ((method, path, body), then, again) = (ask(), then.clone(), again.clone());
        said.set(None);
        spawn_local(async move {
            let answer = api::send(method, &path, Some(&body.to_string())).await;
            if answer.is_good() {
                then(&answer.body);
                again();
            } else {
                said.try_set(Some(refused(app, &answer)));
            }
        });
    })
}

/// Whether the person who is signed in has a role.
fn is(app: App, role: &str) -> bool {
    app.me.with_untracked(|me| me.as_ref().is_some_and(|me| me.is(role)))
}

/// A tag that says how something stands.
fn tag(good: bool, said: &str) -> El {
    say("span", said).attr("class", if good { "tag tag--good" } else { "tag tag--mid" })
}
