//! A value that nobody types here: calculated, or given by the form. It follows what it is made from.

use leptos::prelude::*;

use crate::question::Asked;

/// The value.
#[component]
pub fn Given(asked: Asked) -> impl IntoView {
    let Asked { filling, at, ids, .. } = asked;
    let value = Memo::new(move |_| filling.answer(at));
    let texts = filling.texts;
    view! {
        <output class="given" id=ids.of("input") aria-describedby=asked.described()>
            {move || {
                if value.with(String::is_empty) {
                    view! { <span class="quiet">{texts.not_calculated}</span> }.into_any()
                } else {
                    view! { <b>{value}</b>" "{asked.unit()} }.into_any()
                }
            }}
        </output>
    }
}
