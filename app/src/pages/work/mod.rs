//! Filling in one report: opened once, then drawn section by section and on the page for checking.

mod check;
mod draft;
mod fill;
mod newer;
mod open;
mod practice;
mod print;
mod purpose;
mod take;
mod whole;

use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use phieu_ui::dom::{View, button, el, live, memo, nothing, say};

use super::frame::{heading, link, main, opening};
use super::nowhere;
use crate::browser;
use crate::router::Page;
use crate::state::app;
use crate::storage::records::Subject;

use draft::Desk;
pub use draft::is_any_unkept;
use open::{Opened, open};
pub use open::{context, form};
pub use practice::{strip as practice_strip, way as practice};
pub use purpose::tell as tell_agreed;

/// The pages of one report.
pub fn page(subject: Subject) -> View {
    let app = app();
    let opened = RwSignal::new_local(None::<Opened>);
    let again: Rc<dyn Fn()> = Rc::new(move || {
        let subject = subject.clone();
        spawn_local(async move {
            let found = open(app, subject).await;
            opened.try_set(Some(found));
        });
    });
    again();
    // What was saved here is to be seen in the lists.
    on_cleanup(move || spawn_local(app.changed()));
    live(move || {
        let texts = app.texts();
        match opened.get() {
            None => opening(),
            Some(Opened::Desk(desk)) => pages(desk, again.clone()),
            Some(Opened::Other(page)) => {
                browser::later(0.0, move || app.replace(page));
                opening()
            }
            Some(Opened::Purpose { form, version, purpose }) => {
                let again = again.clone();
                purpose::page(form, version, purpose, move || again())
            }
            Some(Opened::NoForm) => nowhere::page(texts.no_form_title, texts.no_form),
            Some(Opened::Unknown) => nowhere::page(texts.nowhere_title, texts.no_duty),
        }
    })
}

/// The section or the page for checking, whichever the address says.
fn pages(desk: Desk, again: Rc<dyn Fn()>) -> View {
    let app = app();
    let Some(filling) = desk.filling() else { return nothing() };
    let section = memo(move || match app.page.get() {
        Page::Fill(_, section) => Some(section),
        _ => None,
    });
    // Every save changes what is said about saving; the page itself is drawn again only when it is another.
    let elsewhere = memo(move || desk.is_elsewhere());
    live(move || match (elsewhere.get(), section.get()) {
        (true, _) => taken_over(again.clone()),
        (_, Some(_)) if app.whole.get() => whole::page(desk, filling, again.clone()),
        (_, Some(section)) => fill::page(desk, filling, section, again.clone()),
        (_, None) => check::page(desk, filling),
    })
}

/// Another window has changed the same draft: this one must not overwrite it.
fn taken_over(again: Rc<dyn Fn()>) -> View {
    let texts = app().texts();
    let actions = el("div.actions").child(button("button", texts.elsewhere_open, move || again())).child(link(
        Page::Home,
        "button button--second",
        texts.to_reports,
    ));
    main("elsewhere").child(heading("", texts.elsewhere_title)).child(say("p", texts.elsewhere)).child(actions).into()
}
