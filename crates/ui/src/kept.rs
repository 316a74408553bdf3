//! The picture of an answer, where the host has it: beside its question and wherever answers are read.

use std::rc::Rc;

use leptos::prelude::*;
use phieu_engine::At;
use phieu_form::Type;
use wasm_bindgen::JsValue;

use crate::dom::{View, call, el, live, member, say};
use crate::filling::Filling;

/// What is done with a file's address once it is known; none where the host does not have the file.
pub type OnAddress = Rc<dyn Fn(Option<String>)>;

/// Looks for the file that is the answer at a path, by its name.
pub type Kept = Rc<dyn Fn(String, String, OnAddress)>;

/// Whether a question's answer is a picture that is shown; those of a report whose host keeps no files are told by their names.
pub fn is_picture(filling: Filling, at: At) -> bool {
    filling.keeps_file(at) && filling.read(|instance| instance.form().node(at.node).field_type()) == Some(Type::Image)
}

/// The picture of this name, once the host has looked for it. One that the server has is opened large by pressing it.
pub fn picture(filling: Filling, at: At, name: &str) -> View {
    let found = RwSignal::new(None::<Option<String>>);
    // Another may have been chosen meanwhile, or the question be gone.
    filling.kept_file(at, name, move |address| drop(found.try_set(Some(address))));
    live(move || {
        let Some(address) = found.get()? else { return Some(say("span.aside", filling.texts.image_absent)) };
        let image = el("img.media.media--kept").attr("alt", &filling.text_now(at, |node| &node.label)).attr("src", &address);
        let image = image.on("error", move |_| found.set(Some(None)));
        if address.starts_with('/') {
            return Some(el("a").attr("href", &address).attr("target", "_blank").child(image));
        }
        Some(image.on("load", move |_| drop(on_addresses("revokeObjectURL", &address.as_str().into()))))
    })
}

/// The address of a file that the browser holds; none where it gives none.
pub fn address_of(file: &JsValue) -> Option<String> {
    on_addresses("createObjectURL", file).as_string()
}

/// Asks the browser for a file's address, or gives one back.
fn on_addresses(what: &str, of: &JsValue) -> JsValue {
    call(&member(&js_sys::global(), "URL"), what, std::slice::from_ref(of))
}
