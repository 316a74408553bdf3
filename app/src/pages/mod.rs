//! The pages, one file each, and which of them is shown.

mod account;
mod decide;
mod frame;
mod home;
mod language;
mod nowhere;
mod paper;
mod report;
mod review;
mod sent;
mod sign_in;
mod totals;
mod work;

use leptos::prelude::*;
use phieu_ui::dom::{View, live, memo};

use crate::router::Page;
use crate::state::app;
use crate::storage::records::Subject;

pub use language::restore as restore_language;

/// What is drawn: filling in and checking the same report are one, so that going from section to section opens nothing again.
#[derive(Clone, PartialEq)]
enum Drawn {
    Opening,
    SignIn,
    Work(Subject),
    Page(Page),
}

/// Everything that is on the screen.
pub fn root() -> View {
    let app = app();
    let drawn = memo(move || {
        let page = app.page.get();
        match (app.ready.get(), app.me.with(Option::is_some), page) {
            (false, ..) => Drawn::Opening,
            (true, false, _) | (true, true, Page::SignIn) => Drawn::SignIn,
            (true, true, Page::Fill(subject, _) | Page::Check(subject)) => Drawn::Work(subject),
            (true, true, page) => Drawn::Page(page),
        }
    });
    live(move || {
        // Another language: everything is said again.
        app.language.track();
        [frame::head(), live(move || draw(drawn.get()))]
    })
}

fn draw(drawn: Drawn) -> View {
    match drawn {
        Drawn::Opening => frame::opening(),
        Drawn::SignIn => sign_in::page(),
        Drawn::Work(subject) => work::page(subject),
        Drawn::Page(page) => match page {
            Page::Home => home::page(),
            Page::Sent(id) => sent::page(id),
            Page::Report(id) => report::page(id),
            Page::Review => review::page(),
            Page::Decide(id) => decide::page(id),
            Page::Totals => totals::page(),
            Page::Account => account::page(),
            Page::SignIn | Page::Fill(..) | Page::Check(_) | Page::Nowhere => {
                let texts = app().texts();
                nowhere::page(texts.nowhere_title, texts.nowhere)
            }
        },
    }
}
