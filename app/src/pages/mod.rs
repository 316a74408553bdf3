//! The pages, one file each, and which of them is shown.

mod account;
mod carry;
mod differences;
pub(crate) mod frame;
mod home;
mod join;
mod kept;
mod language;
mod look;
mod nowhere;
pub(crate) mod paper;
mod report;
mod sent;
mod sign_in;
mod tour;
mod work;

use leptos::prelude::*;
use phieu_ui::dom::{View, button, el, live, memo};

use crate::browser;
use crate::rest::Rest;
use crate::router::Page;
use crate::state::app;
use crate::storage::records::Subject;

pub use frame::opening;
pub use language::restore as restore_language;
pub use look::restore as restore_look;
pub use sign_in::page as sign_in;
pub use work::{is_any_unkept, tell_agreed};

/// What is drawn: filling in and checking the same report are one, so that going from section to section opens nothing again.
#[derive(Clone, PartialEq)]
pub enum Drawn {
    /// Storage is being read.
    Opening,
    /// Nobody is signed in.
    SignIn,
    /// A report is being filled in.
    Work(Subject),
    /// Another page.
    Page(Page),
}

/// Everything that is on the screen; `draw` knows the pages of the program.
pub fn root(draw: fn(Drawn) -> View) -> View {
    let app = app();
    let drawn = memo(move || {
        let page = app.page.get();
        match (app.ready.get(), app.me.with(Option::is_some), page) {
            (false, ..) => Drawn::Opening,
            // Who comes in by a link has no account yet, or will be asked about the one on this phone.
            (true, _, page @ Page::Join(_)) => Drawn::Page(page),
            (true, false, _) | (true, true, Page::SignIn) => Drawn::SignIn,
            (true, true, Page::Fill(subject, _) | Page::Check(subject)) => Drawn::Work(subject),
            (true, true, page) => Drawn::Page(page),
        }
    });
    live(move || {
        // Another language: everything is said again.
        app.language.track();
        [frame::head(), live(move || draw(drawn.get())), frame::foot()]
    })
}

/// Draws a page of the volunteers' app; those of the rest when the rest has come.
pub fn draw(drawn: Drawn) -> View {
    match drawn {
        Drawn::Opening => opening(),
        Drawn::SignIn => sign_in(),
        Drawn::Page(Page::Home) => home::page(),
        Drawn::Page(Page::Join(secret)) => join::page(secret),
        Drawn::Page(Page::Desk(_)) => away(),
        Drawn::Page(Page::SignIn | Page::Fill(..) | Page::Check(_) | Page::Nowhere) => nowhere(),
        Drawn::Work(_) | Drawn::Page(Page::Sent(_) | Page::Report(_) | Page::Account) => match app().rest.get() {
            Rest::Coming => opening(),
            Rest::Missing => away(),
            Rest::Here(draw) => draw(drawn),
        },
    }
}

/// Draws a page that comes after the first ones: the pages that show a form, and the account's.
pub fn draw_rest(drawn: Drawn) -> View {
    match drawn {
        Drawn::Work(subject) => work::page(subject),
        Drawn::Page(Page::Sent(id)) => sent::page(id),
        Drawn::Page(Page::Report(id)) => report::page(id),
        Drawn::Page(Page::Account) => account::page(),
        Drawn::Opening | Drawn::SignIn | Drawn::Page(_) => nowhere(),
    }
}

/// No such address.
pub fn nowhere() -> View {
    let texts = app().texts();
    nowhere::page(texts.nowhere_title, texts.nowhere)
}

/// What draws the page is not on this phone: the rest of this program, or the desk, in whose place the service worker opened this one.
fn away() -> View {
    let app = app();
    let texts = app.texts();
    let again = button("button", texts.try_again, || drop(browser::window().location().reload()));
    frame::main("away")
        .child(frame::heading("", texts.needs_network))
        .child(el("div.actions").child(again).child(frame::link(Page::Home, "button button--second", texts.to_reports)))
        .into()
}
