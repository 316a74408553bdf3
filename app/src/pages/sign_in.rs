//! Signing in: the one page that needs a network.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::frame::Main;
use super::language::Languages;
use crate::browser;
use crate::router::Page;
use crate::state::app;
use crate::sync::{self, SignIn as Came};

/// The page.
#[component]
pub fn SignIn() -> impl IntoView {
    let app = app();
    let texts = app.texts();
    browser::set_title(texts.sign_in);
    let account = RwSignal::new(String::new());
    let password = RwSignal::new(String::new());
    let shown = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let problem = RwSignal::new(None::<String>);
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let (name, secret) = (account.get_untracked().trim().to_string(), password.get_untracked());
        if name.is_empty() || secret.is_empty() {
            problem.set(Some(texts.sign_in_both.into()));
            return;
        }
        busy.set(true);
        problem.set(None);
        spawn_local(async move {
            let came = sync::sign_in(app, &name, &secret).await;
            busy.set(false);
            match came {
                Came::Done => app.replace(start_page(app)),
                Came::Refused(said) if !said.is_empty() => problem.set(Some(said)),
                Came::Refused(_) | Came::Away => problem.set(Some(texts.sign_in_away.into())),
                Came::Trouble => problem.set(Some(texts.trouble.into())),
            }
        });
    };
    let said = move || {
        problem.get().map(|said| {
            view! {
                <div class="summary" role="alert">
                    <h2>{texts.sign_in_failed}</h2>
                    <p>{said}</p>
                </div>
            }
        })
    };
    view! {
        <Main name="sign-in">
            <h1>{texts.sign_in}</h1>
            <p>{texts.sign_in_once}</p>
            {said}
            <form class="stack" on:submit=submit novalidate>
                <label class="plainfield">
                    <span>{texts.account_name}</span>
                    <input class="box" name="account" autocomplete="username" autocapitalize="none" spellcheck="false"
                        prop:value=account on:input:target=move |event| account.set(event.target().value()) />
                </label>
                <label class="plainfield">
                    <span>{texts.password}</span>
                    <input class="box" name="password" autocomplete="current-password"
                        type=move || if shown.get() { "text" } else { "password" }
                        prop:value=password on:input:target=move |event| password.set(event.target().value()) />
                </label>
                <label class="choice">
                    <input type="checkbox" prop:checked=shown on:change:target=move |event| shown.set(event.target().checked()) />
                    <span>{texts.password_show}</span>
                </label>
                <div class="actions">
                    <button class="button" type="submit" aria-disabled=move || busy.get().to_string()>
                        {move || if busy.get() { texts.signing_in } else { texts.sign_in }}
                    </button>
                </div>
            </form>
            <Languages />
        </Main>
    }
}

/// Where a person begins: reporters with what is due, others with what there is to review or to read.
pub fn start_page(app: crate::state::App) -> Page {
    app.me.with_untracked(|me| match me {
        None => Page::SignIn,
        Some(me) if me.is("reporter") => Page::Home,
        Some(me) if me.is("reviewer") => Page::Review,
        Some(_) => Page::Totals,
    })
}
