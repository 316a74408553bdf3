//! Units: found by name, followed over time, changed by an administrator.

mod change;
mod coming;
mod find;
mod helper;
mod life;
mod words;

use std::rc::Rc;

use leptos::prelude::*;
use phieu_ui::dom::{View, say};

use crate::browser;
use crate::pages::frame::{heading, link, wide};
use crate::router::{Desk, Page};
use crate::state::app;

pub use life::page as unit;
pub use words::words;

/// The page of the search.
pub fn page() -> View {
    let app = app();
    let words = words(app.language.get());
    browser::set_title(words.title);
    let row = Rc::new(|found: &find::Found| link(Page::Desk(Desk::Unit(found.unit.code.clone())), "link", &found.unit.name));
    wide("units")
        .child(heading("", words.title))
        .child(say("p.quiet", words.how))
        .child(coming::coming(app, words))
        .child(find::finder(app, words.name, true, row))
        .into()
}
