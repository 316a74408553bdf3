//! What stands around every page: the bar, the state of the network, the offer of a new version, the place of the page.

use leptos::prelude::*;
use leptos::task::spawn_local;
use phieu_ui::dom::{El, View, button, el, say};
use wasm_bindgen::JsCast;

use crate::router::{Desk, Page};
use crate::state::{Net, app};
use crate::sync;

/// A link inside the app: an address that works by itself, followed without loading the app again.
pub fn link(to: Page, classes: &str, text: &str) -> El {
    let app = app();
    let path = to.path();
    el("a").attr("href", &path).attr("class", classes).text(text).on("click", move |event| {
        let elsewhere =
            event.dyn_ref::<web_sys::MouseEvent>().is_some_and(|mouse| mouse.ctrl_key() || mouse.meta_key() || mouse.shift_key());
        if !elsewhere {
            event.prevent_default();
            app.go(to.clone());
        }
    })
}

/// The bar and the strips above the page.
pub fn head() -> View {
    let app = app();
    let texts = app.texts();
    let links = move || {
        app.me.with(|me| {
            me.as_ref().map(|me| {
                let reviews = me.is("reviewer");
                el("nav.bar__links")
                    .attr("aria-label", texts.nav)
                    .child(me.is("reporter").then(|| part(Page::Home, texts.nav_reports)))
                    .child(reviews.then(|| part(Page::Desk(Desk::Review), texts.nav_review)))
                    .child((reviews || me.is("viewer")).then(|| part(Page::Desk(Desk::Totals(None)), texts.nav_totals)))
                    .child((reviews || me.is("viewer")).then(|| part(Page::Desk(Desk::Registers), texts.nav_registers)))
                    .child(part(Page::Account, texts.nav_account))
            })
        })
    };
    let bar = el("div.bar__inner").child(link(Page::Home, "bar__name", texts.app_name)).live(links);
    [say("a.skip", texts.skip).attr("href", "#page"), el("header.bar").child(bar), strips()].into()
}

/// A link of the bar: it says where one is.
fn part(to: Page, text: &str) -> El {
    let app = app();
    let name = to.name();
    link(to, "", text).live_attr("aria-current", move || app.page.with(|page| page.name() == name).then(|| "page".to_string()))
}

/// Said on every page where it is so: no network, signed out, a new version, a phone that cannot keep anything.
fn strips() -> El {
    let app = app();
    let texts = app.texts();
    let network = move || {
        let (head, tail) = match app.net.get() {
            Net::Good => return None,
            Net::NoNetwork => (texts.net_none, texts.net_none_then),
            Net::NoServer => (texts.net_away, texts.net_away_then),
        };
        Some(strip("network", el("span").child(say("b", head)).text(" ").text(tail)))
    };
    let trouble = move || app.trouble.get().then(|| strip("trouble", say("b", texts.trouble)));
    let signed_out = move || {
        let told = app.signed_out.get() && app.page.with(|page| *page != Page::SignIn);
        told.then(|| strip("signed-out", [say("span", texts.signed_out), link(Page::SignIn, "button button--second", texts.sign_in)]))
    };
    let update = move || {
        let filling = app.page.with(|page| matches!(page, Page::Fill(..) | Page::Check(_)));
        let take = || spawn_local(sync::use_update());
        (app.update.get() && !filling)
            .then(|| strip("update", [say("span", texts.update_ready), button("button button--second", texts.update_use, take)]))
    };
    el("div").attr("aria-live", "polite").live(network).live(trouble).live(signed_out).live(update)
}

fn strip(name: &str, said: impl Into<View>) -> El {
    el("div.strip").attr("data-strip", name).child(el("div.strip__inner").child(said))
}

/// The page's own place; `name` is for tests.
pub fn main(name: &str) -> El {
    el("main.page").attr("id", "page").attr("data-page", name).attr("tabindex", "-1")
}

/// The same with a desktop's width, for tables and two columns.
pub fn wide(name: &str) -> El {
    main(name).attr("class", "page page--wide")
}

/// A page's heading, with a line above it.
pub fn heading(caption: &str, title: &str) -> El {
    let caption = (!caption.is_empty()).then(|| say("span.caption", caption));
    el("h1").child(caption).text(title)
}

/// What is shown while something is fetched or read.
pub fn waiting() -> El {
    say("p.quiet", app().texts().opening).attr("role", "status")
}

/// A page that is being opened.
pub fn opening() -> View {
    main("opening").child(waiting()).into()
}

/// Something that takes a page's place: why there is nothing to see.
pub fn empty(text: &str) -> El {
    say("p.empty", text).attr("role", "alert")
}

/// One fact of a list of facts.
pub fn fact(name: &str, value: &str) -> El {
    el("div").child(say("dt", name)).child(say("dd", value))
}
