//! Free text, in a line or in a larger box; what a barcode says. Every letter of every language is welcome; nothing is written back.

use leptos::prelude::*;
use phieu_form::Personal;

use super::scan::scan;
use crate::dom::{El, View, button, el, live, memo, nothing, say, value_at, watch};
use crate::question::Asked;
use crate::reading::fonts;
use crate::show::{is_number, last_three};

/// The box.
pub fn text(asked: Asked) -> View {
    if asked.appears("multiline") {
        let entry = entry(asked, asked.boxed("textarea.box.box--area").attr("rows", "4"));
        return [entry.into(), old_font(asked)].into();
    }
    let kind = if asked.appears("masked") { "password" } else { "text" };
    let entry = entry(asked, asked.boxed("input.box").attr("type", kind));
    [el("div.entry").child(entry).child(asked.unit()).into(), View::from(asked.unmask()), old_font(asked)].into()
}

/// A text that was typed for an old font: what it means, to be taken in its place. Not of what nobody looking on is to read.
fn old_font(asked: Asked) -> View {
    let Asked { filling, at, .. } = asked;
    let is_sensitive = filling.read(|instance| instance.form().node(at.node).personal == Personal::Sensitive);
    if is_sensitive || asked.appears("masked") || asked.appears("hidden-answer") {
        return nothing();
    }
    let held = asked.held();
    let meant = memo(move || held.with(|held| fonts::today(held)));
    live(move || {
        meant.get().map(|meant| {
            let said = say("p.aside", filling.texts.old_font).text(" ").child(say("b", &meant)).text(" ");
            said.child(button("link", filling.texts.old_font_take, move || filling.choose(at, meant.clone())))
        })
    })
}

/// What a barcode says: scanned where the browser can, typed everywhere. With `hidden-answer` it is not shown.
pub fn barcode(asked: Asked) -> View {
    let held = asked.held();
    let scanned = scan(asked);
    if scanned.is_none() || !asked.appears("hidden-answer") {
        return [View::from(scanned), text(asked)].into();
    }
    let said = move || held.with(|held| (!held.is_empty()).then(|| say("p.given", asked.filling.texts.scan_hidden)));
    [View::from(scanned), live(said), super::choices::clear(asked, asked.filling.texts.scan_clear)].into()
}

fn entry(asked: Asked, entry: El) -> El {
    let Asked { filling, at, .. } = asked;
    let held = asked.held();
    let inside = RwSignal::new(false);
    let shown = RwSignal::new(held.get_untracked());
    let is_sensitive = filling.read(|instance| instance.form().node(at.node).personal == Personal::Sensitive);
    // The number of a person's paper is read only by whoever is writing it.
    let written = move || {
        let text = shown.get();
        if is_sensitive && !inside.get() && is_number(&text) { last_three(&text) } else { text }
    };
    watch(move || {
        let held = held.get();
        if !inside.get() {
            shown.set(held);
        }
    });
    entry
        .attr("inputmode", if asked.appears("numbers") { "tel" } else { "text" })
        .live_value(written)
        .on("focus", move |_| inside.set(true))
        .typed(move |text| filling.type_in(at, text))
        .on("blur", move |event| {
            shown.set(value_at(&event));
            filling.leave(at);
            inside.set(false);
        })
}

/// The appearance `url`: a way to the address that is kept.
pub fn address(asked: Asked) -> Option<View> {
    let held = asked.held();
    let link = move || {
        let held = held.get();
        let leads = held.starts_with("https://") || held.starts_with("http://");
        let link = || say("a.link", asked.filling.texts.open_address).attr("href", &held);
        leads.then(|| link().attr("target", "_blank").attr("rel", "noopener noreferrer"))
    };
    asked.appears("url").then(|| live(link))
}
