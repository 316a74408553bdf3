//! Free text, in a line or in a larger box. Every letter of every language is welcome; nothing is written back.

use leptos::prelude::*;

use crate::dom::{El, el, value_at, watch};
use crate::question::Asked;

/// The box.
pub fn text(asked: Asked) -> El {
    let Asked { filling, at, .. } = asked;
    let held = asked.held();
    let inside = RwSignal::new(false);
    let shown = RwSignal::new(held.get_untracked());
    watch(move || {
        let held = held.get();
        if !inside.get() {
            shown.set(held);
        }
    });
    let large = asked.appears("multiline");
    let entry = if large { asked.boxed("textarea.box.box--area").attr("rows", "4") } else { asked.boxed("input.box").attr("type", "text") };
    let entry = entry
        .attr("inputmode", if asked.appears("numbers") { "tel" } else { "text" })
        .live_value(move || shown.get())
        .on("focus", move |_| inside.set(true))
        .typed(move |text| filling.type_in(at, text))
        .on("blur", move |event| {
            shown.set(value_at(&event));
            filling.leave(at);
            inside.set(false);
        });
    if large { entry } else { el("div.entry").child(entry).child(asked.unit()) }
}
