//! An address that leads nowhere.

use phieu_ui::dom::{View, el, say};

use super::frame::{heading, link, main};
use crate::router::Page;
use crate::state::app;

/// The page, with what is to be said.
pub fn page(title: &str, said: &str) -> View {
    let back = link(Page::Home, "button", app().texts().to_reports);
    main("nowhere").child(heading("", title)).child(say("p", said)).child(el("div.actions").child(back)).into()
}
