//! Who is signed in, the language, signing out.

use leptos::prelude::*;
use leptos::task::spawn_local;
use phieu_ui::dom::{View, button, el, say};

use super::frame::{fact, heading, main};
use super::language::languages;
use crate::router::Page;
use crate::state::{App, app};
use crate::texts::put;
use crate::{browser, sync};

/// The page.
pub fn page() -> View {
    let app = app();
    let texts = app.texts();
    browser::set_title(texts.nav_account);
    let me = app.me.get_untracked().unwrap_or_default();
    let asking = RwSignal::new(false);
    let ask = move || match app.outbox.with_untracked(Vec::len) + app.drafts.with_untracked(Vec::len) {
        0 => leave(app),
        _ => asking.set(true),
    };
    let warning =
        move || {
            asking.get().then(|| {
                let said = put(texts.sign_out_left, &[&app.outbox.with(Vec::len).to_string(), &app.drafts.with(Vec::len).to_string()]);
                let actions = el("div.actions")
                    .child(button("button button--danger", texts.sign_out_now, move || leave(app)))
                    .child(button("button button--second", texts.sign_out_stay, move || asking.set(false)));
                el("div.ask").attr("role", "alert").child(say("p", &said)).child(say("p", texts.sign_out_kept)).child(actions)
            })
        };
    let author = (me.is("reviewer") || me.is("viewer") || me.is("administrator")).then(|| {
        // A program of its own, so an ordinary link.
        el("section").child(say("a.link", texts.author).attr("href", "/author")).child(say("p.quiet", texts.author_about))
    });
    let facts = el("dl.facts")
        .child(fact(texts.person, &me.name))
        .child(fact(texts.account_name, &me.account))
        .child(fact(texts.org_unit, &me.org_unit.name))
        .child(me.org_unit.parent.map(|parent| fact(texts.parent_unit, &parent.name)));
    main("account")
        .child(heading("", texts.nav_account))
        .child(facts)
        .child(el("section").child(say("h2", texts.language)).child(languages()))
        .child(author)
        .live(warning)
        .child(el("div.actions").hidden_while(move || asking.get()).child(button("button button--second", texts.sign_out, ask)))
        .into()
}

fn leave(app: App) {
    spawn_local(async move {
        sync::sign_out(app).await;
        app.replace(Page::SignIn);
    });
}
