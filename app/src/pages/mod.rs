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

/// The app's one view.
#[component]
pub fn Root() -> impl IntoView {
    let app = app();
    let drawn = Memo::new(move |_| {
        let page = app.page.get();
        match (app.ready.get(), app.me.with(Option::is_some), page) {
            (false, ..) => Drawn::Opening,
            (true, false, _) | (true, true, Page::SignIn) => Drawn::SignIn,
            (true, true, Page::Fill(subject, _) | Page::Check(subject)) => Drawn::Work(subject),
            (true, true, page) => Drawn::Page(page),
        }
    });
    move || {
        // Another language: everything is said again.
        app.language.track();
        view! {
            <frame::Head />
            {move || draw(drawn.get())}
        }
    }
}

fn draw(drawn: Drawn) -> AnyView {
    match drawn {
        Drawn::Opening => view! { <frame::Main name="opening"><frame::Waiting /></frame::Main> }.into_any(),
        Drawn::SignIn => view! { <sign_in::SignIn /> }.into_any(),
        Drawn::Work(subject) => view! { <work::Work subject /> }.into_any(),
        Drawn::Page(page) => match page {
            Page::Home => view! { <home::Home /> }.into_any(),
            Page::Sent(id) => view! { <sent::Sent id /> }.into_any(),
            Page::Report(id) => view! { <report::Report id /> }.into_any(),
            Page::Review => view! { <review::Review /> }.into_any(),
            Page::Decide(id) => view! { <decide::Decide id /> }.into_any(),
            Page::Totals => view! { <totals::Totals /> }.into_any(),
            Page::Account => view! { <account::Account /> }.into_any(),
            Page::SignIn | Page::Fill(..) | Page::Check(_) | Page::Nowhere => view! { <nowhere::Nowhere /> }.into_any(),
        },
    }
}
