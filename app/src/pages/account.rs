//! Who is signed in, the language, signing out.

use leptos::prelude::*;
use leptos::task::spawn_local;
use phieu_ui::dom::{El, View, button, el, say};

use super::frame::{fact, heading, main};
use super::language::languages;
use crate::router::Page;
use crate::state::{App, app};
use crate::texts::put;
use crate::{api, browser, sync};

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
        .child(calendar(app))
        .child(author)
        .live(warning)
        .child(el("div.actions").hidden_while(move || asking.get()).child(button("button button--second", texts.sign_out, ask)))
        .into()
}

/// The link to the calendar of due days: made when it is asked for, shown as text to copy and as a link to open.
fn calendar(app: App) -> El {
    let texts = app.texts();
    let path = RwSignal::new(None::<String>);
    let problem = RwSignal::new(None::<String>);
    let ask = move |method: &'static str| {
        spawn_local(async move {
            let answer = api::send(method, "/api/v1/calendar", None).await;
            if answer.is_good() {
                path.try_set(answer.body["path"].as_str().map(str::to_string));
                problem.try_set(None);
            } else if method == "POST" {
                let said = if answer.message().is_empty() { texts.needs_network } else { answer.message() };
                problem.try_set(Some(said.to_string()));
            }
        });
    };
    ask("GET");
    let shown = move || {
        path.with(|path| match path {
            None => View::from(button("button button--second", texts.calendar_make, move || ask("POST"))),
            Some(path) => {
                let address = [&browser::origin(), path.as_str()].concat();
                [
                    say("p.quiet", texts.calendar_about),
                    el("p").child(say("a.link", &address).attr("href", &address).attr("data-calendar", "")),
                    button("link", texts.calendar_renew, move || ask("POST")),
                ]
                .into()
            }
        })
    };
    el("section")
        .child(say("h2", texts.calendar))
        .live(shown)
        .live(move || problem.get().map(|said| say("p.message", &said).attr("role", "alert")))
}

fn leave(app: App) {
    spawn_local(async move {
        sync::sign_out(app).await;
        app.replace(Page::SignIn);
    });
}
