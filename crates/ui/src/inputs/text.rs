//! Free text, in a line or in a larger box. Every letter of every language is welcome; nothing is written back.

use leptos::prelude::*;

use crate::question::Asked;

/// The box.
#[component]
pub fn Text(asked: Asked) -> impl IntoView {
    let Asked { filling, at, ids, .. } = asked;
    let held = Memo::new(move |_| filling.at(at, |instance| instance.node(at).held.text()));
    let inside = RwSignal::new(false);
    let shown = RwSignal::new(held.get_untracked());
    Effect::new(move || {
        let held = held.get();
        if !inside.get() {
            shown.set(held);
        }
    });
    let leave = move |text: String| {
        shown.set(text);
        filling.leave(at);
        inside.set(false);
    };
    if asked.appears("multiline") {
        return view! {
            <textarea
                class="box box--area"
                id=ids.of("input")
                rows="4"
                aria-describedby=asked.described()
                aria-invalid=move || asked.invalid()
                prop:value=shown
                on:focus=move |_| inside.set(true)
                on:input:target=move |event| filling.type_in(at, event.target().value())
                on:blur:target=move |event| leave(event.target().value())
            ></textarea>
        }
        .into_any();
    }
    let mode = if asked.appears("numbers") { "tel" } else { "text" };
    view! {
        <div class="entry">
            <input
                class="box"
                id=ids.of("input")
                type="text"
                inputmode=mode
                autocomplete="off"
                aria-describedby=asked.described()
                aria-invalid=move || asked.invalid()
                prop:value=shown
                on:focus=move |_| inside.set(true)
                on:input:target=move |event| filling.type_in(at, event.target().value())
                on:blur:target=move |event| leave(event.target().value())
            />
            {asked.unit()}
        </div>
    }
    .into_any()
}
