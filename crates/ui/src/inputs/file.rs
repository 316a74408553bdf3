//! A file, picture, sound or film: its name is the answer, the bytes go to the host.
//!
//! Pictures, sounds and films are taken at once or chosen; with the appearance `new` they are only taken.

use leptos::prelude::*;
use phieu_form::Type;
use wasm_bindgen::JsValue;

use crate::dom::{El, View, button, call, el, file_at, live, member, nothing, say};
use crate::question::Asked;
use crate::reading::numbers;

/// The buttons, or what was chosen.
pub fn file(asked: Asked, field_type: Type) -> View {
    let held = asked.held();
    let size = RwSignal::new(None::<f64>);
    live(move || match held.get() {
        name if name.is_empty() => pick(asked, field_type, size),
        name => chosen(asked, &name, size),
    })
}

fn pick(asked: Asked, field_type: Type, size: RwSignal<Option<f64>>) -> View {
    let Asked { filling, at, .. } = asked;
    let texts = filling.texts;
    let (kind, take, choose) = match field_type {
        Type::Image => ("image/*", texts.take_image, texts.pick_image),
        Type::Audio => ("audio/*", texts.take_audio, texts.pick_audio),
        Type::Video => ("video/*", texts.take_video, texts.pick_video),
        _ => ("", "", texts.pick_file),
    };
    let picked = move |event: web_sys::Event| {
        if let Some(file) = file_at(&event) {
            size.set(Some(file.size()));
            let name = file.name();
            filling.take_file(at, file);
            filling.choose(at, name);
        }
    };
    let is_front = asked.appears("new-front") || asked.appears("selfie");
    let is_new = is_front || asked.appears("new");
    let camera = if is_front || field_type == Type::Audio { "user" } else { "environment" };
    let taken = (!kind.is_empty()).then(|| chooser(asked, [if is_new { "input" } else { "take" }, kind, camera, take], picked));
    let chosen = (!is_new || kind.is_empty()).then(|| chooser(asked, ["input", kind, "", choose], picked));
    [taken, chosen].map(View::from).into()
}

/// A button that opens the browser's own window: its kind of file, the camera or microphone to take it with, and its words.
pub fn chooser(asked: Asked, [id, kind, capture, label]: [&str; 4], picked: impl FnMut(web_sys::Event) + 'static) -> El {
    let id = asked.ids.of(id);
    let input = asked.boxed("input.unseen").attr("id", &id).attr("type", "file").on("change", picked);
    let input = [("accept", kind), ("capture", capture)].into_iter().fold(input, |input, (name, value)| match value {
        "" => input,
        value => input.attr(name, value),
    });
    el("div.entry").child(input).child(say("label.button.button--second.filebutton", label).attr("for", &id))
}

/// What was chosen, shown where it is a picture, and a way to do without it.
pub fn chosen(asked: Asked, name: &str, size: RwSignal<Option<f64>>) -> View {
    let Asked { filling, at, .. } = asked;
    let texts = filling.texts;
    let kilobytes = size.get_untracked().map(|bytes| {
        let kilobytes = ((bytes / 1_000.0).ceil() as u64).to_string();
        [" (", &numbers::show(&kilobytes, filling.style), " kB)"].concat()
    });
    let drop = button("link", texts.drop_file, move || filling.choose(at, String::new()));
    [picture(asked, name), say("div.given", name).child(kilobytes).into(), say("span.aside", texts.file_kept).into(), drop.into()].into()
}

/// The picture of this name, once the host has found it; nothing where the browser cannot draw it.
fn picture(asked: Asked, name: &str) -> View {
    let Asked { filling, at, .. } = asked;
    if filling.read(|instance| instance.form().node(at.node).field_type()) != Some(Type::Image) {
        return nothing();
    }
    let (name, address) = (name.to_string(), RwSignal::new(String::new()));
    filling.kept_file(at, move |file| {
        // Another may have been chosen meanwhile, or the question be gone.
        let found = (file.name() == name).then(|| on_addresses("createObjectURL", &file).as_string()).flatten();
        found.map(|found| address.try_set(found));
    });
    live(move || {
        let address_now = Some(address.get()).filter(|address| !address.is_empty())?;
        let drawn = el("img.media.media--kept").attr("alt", &filling.text_now(at, |node| &node.label)).attr("src", &address_now);
        let drawn = drawn.on("error", move |_| address.set(String::new()));
        Some(drawn.on("load", move |_| drop(on_addresses("revokeObjectURL", &address_now.as_str().into()))))
    })
}

/// Asks the browser for a file's address, or gives one back.
fn on_addresses(what: &str, of: &JsValue) -> JsValue {
    call(&member(&js_sys::global(), "URL"), what, std::slice::from_ref(of))
}
