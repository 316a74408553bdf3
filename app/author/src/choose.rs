//! Choosing a file: by a button that opens the browser's own window, or by dropping it anywhere on the page.

use leptos::prelude::*;
use leptos::task::spawn_local;
use phieu_ui::dom::{El, el, say};
use phieu_ui::texts::put;
use phieu_xlsform::Spelling;
use wasm_bindgen::JsCast;
use web_sys::{DragEvent, File, HtmlInputElement};

use crate::browser;
use crate::state::Desk;
use crate::texts::Texts;

/// The button and what it says about where the file goes: nowhere.
pub fn chooser(desk: Desk, texts: &'static Texts) -> El {
    let entry = el("input.unseen").attr("type", "file").attr("id", "file").attr("accept", &Spelling::ENDINGS.join(",")).on(
        "change",
        move |event| {
            let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
            if let Some(file) = input.as_ref().and_then(|input| input.files()).and_then(|files| files.get(0)) {
                take(desk, file);
            }
            // The same file may be chosen again after it was corrected.
            if let Some(input) = input {
                input.set_value("");
            }
        },
    );
    let label = move || if desk.opened.with(Option::is_some) { texts.choose_other } else { texts.choose }.to_string();
    el("div.chooser")
        .child(el("div.chooser__button").child(entry).child(el("label.button").attr("for", "file").live_text(label)))
        .child(say("p.quiet", &put(texts.drop, &[&Spelling::ENDINGS.join(" ")])))
        .child(say("p.chooser__private", texts.private))
}

/// Takes files that are dropped on the page.
pub fn drops(desk: Desk, page: El) -> El {
    let over = RwSignal::new(false);
    page.live_class("page--over", move || over.get())
        .on("dragover", move |event| {
            event.prevent_default();
            over.set(true);
        })
        .on("dragleave", move |_| over.set(false))
        .on("drop", move |event| {
            event.prevent_default();
            over.set(false);
            let dropped = event.dyn_ref::<DragEvent>().and_then(DragEvent::data_transfer).and_then(|data| data.files());
            if let Some(file) = dropped.and_then(|files| files.get(0)) {
                take(desk, file);
            }
        })
}

fn take(desk: Desk, file: File) {
    spawn_local(async move {
        let name = file.name();
        match browser::bytes(&file).await {
            Some(bytes) => desk.open(&name, &bytes),
            None => desk.failed.set(Some(name)),
        }
        browser::sleep(0).await;
        browser::focus("#about");
    });
}
