//! A note: something to read, nothing to answer.

use leptos::prelude::*;

use crate::question::Asked;

/// The note.
#[component]
pub fn Note(asked: Asked) -> impl IntoView {
    let Asked { filling, at, label, .. } = asked;
    view! { <p class="note" data-field=filling.path(at)>{label}</p> }
}
