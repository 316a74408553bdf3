//! A file, picture, sound or film: its name is the answer, the bytes go to the host.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use crate::dom::{El, View, button, el, live, say};
use crate::question::Asked;
use crate::reading::numbers;

/// The button, or what was chosen. `kind` is what the browser offers, all files where it is empty.
pub fn file(asked: Asked, kind: &'static str) -> View {
    let held = asked.held();
    let size = RwSignal::new(None::<f64>);
    live(move || match held.get() {
        name if name.is_empty() => View::from(pick(asked, kind, size)),
        name => chosen(asked, &name, size),
    })
}

fn pick(asked: Asked, kind: &'static str, size: RwSignal<Option<f64>>) -> El {
    let Asked { filling, at, ids, .. } = asked;
    let picked = move |event: web_sys::Event| {
        let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        let Some(file) = input.and_then(|input| input.files()).and_then(|files| files.get(0)) else { return };
        size.set(Some(file.size()));
        filling.choose(at, file.name());
        filling.take_file(at, file);
    };
    let input =
        asked.boxed("input.unseen").attr("type", "file").attr_if("accept", Some(kind).filter(|kind| !kind.is_empty())).on("change", picked);
    let label = if kind == "image/*" { filling.texts.pick_image } else { filling.texts.pick_file };
    el("div.entry").child(input).child(say("label.button.button--second.filebutton", label).attr("for", &ids.of("input")))
}

fn chosen(asked: Asked, name: &str, size: RwSignal<Option<f64>>) -> View {
    let Asked { filling, at, .. } = asked;
    let texts = filling.texts;
    let kilobytes = size.get_untracked().map(|bytes| {
        let kilobytes = ((bytes / 1_000.0).ceil() as u64).to_string();
        [" (", &numbers::show(&kilobytes, filling.style), " kB)"].concat()
    });
    [
        say("div.given", name).child(kilobytes),
        say("span.aside", texts.file_kept),
        button("link", texts.drop_file, move || filling.choose(at, String::new())),
    ]
    .into()
}
