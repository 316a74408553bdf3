//! An address that leads nowhere.

use leptos::prelude::*;

use super::frame::{Link, Main};
use crate::router::Page;
use crate::state::app;

/// The page.
#[component]
pub fn Nowhere() -> impl IntoView {
    let texts = app().texts();
    view! {
        <Main name="nowhere">
            <h1>{texts.nowhere_title}</h1>
            <p>{texts.nowhere}</p>
            <div class="actions"><Link to=Page::Home class="button">{texts.to_reports}</Link></div>
        </Main>
    }
}
