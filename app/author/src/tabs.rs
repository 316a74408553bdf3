//! Several views of one file, one at a time: a list of tabs as the ARIA practices describe it, moved through with the arrows.

use std::rc::Rc;

use leptos::prelude::*;
use phieu_ui::dom::{El, View, button, el, live, say};
use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;

use crate::browser;

/// One view: its name for tests and addresses, its title, and what it shows.
pub struct Tab {
    /// Its name.
    pub name: &'static str,
    /// What stands on it.
    pub title: &'static str,
    /// What it shows.
    pub draw: Rc<dyn Fn() -> View>,
}

/// Draws the tabs; `chosen` is the name of the one that is shown.
pub fn tabs(label: &str, chosen: RwSignal<&'static str>, all: Vec<Tab>) -> El {
    let names: Vec<&'static str> = all.iter().map(|tab| tab.name).collect();
    let press = move |event: web_sys::Event| {
        let step = match event.dyn_ref::<KeyboardEvent>().map(KeyboardEvent::key).as_deref() {
            Some("ArrowRight") => 1,
            Some("ArrowLeft") => names.len() - 1,
            _ => return,
        };
        event.prevent_default();
        let here = names.iter().position(|name| *name == chosen.get_untracked()).unwrap_or(0);
        let next = names[(here + step) % names.len()];
        chosen.set(next);
        browser::focus(&["#tab-", next].concat());
    };
    let one = |tab: &Tab| {
        let name = tab.name;
        button("tabs__tab", tab.title, move || chosen.set(name))
            .attr("role", "tab")
            .attr("id", &["tab-", name].concat())
            .attr("aria-controls", "tab-panel")
            .live_attr("aria-selected", move || Some((chosen.get() == name).to_string()))
            .live_attr("tabindex", move || Some(if chosen.get() == name { "0" } else { "-1" }.to_string()))
    };
    let list = el("div.tabs")
        .attr("role", "tablist")
        .attr("aria-label", label)
        .on("keydown", press)
        .child(all.iter().map(one).collect::<Vec<El>>());
    let shown = live(move || all.iter().find(|tab| tab.name == chosen.get()).map(|tab| (tab.draw)()));
    let panel = el("div.stack")
        .attr("role", "tabpanel")
        .attr("id", "tab-panel")
        .live_attr("aria-labelledby", move || Some(["tab-", chosen.get()].concat()))
        .live_attr("data-tab", move || Some(chosen.get().to_string()))
        .child(shown);
    el("div.stack").child(list).child(panel)
}

/// A text of a program, with a button to take it along. `text` is made when it is drawn, and again when what it reads changes.
pub fn code(about: &str, label: &'static str, name: String, text: impl Fn() -> String + Clone + 'static) -> View {
    let made = text.clone();
    let take = button("button button--second", label, move || browser::download(&name, "application/json", made().as_bytes()));
    let shown = el("pre.code-text").attr("tabindex", "0").child(el("code").live_text(text));
    [say("p.quiet", about).into(), View::from(el("div.actions").child(take)), shown.into()].into()
}
