//! Choosing a file: by a button that opens the browser's own window, or by dropping it anywhere on the page.

use leptos::prelude::*;
use leptos::task::spawn_local;
use phieu_ui::dom::{El, el, say};
use phieu_ui::texts::put;
use phieu_xlsform::Spelling;
use wasm_bindgen::JsCast;
use web_sys::{DragEvent, Event, File, FileList, HtmlInputElement};

use crate::browser;
use crate::state::Desk;
use crate::texts::Texts;

/// Files that stand beside a form: data that it may take its choices from, and what its labels show.
const BESIDE: [&str; 5] = [".csv", ".geojson", "image/*", "audio/*", "video/*"];

/// The button and what it says about where the file goes: nowhere.
pub fn chooser(desk: Desk, texts: &'static Texts) -> El {
    let accepted = [&Spelling::ENDINGS[..], &BESIDE].concat().join(",");
    let changed = move |event: Event| {
        let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        take(desk, input.as_ref().and_then(|input| input.files()));
        // The same file may be chosen again after it was corrected.
        if let Some(input) = input {
            input.set_value("");
        }
    };
    let entry = el("input.unseen").attr("type", "file").attr("id", "file").attr("multiple", "").attr("accept", &accepted);
    let entry = entry.on("change", changed);
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
            take(desk, dropped);
        })
}

/// Reads the files and hands them on together: a form, and the data and media beside it.
fn take(desk: Desk, files: Option<FileList>) {
    let files: Vec<File> = files.iter().flat_map(|files| (0..files.length()).filter_map(|index| files.get(index))).collect();
    if files.is_empty() {
        return;
    }
    spawn_local(async move {
        let (mut read, mut media, mut failed) = (Vec::new(), Vec::new(), None);
        for file in files {
            if let Some(address) = browser::address_of_medium(&file) {
                media.push((file.name(), address));
                continue;
            }
            match browser::bytes(&file).await {
                Some(bytes) => read.push((file.name(), bytes)),
                None => failed = Some(file.name()),
            }
        }
        desk.take(read, media);
        if failed.is_some() {
            desk.failed.set(failed);
        }
        browser::sleep(0).await;
        browser::focus("#about");
    });
}
