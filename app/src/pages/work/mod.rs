//! Filling in one report: opened once, then drawn section by section and on the page for checking.

mod check;
mod draft;
mod fill;
mod open;

pub use open::form;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::frame::{Link, Main, Waiting};
use crate::router::Page;
use crate::state::app;
use crate::storage::records::Subject;

use draft::Desk;
use open::{Opened, open};

/// The pages of one report.
#[component]
pub fn Work(subject: Subject) -> impl IntoView {
    let app = app();
    let opened = RwSignal::new_local(None::<Opened>);
    let again = move |subject: Subject| spawn_local(async move { opened.set(Some(open(app, subject).await)) });
    again(subject.clone());
    // What was saved here is to be seen in the lists.
    on_cleanup(move || spawn_local(app.changed()));
    move || match opened.get() {
        None => view! { <Main name="opening"><Waiting /></Main> }.into_any(),
        Some(Opened::Desk(desk)) => {
            let subject = subject.clone();
            view! { <Pages desk again=Callback::new(move |()| again(subject.clone())) /> }.into_any()
        }
        Some(Opened::Other(page)) => {
            app.replace(page);
            view! { <Main name="opening"><Waiting /></Main> }.into_any()
        }
        Some(Opened::NoForm) => view! { <NotHere form=true /> }.into_any(),
        Some(Opened::Unknown) => view! { <NotHere form=false /> }.into_any(),
    }
}

/// The section or the page for checking, whichever the address says.
#[component]
fn Pages(desk: Desk, again: Callback<()>) -> impl IntoView {
    let app = app();
    let page = Memo::new(move |_| match app.page.get() {
        Page::Fill(_, section) => Some(section),
        _ => None,
    });
    // Every save changes what is said about saving; the page itself is drawn again only when it is another.
    let elsewhere = Memo::new(move |_| desk.is_elsewhere());
    move || {
        if elsewhere.get() {
            return view! { <Elsewhere again /> }.into_any();
        }
        match page.get() {
            Some(section) => view! { <fill::Fill desk section /> }.into_any(),
            None => view! { <check::Check desk /> }.into_any(),
        }
    }
}

/// Another window has changed the same draft: this one must not overwrite it.
#[component]
fn Elsewhere(again: Callback<()>) -> impl IntoView {
    let texts = app().texts();
    view! {
        <Main name="elsewhere">
            <h1>{texts.elsewhere_title}</h1>
            <p>{texts.elsewhere}</p>
            <div class="actions">
                <button class="button" type="button" on:click=move |_| again.run(())>{texts.elsewhere_open}</button>
                <Link to=Page::Home class="button button--second">{texts.to_reports}</Link>
            </div>
        </Main>
    }
}

/// Nothing to fill in: no such duty, or its form is not on this phone yet.
#[component]
fn NotHere(form: bool) -> impl IntoView {
    let texts = app().texts();
    let (title, said) = if form { (texts.no_form_title, texts.no_form) } else { (texts.nowhere_title, texts.no_duty) };
    view! {
        <Main name="nowhere">
            <h1>{title}</h1>
            <p>{said}</p>
            <div class="actions"><Link to=Page::Home class="button">{texts.to_reports}</Link></div>
        </Main>
    }
}
