//! A file, picture, sound or film: its name is the answer, the bytes go to the host.
//!
//! Pictures, sounds and films are taken at once or chosen; with the appearance `new` they are only taken.

use leptos::prelude::*;
use phieu_form::Type;

use crate::dom::{El, View, button, el, file_at, live, memo, say};
use crate::filling::Taking;
use crate::kept::{is_picture, picture};
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

/// What is said of a file while it is being kept, and where it could not be.
pub fn told(asked: Asked) -> View {
    let taking = memo(move || asked.filling.taking(asked.at));
    let texts = asked.filling.texts;
    let busy = if asked.is_of(Type::Image) { texts.taking_image } else { texts.taking_file };
    let said = move || match taking.get()? {
        Taking::Busy(_) => Some(say("p.aside", busy)),
        Taking::Failed(why) => Some(say("p.message", why)),
    };
    el("div").attr("role", "status").live(said).into()
}

fn pick(asked: Asked, field_type: Type, size: RwSignal<Option<f64>>) -> View {
    let texts = asked.filling.texts;
    let (kind, take_it, choose) = match field_type {
        Type::Image => ("image/*", texts.take_image, texts.pick_image),
        Type::Audio => ("audio/*", texts.take_audio, texts.pick_audio),
        Type::Video => ("video/*", texts.take_video, texts.pick_video),
        _ => ("", "", texts.pick_file),
    };
    let picked = move |event: web_sys::Event| {
        if let Some(file) = file_at(&event) {
            size.set(Some(file.size()));
            asked.filling.take_file(asked.at, file);
        }
    };
    let is_front = asked.appears("new-front") || asked.appears("selfie");
    let is_new = is_front || asked.appears("new");
    let camera = if is_front || field_type == Type::Audio { "user" } else { "environment" };
    let taken = (!kind.is_empty()).then(|| chooser(asked, [if is_new { "input" } else { "take" }, kind, camera, take_it], picked));
    let kinds = if kind.is_empty() { asked.filling.kinds() } else { kind };
    let chosen = (!is_new || kind.is_empty()).then(|| chooser(asked, ["input", kinds, "", choose], picked));
    let about = (field_type == Type::Image).then(|| say("span.aside", asked.filling.about_pictures()));
    [View::from(taken), chosen.into(), about.into(), told(asked)].into()
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
    let shown = match is_picture(filling, at) {
        true => picture(filling, at, name),
        false => say("div.given", name).child(kilobytes).into(),
    };
    [shown, say("span.aside", filling.about_kept()).into(), drop.into()].into()
}
