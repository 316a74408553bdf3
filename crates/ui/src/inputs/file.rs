//! A file, picture, sound or film: its name is the answer, the bytes go to the host.
//!
//! Pictures, sounds and films are taken at once or chosen; with the appearance `new` they are only taken.

use leptos::prelude::*;
use phieu_form::Type;

use crate::dom::{El, View, button, el, file_at, live, say};
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
            filling.choose(at, file.name());
            filling.take_file(at, file);
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

/// What was chosen, and a way to do without it.
pub fn chosen(asked: Asked, name: &str, size: RwSignal<Option<f64>>) -> View {
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
