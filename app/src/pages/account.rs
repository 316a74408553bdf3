//! Who is signed in, the language, signing out.

use leptos::prelude::*;
use leptos::task::spawn_local;
use phieu_ui::dom::{El, View, button, el, say};

use super::frame::{fact, heading, link, main};
use super::kept;
use super::language::languages;
use super::look::looks;
use super::tour;
use crate::router::{Desk, Page};
use crate::state::{App, app};
use crate::storage::records::Unit;
use crate::texts::put;
use crate::{api, browser, sync};

struct Words {
    own_data: &'static str,
    people: &'static str,
    help: &'static str,
    help_how: &'static str,
}

static VI: Words = Words {
    own_data: "Dữ liệu của tôi: xem, sửa, tải về, xóa",
    people: "Người và nhiệm vụ",
    help: "Khi cần giúp",
    help_how: "Quên mật khẩu, đổi điện thoại hay giao lại nhiệm vụ: hãy gọi người duyệt báo cáo của đơn vị. Người đó gửi cho bác một đường dẫn, mở ra là dùng được.",
};

static EN: Words = Words {
    own_data: "My data: read, correct, download, erase",
    people: "People and duties",
    help: "When you need help",
    help_how: "Forgot the password, have another phone, or hand the duty over? Call whoever reviews your unit's reports. They send you a link; open it and go on.",
};

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
        .child(me.seats.iter().map(|seat| fact(seat.label.get(app.language.get_untracked()), &place(&seat.org_unit))).collect::<Vec<_>>());
    let words = if app.language.get_untracked() == "en" { &EN } else { &VI };
    let people = (me.is("reviewer") || me.is("administrator")).then(|| link(Page::Desk(Desk::People(None)), "link", words.people));
    let own = el("section")
        .child(el("p").child(link(Page::Desk(Desk::OwnData), "link", words.own_data)))
        .child(people.map(|people| el("p").child(people)))
        .child(say("h2", words.help))
        .child(say("p", words.help_how))
        .child(me.is("reporter").then(tour::again));
    main("account")
        .child(heading("", texts.nav_account))
        .child(facts)
        .child(el("section").child(say("h2", texts.language)).child(languages()))
        .child(el("section.stack").child(looks()))
        .child(kept::section())
        .child(calendar(app))
        .child(own)
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

/// A unit with the one above it.
fn place(unit: &Unit) -> String {
    let parent = unit.parent.as_ref().map(|parent| [", ", &parent.name].concat()).unwrap_or_default();
    [&*unit.name, &parent].concat()
}

fn leave(app: App) {
    spawn_local(async move {
        sync::sign_out(app).await;
        app.replace(Page::SignIn);
    });
}
