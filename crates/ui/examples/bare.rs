//! A form in a page of one's own: rows in, questions drawn, an edit at a time to the engine. What to do after a change is the host's.
#![cfg(target_arch = "wasm32")]

use std::sync::Arc;

use leptos::prelude::*;
use phieu_engine::{Context, Instance};
use phieu_ui::{Filling, Host, dom::View, section_page};

#[wasm_bindgen::prelude::wasm_bindgen(start)]
fn start() {
    let rows = serde_json::from_str(include_str!("bare.json")).unwrap_or_default();
    let Some(form) = phieu_form::compile(&rows).0.map(Arc::new) else { return };
    mount_to_body(move || {
        let filling = Filling::new(Instance::blank(form, Context::default()), "en", Vec::new(), Host::default());
        let questions: Vec<View> = filling.sections_now().iter().map(|section| section_page(filling, section).into()).collect();
        if let Some(body) = document().body() {
            View::from(questions).put_into(&body);
        }
    });
}
