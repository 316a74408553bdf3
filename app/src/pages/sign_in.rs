//! Signing in: the one page that needs a network.

use leptos::prelude::*;
use leptos::task::spawn_local;
use phieu_ui::dom::{View, el, is_checked, say};

use super::frame::{field, heading, main};
use super::language::languages;
use crate::browser;
use crate::router::{Desk, Page};
use crate::state::{App, app};
use crate::sync::{self, SignIn as Came};

/// The page.
pub fn page() -> View {
    let app = app();
    let texts = app.texts();
    browser::set_title(texts.sign_in);
    let shown = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let problem = RwSignal::new(None::<String>);
    let account =
        el("input.box").attr("name", "account").attr("autocomplete", "username").attr("autocapitalize", "none").attr("spellcheck", "false");
    let password = el("input.box")
        .attr("name", "password")
        .attr("autocomplete", "current-password")
        .live_attr("type", move || Some(if shown.get() { "text" } else { "password" }.to_string()));
    let show = el("input").attr("type", "checkbox").on("change", move |event| shown.set(is_checked(&event)));
    let label = move || if busy.get() { texts.signing_in } else { texts.sign_in }.to_string();
    let submit =
        el("button.button").attr("type", "submit").live_attr("aria-disabled", move || Some(busy.get().to_string())).live_text(label);
    let (name, secret) = (account.clone(), password.clone());
    let form = el("form.stack")
        .attr("novalidate", "")
        .child(field(texts.account_or_phone, &account))
        .child(field(texts.password, &password))
        .child(el("label.choice").child(show).child(say("span", texts.password_show)))
        .child(el("div.actions").child(submit))
        .on("submit", move |event| {
            event.prevent_default();
            if !busy.get_untracked() {
                send(app, name.value(), secret.value(), busy, problem);
            }
        });
    let said = move || {
        problem.get().map(|said| el("div.summary").attr("role", "alert").child(say("h2", texts.sign_in_failed)).child(say("p", &said)))
    };
    main("sign-in").child(heading("", texts.sign_in)).child(say("p", texts.sign_in_once)).live(said).child(form).child(languages()).into()
}

fn send(app: App, account: String, password: String, busy: RwSignal<bool>, problem: RwSignal<Option<String>>) {
    let texts = app.texts();
    let account = account.trim().to_string();
    if account.is_empty() || password.is_empty() {
        problem.set(Some(texts.sign_in_both.into()));
        return;
    }
    busy.set(true);
    problem.set(None);
    spawn_local(async move {
        let came = sync::sign_in(app, &account, &password).await;
        busy.try_set(false);
        let said = match came {
            // A page of the desk that was asked for is shown now.
            Came::Done if app.page.with_untracked(|page| matches!(page, Page::Desk(_))) => return,
            Came::Done => {
                // Who has signed in again goes on where the session ended.
                let left = app.left_for_sign_in.try_update(Option::take).flatten().filter(|(own, _)| app.account().as_ref() == Some(own));
                return app.replace(left.map_or_else(|| start_page(app), |(_, page)| page));
            }
            Came::Refused(said) if !said.is_empty() => said,
            Came::Refused(_) | Came::Away => texts.sign_in_away.into(),
            Came::Trouble => texts.trouble.into(),
        };
        problem.try_set(Some(said));
    });
}

/// Where a person begins: reporters with what is due, others with what there is to review or to read.
pub fn start_page(app: App) -> Page {
    app.me.with_untracked(|me| match me {
        None => Page::SignIn,
        Some(me) if me.is("reporter") => Page::Home,
        Some(me) if me.is("reviewer") => Page::Desk(Desk::Review),
        Some(me) if me.is("receiver") => Page::Desk(Desk::Received),
        Some(_) => Page::Desk(Desk::Totals(None)),
    })
}
